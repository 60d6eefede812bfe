"""HL7 messages of IHE's Patient Care Device profiles: infusion orders, what pumps do, events and alerts."""

import datetime
import itertools

ML, ML_PER_HOUR = "263762^MDC_DIM_MILLI_L^MDC", "265266^MDC_DIM_MILLI_L_PER_HR^MDC"
START, COMPLETE = "197288^MDC_EVT_PUMP_DELIV_START^MDC", "197292^MDC_EVT_PUMP_DELIV_COMP^MDC"
GATEWAY = "PUMPGATE^00122118390000A1^EUI-64"
STATUS = {True: ("^pump-status-infusing", "^pump-delivery-status-delivering"), False: ("^pump-status-not-infusing", "^pump-delivery-status-not-delivering")}
_number = itertools.count(1)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d%H%M%S+0000")


def _join(*segments):
    return "\r".join(segments) + "\r"


def _header(sender, receiver, kind, prefix, answers="AL|NE"):
    return f"MSH|^~\\&|{sender}|EXAMPLEHOSP|{receiver}|EXAMPLEHOSP|{_now()}||{kind}|{prefix}{next(_number):06d}|T|2.6|||{answers}"


def _patient(patient):
    return f"PID|||{patient.id}^^^EXAMPLEHOSP^PI||{patient.name}||{patient.born}|{patient.sex}"


def _device(pump):
    return f"^^{pump.serial}^EXAMPLEPUMP"


def field(text, segment, number):
    """A field of the first segment of that name; empty where there is none."""
    for line in text.split("\r"):
        if line.startswith(segment):
            parts = line.split("|")
            at = number - 1 if segment == "MSH" else number
            return parts[at] if at < len(parts) else ""
    return ""


def kind(text):
    return "^".join(field(text, "MSH", 9).split("^")[:2])


def order(patient, pump, number, drug, rate, volume, control="RE", sender="BPOC"):
    """PCD-03: what a pump is to give. RE: a new infusion, XO: another rate for the one that runs."""
    return _join(_header(sender, "PUMPGATE", "RGV^O15^RGV_O15", sender, "AL|AL"), _patient(patient),
                 f"PV1||I|ICU^{patient.number % 12 + 1:02d}^1^EXAMPLEHOSP",
                 f"ORC|{control}|{number}|||||||{_now()}|N0001",
                 f"RXG|1|||{drug.split()[0][:6].upper()}^{drug}^L|{volume:g}||{ML}||||||||{rate:g}|{ML_PER_HOUR}", "RXR|IV",
                 "OBX|1||69986^MDC_DEV_PUMP_INFUS_VMD^MDC" + 15 * "|" + _device(pump))


def acknowledgement(text, code="CA"):
    """What comes back at once on the same connection."""
    event = field(text, "MSH", 9).split("^")[1]
    return _join(f"MSH|^~\\&|{field(text, 'MSH', 5)}|EXAMPLEHOSP|{field(text, 'MSH', 3)}|EXAMPLEHOSP|{_now()}||ACK^{event}^ACK|A{next(_number):06d}|T|2.6",
                 f"MSA|{code}|{field(text, 'MSH', 10)}")


def response(text, code="AA", error=None):
    """RRG^O16: what became of an order, said later on another connection."""
    return _join(_header("PUMPGATE", field(text, "MSH", 3), "RRG^O16^RRG_O16", "R"), f"MSA|{code}|{field(text, 'MSH', 10)}",
                 *([f"ERR|||207^Application internal error^HL70357|E|{error}^Refused^EXAMPLEPUMP"] if error else []),
                 f"ORC|OK|{field(text, 'ORC', 2)}")


