"""Made-up patients and exams. No name, number or date here belongs to anybody."""

import dataclasses
import datetime
import random

_FAMILY = ("AMBER BASALT CHALK DOLOMITE EMERALD FLINT GRANITE HALITE INDIGO JASPER KAOLIN LAZURITE MARBLE NICKEL "
           "OPAL PYRITE QUARTZ RUTILE SLATE TOPAZ UMBER VERMEIL WULFENITE XENOTIME YTTRIA ZIRCON").split()
_GIVEN = "ALDER BIRCH CEDAR DOGWOOD ELM FIR GINKGO HAZEL IVY JUNIPER KAPOK LARCH MAPLE NUTMEG OLIVE PINE".split()

# modality: calling AE title, procedure, code
PROCEDURES = {"CT": ("CT1", "CT HEAD PLAIN", "CTHEAD"), "MR": ("MR1", "MR KNEE LEFT", "MRKNEE"),
              "CR": ("CR1", "CHEST PA", "CRCHEST")}


@dataclasses.dataclass(frozen=True)
class Patient:
    number: int
    family: str
    given: str
    born: str
    sex: str

    @property
    def id(self):
        return f"TEST{self.number:06d}"

    @property
    def name(self):
        return f"{self.family}^{self.given}"


@dataclasses.dataclass(frozen=True)
class Exam:
    number: int
    patient: Patient
    modality: str
    day: str

    @property
    def station(self):
        return PROCEDURES[self.modality][0]

    @property
    def procedure(self):
        return PROCEDURES[self.modality][1]

    @property
    def code(self):
        return PROCEDURES[self.modality][2]

    @property
    def accession(self):
        return f"ACC{self.number:07d}"

    @property
    def order(self):
        return f"ORD{self.number:07d}"

    @property
    def visit(self):
        return f"V{self.patient.number:07d}"

    @property
    def study_uid(self):
        return uid("study", self.number)

    @property
    def series_uid(self):
        return uid("series", self.number)


def uid(kind, *numbers):
    """UIDs under one fixed arc, the same in every run."""
    kinds = {"study": 1, "series": 2, "instance": 3}
    return ".".join(["1.2.826.0.1.3680043.8.498.31415926", str(kinds[kind]), *(str(n + 1) for n in numbers)])


def patient(number):
    dice = random.Random(f"patient {number}")
    born = datetime.date(1935, 1, 1) + datetime.timedelta(days=dice.randrange(30000))
    return Patient(number, dice.choice(_FAMILY), dice.choice(_GIVEN), born.strftime("%Y%m%d"), dice.choice("FM"))


def exam(number, modality, patient_number=None):
    """The exam of that number, today, of its own patient if not told otherwise."""
    today = datetime.date.today().strftime("%Y%m%d")
    return Exam(number, patient(number if patient_number is None else patient_number), modality, today)
