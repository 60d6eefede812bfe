"""HL7 v2 messages of made-up patients, in HL7's ASCII notation with CR segment ends."""

import base64
import datetime
import itertools
import random

_number = itertools.count(1)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d%H%M%S")


def _header(application, kind, receiver="ENGINE", version="2.5.1", extra=""):
    return (f"MSH|^~\\&|{application}|EXAMPLEHOSP|{receiver}|EXAMPLEHOSP|{_now()}||{kind}"
            f"|{application}{next(_number):07d}|T|{version}{extra}")


def _patient(patient):
    return (f"PID|1||{patient.id}^^^EXAMPLEHOSP^MR||{patient.name}||{patient.born}|{patient.sex}"
            f"|||1 TEST STREET^^TESTTOWN^^00000||000-0000")


def _visit(exam):
    return (f"PV1|1|I|RAD^{exam.number % 40 + 1:02d}^1^EXAMPLEHOSP||||0001^REFERRER^TEST|||MED||||||||INP|{exam.visit}"
            f"|||||||||||||||||||||||||{_now()}")


def join(*segments):
    return "\r".join(segments) + "\r"


def adt(event, exam, application="HIS", extra=""):
    structure = {"A02": "ADT_A02", "A03": "ADT_A03", "A08": "ADT_A01", "A01": "ADT_A01"}.get(event, "ADT_A01")
    return join(_header(application, f"ADT^{event}^{structure}", extra=extra), f"EVN|{event}|{_now()}|||USER1",
                _patient(exam.patient), "NK1|1|CONTACT^TEST|SPO||000-0001", _visit(exam),
                "AL1|1|DA|^TESTALLERGEN|MO", f"DG1|1|I10|Z00.0^TEST DIAGNOSIS^I10||{_now()}|A")


def merge(exam, old_id, application):
    """ADT^A40: two patients become one."""
    return join(_header(application, "ADT^A40^ADT_A39"), f"EVN|A40|{_now()}", _patient(exam.patient),
                f"MRG|{old_id}^^^EXAMPLEHOSP^MR")


def order(exam, application="CPOE"):
    return join(_header(application, "ORM^O01^ORM_O01"), _patient(exam.patient), _visit(exam),
                f"ORC|NW|{exam.order}|{exam.accession}||SC||^^^{_now()}^^R||{_now()}|USER2||0001^REFERRER^TEST",
                f"OBR|1|{exam.order}|{exam.accession}|{exam.code}^{exam.procedure}^L|||{_now()}||||||||"
                f"|0001^REFERRER^TEST||{exam.accession}|{exam.order}|{exam.station}||{_now()}||{exam.modality}"
                "|||^^^^^R||||^TEST INDICATION")


def result(exam, application="LAB", observations=6, attachment=0):
    """ORU^R01 with some values; `attachment`: so many random bytes as base64 in one more OBX."""
    dice = random.Random(f"result {exam.number}")
    names = "GLU NA K CL CREA UREA CA ALB CRP HB HCT PLT WBC RBC MCV MCH".split()
    segments = [_header(application, "ORU^R01^ORU_R01"), _patient(exam.patient), _visit(exam),
                f"OBR|1|{exam.order}|{exam.accession}|PANEL^TEST PANEL^L|||{_now()}|||||||{_now()}||0001^REFERRER^TEST"
                f"||||||{_now()}||LAB|F"]
    for i in range(observations):
        segments.append(f"OBX|{i + 1}|NM|{names[i % len(names)]}^TEST ANALYTE {i + 1}^L||{dice.uniform(1, 200):.1f}"
                        f"|mmol/L|1-200|N|||F|||{_now()}")
    if attachment:
        text = base64.b64encode(dice.randbytes(attachment)).decode()
        segments.append(f"OBX|{observations + 1}|ED|PDF^TEST DOCUMENT^L||^application^pdf^Base64^{text}||||||F")
    return join(*segments)


def report(exam, application="RIS"):
    """ORU^R01 with a radiology report in words, long enough for several TCP segments."""
    dice = random.Random(f"report {exam.number}")
    words = "no acute test finding is seen in this made up report of a synthetic study".upper().split()
    lines = [" ".join(dice.choice(words) for _ in range(14)) for _ in range(24)]
    return join(_header(application, "ORU^R01^ORU_R01"), _patient(exam.patient), _visit(exam),
                f"OBR|1|{exam.order}|{exam.accession}|{exam.code}^{exam.procedure}^L|||{_now()}|||||||||"
                f"0001^REFERRER^TEST||||||{_now()}||RAD|F",
                *(f"OBX|{i + 1}|TX|{exam.code}&GDT^{exam.procedure}^L|{i + 1}|{line}||||||F" for i, line in enumerate(lines)))
