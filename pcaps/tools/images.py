"""DICOM objects and worklist entries of made-up exams."""

import pathlib
import random

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from people import uid

CLASSES = {"CT": "1.2.840.10008.5.1.4.1.1.2", "MR": "1.2.840.10008.5.1.4.1.1.4", "CR": "1.2.840.10008.5.1.4.1.1.1"}
DEVICES = {"CT": ("EXAMPLE IMAGING", "TOMO 64", "SN-CT-1001", "CTROOM1", "VB20A"),
           "MR": ("EXAMPLE IMAGING", "MAGNA 1.5", "SN-MR-2002", "MRROOM1", "XR29.1"),
           "CR": ("SAMPLE RADIOGRAPHY", "PLATE 3", "SN-CR-3003", "CRROOM1", "4.2.0")}


def _pixels(columns, rows, dice):
    """A gradient with noise, 16 bits."""
    out = bytearray()
    for y in range(rows):
        base = y * 4095 // rows
        for value in dice.randbytes(columns):
            out += min(base + (value & 0x3F), 4095).to_bytes(2, "little")
    return bytes(out)


def image(exam, number, columns, rows, implicit=False):
    """One image of an exam."""
    sop_class = CLASSES[exam.modality]
    instance = uid("instance", exam.number, number)
    maker, model, serial, station, software = DEVICES[exam.modality]

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = instance
    meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    data = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    data.is_little_endian, data.is_implicit_VR = True, implicit

    data.SpecificCharacterSet = "ISO_IR 100"
    data.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    data.SOPClassUID, data.SOPInstanceUID = sop_class, instance
    data.StudyDate = data.SeriesDate = data.ContentDate = exam.day
    data.StudyTime = data.SeriesTime = data.ContentTime = "080000"
    data.AccessionNumber = exam.accession
    data.Modality = exam.modality
    data.Manufacturer, data.ManufacturerModelName = maker, model
    data.InstitutionName, data.StationName = "EXAMPLE HOSPITAL", station
    data.ReferringPhysicianName = "REFERRER^TEST"
    data.StudyDescription, data.SeriesDescription = exam.procedure, "SERIES 1"
    data.PatientName, data.PatientID = exam.patient.name, exam.patient.id
    data.PatientBirthDate, data.PatientSex = exam.patient.born, exam.patient.sex
    data.DeviceSerialNumber, data.SoftwareVersions = serial, software
    data.StudyInstanceUID, data.SeriesInstanceUID = exam.study_uid, exam.series_uid
    data.StudyID, data.SeriesNumber, data.InstanceNumber = str(exam.number), 1, number + 1
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.Rows, data.Columns = rows, columns
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 12, 11, 0
    data.PixelData = _pixels(columns, rows, random.Random(f"image {exam.number} {number}"))
    data["PixelData"].VR = "OW"
    return data


def write_images(folder, exam, count, columns, rows, implicit=False, first=0):
    """Writes the images of an exam; the paths, in order."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + count):
        path = folder / f"{exam.modality}{exam.number:05d}.{number:03d}.dcm"
        image(exam, number, columns, rows, implicit).save_as(path, write_like_original=False)
        paths.append(path)
    return paths


def write_worklist_entry(folder, exam):
    """What the RIS offers for an exam; the path, so that it can be taken away again."""
    step = Dataset()
    step.Modality = exam.modality
    step.ScheduledStationAETitle = exam.station
    step.ScheduledProcedureStepStartDate, step.ScheduledProcedureStepStartTime = exam.day, "080000"
    step.ScheduledPerformingPhysicianName = "PERFORMER^TEST"
    step.ScheduledProcedureStepDescription = exam.procedure
    step.ScheduledProcedureStepID = f"SPS{exam.number}"
    step.ScheduledStationName = DEVICES[exam.modality][3]
    step.ScheduledProcedureStepLocation = "RADIOLOGY"

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.276.0.7230010.3.1.0.1"
    meta.MediaStorageSOPInstanceUID = uid("instance", exam.number, 9999)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    entry = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    entry.is_little_endian, entry.is_implicit_VR = True, False
    entry.SpecificCharacterSet = "ISO_IR 100"
    entry.AccessionNumber = exam.accession
    entry.ReferringPhysicianName = "REFERRER^TEST"
    entry.PatientName, entry.PatientID = exam.patient.name, exam.patient.id
    entry.PatientBirthDate, entry.PatientSex = exam.patient.born, exam.patient.sex
    entry.StudyInstanceUID = exam.study_uid
    entry.RequestingPhysician = "REQUESTER^TEST"
    entry.RequestedProcedureDescription, entry.RequestedProcedureID = exam.procedure, f"RP{exam.number}"
    entry.ScheduledProcedureStepSequence = Sequence([step])
    path = pathlib.Path(folder) / f"{exam.accession}.wl"
    part = path.with_suffix(".part")
    entry.save_as(part, write_like_original=False)
    part.rename(path)
    return path