def _observations(pump, extra):
    running = pump.flow > 0
    rows = [("", "70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC", "1.0.0.0", "", "", _device(pump)),
            ("", "69986^MDC_DEV_PUMP_INFUS_VMD^MDC", "1.1.0.0", "", "", ""),
            ("ST", "184520^MDC_PUMP_DRUG_LIBRARY_NAME^MDC", "1.1.0.1", pump.library, "", ""),
            *extra,
            ("ST", "67880^MDC_ATTR_ID_MODEL^MDC", "1.1.0.8", pump.model, "", ""),
            ("ST", "67972^MDC_ATTR_SYS_ID^MDC", "1.1.0.9", pump.serial, "", ""),
            ("", "69987^MDC_DEV_PUMP_DELIVERY_INFO^MDC", "1.1.1.0", "", "", ""),
            ("CWE", "184519^MDC_PUMP_STAT^MDC", "1.1.1.1", STATUS[running][0], "", ""),
            ("NM", "158014^MDC_FLOW_FLUID_PUMP_CURRENT^MDC", "1.1.1.2", f"{pump.flow:g}", ML_PER_HOUR, ""),
            ("ST", "184514^MDC_DRUG_NAME_TYPE^MDC", "1.1.2.1", pump.drug, "", ""),
            ("NM", "157784^MDC_FLOW_FLUID_PUMP^MDC", "1.1.2.5", f"{pump.rate:g}", ML_PER_HOUR, ""),
            ("NM", "157884^MDC_VOL_FLUID_TBI^MDC", "1.1.2.8", f"{pump.vtbi:g}", ML, ""),
            ("NM", "157872^MDC_VOL_FLUID_TBI_REMAIN^MDC", "1.1.2.9", f"{pump.remaining:.2f}", ML, ""),
            ("NM", "157993^MDC_VOL_FLUID_DELIV_TOTAL^MDC", "1.1.2.11", f"{pump.infused:.2f}", ML, ""),
            ("CWE", "158005^MDC_PUMP_CURRENT_DELIVERY_STATUS^MDC", "1.1.2.22", STATUS[running][1], "", "")]
    return [f"OBX|{i}|{type_}|{code}|{place}|{value}|{unit}|||||R|||||||{device}".rstrip("|") for i, (type_, code, place, value, unit, device) in enumerate(rows, 1)]


def _request(number, what):
    return f"OBR|1|{number}^PUMPGATE|{next(_number)}^PUMPGATE|{what}|||{_now()}"


def observation(patient, pump, number=""):
    """PCD-01: what a pump does."""
    return _join(_header(GATEWAY, "CIS", "ORU^R01^ORU_R01", "G"), _patient(patient), _request(number, "69986^MDC_DEV_PUMP_INFUS_VMD^MDC"),
                 *_observations(pump, []))


def event(patient, pump, number, what):
    """PCD-10: a pump began or finished."""
    condition = [("CWE", "68487^MDC_ATTR_EVT_COND^MDC", "1.1.0.3", what, "", ""), ("ST", "68488^MDC_ATTR_EVT_SOURCE^MDC", "1.1.0.4", "1.1.2.0", "", "")]
    return _join(_header(GATEWAY, "CIS", "ORU^R42^ORU_R42", "G"), _patient(patient), _request(number, "69986^MDC_DEV_PUMP_INFUS_VMD^MDC"),
                 *_observations(pump, condition))


def alert(patient, pump, phase, text):
    """PCD-04: an alarm starts, goes on or ends."""
    state, off = {"start": ("active", "enabled"), "update": ("active", "audio-paused"), "end": ("inactive", "alarm-off")}[phase]
    rows = [("", "70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC", "1.0.0.0", ""), ("", "69986^MDC_DEV_PUMP_INFUS_VMD^MDC", "1.1.0.0", ""),
            ("CWE", "196616^MDC_EVT_ALARM^MDC", "1.1.0.0.1", "196670^MDC_EVT_PUMP_GENERAL_ALARM^MDC"), ("ST", "68481^MDC_ATTR_EVENT_PHASE^MDC", "1.1.0.0.3", phase),
            ("ST", "68482^MDC_ATTR_ALARM_STATE^MDC", "1.1.0.0.4", state), ("ST", "68483^MDC_ATTR_ALARM_INACTIVATION_STATE^MDC", "1.1.0.0.5", off),
            ("ST", "68484^MDC_ATTR_ALARM_PRIORITY^MDC", "1.1.0.0.6", "PH"), ("ST", "68485^MDC_ATTR_ALERT_TYPE^MDC", "1.1.0.0.7", "ST"),
            ("ST", "68546^MDC_ATTR_ALERT_TEXT^MDC", "1.1.0.0.8", text), ("ST", "67972^MDC_ATTR_SYS_ID^MDC", "1.1.0.9", pump.serial)]
    lines = [f"OBX|{i}|{type_}|{code}|{place}|{value}||||||F" + (f"|||||||{_device(pump)}" if i == 1 else "") for i, (type_, code, place, value) in enumerate(rows, 1)]
    return _join(_header(GATEWAY, "ALERTS", "ORU^R40^ORU_R40", "G"), _patient(patient), _request(f"ALARM-{pump.serial}", "196616^MDC_EVT_ALARM^MDC"), *lines)
