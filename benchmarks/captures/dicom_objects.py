#!/usr/bin/python3
"""dicom_objects.py DIRECTORY GIGABYTES: writes synthetic studies, DIRECTORY/<AE title>/<study>/<n>.dcm.

Eight modalities share the size evenly: six CTs with single-frame 512x512x16 slices, one CT with
enhanced multi-frame objects, one angiography with multi-frame runs. Nobody's data: all invented.
"""
import math
import pathlib
import random
import sys

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

CT, ENHANCED_CT, XA = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.12.1"
MODALITIES = [(f"CT{n}", "CT", CT) for n in range(1, 7)] + [("CT7", "CT", ENHANCED_CT), ("XA1", "XA", XA)]
FRAME = 512 * 512 * 2
FRAMES = 60                        # in a multi-frame object: 31 MB
STUDY = 80_000_000                 # at most, in bytes
TWELVE_BITS = bytes(value & 0x0F for value in range(256))


def pixels(frames):
    data = bytearray(frames * FRAME)
    data[0::2] = random.randbytes(len(data) // 2)
    data[1::2] = random.randbytes(len(data) // 2).translate(TWELVE_BITS)
    return bytes(data)


def common(station, modality, sop_class, number):
    """The attributes all objects of a study share."""
    item = Dataset()
    item.SpecificCharacterSet = "ISO_IR 100"
    item.SOPClassUID = sop_class
    item.StudyInstanceUID, item.SeriesInstanceUID, item.FrameOfReferenceUID = (generate_uid() for _ in range(3))
    item.StudyDate = item.SeriesDate = item.AcquisitionDate = item.ContentDate = "20240311"
    item.StudyTime = item.SeriesTime = item.AcquisitionTime = item.ContentTime = f"{8 + number // 60 % 12:02}{number % 60:02}00"
    item.AccessionNumber = f"A{number:07}"
    item.Modality = modality
    item.Manufacturer, item.ManufacturerModelName = "Synthetic Imaging", "Bench 64"
    item.InstitutionName, item.InstitutionalDepartmentName = "Synthetic Hospital", "Radiology"
    item.StationName, item.DeviceSerialNumber, item.SoftwareVersions = station, f"SN-{station}-0001", "3.2.1"
    item.ReferringPhysicianName = "SYNTH^REFERRER"
    item.StudyDescription, item.SeriesDescription = "SYNTHETIC THORAX", "AXIAL 1.0"
    item.ProtocolName = "Thorax routine"
    item.PatientName, item.PatientID = f"SYNTH^PATIENT{number:04}", f"P{number:07}"
    item.PatientBirthDate, item.PatientSex, item.PatientAge = "19600101", "O", "064Y"
    item.StudyID, item.SeriesNumber = str(number), 1
    item.KVP, item.SliceThickness = "120", "1.0"
    item.SamplesPerPixel, item.PhotometricInterpretation = 1, "MONOCHROME2"
    item.Rows = item.Columns = 512
    item.BitsAllocated, item.BitsStored, item.HighBit, item.PixelRepresentation = 16, 12, 11, 0
    return item


def write(path, item, instance, frames):
    item.SOPInstanceUID = generate_uid()
    item.InstanceNumber = instance
    if item.SOPClassUID == CT:
        item.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        item.ImagePositionPatient = [-250, -250, instance]
        item.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        item.PixelSpacing = [0.97, 0.97]
        item.RescaleIntercept, item.RescaleSlope = "-1024", "1"
    else:
        item.NumberOfFrames = frames
    item.PixelData = pixels(frames)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = item.SOPClassUID, item.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = FileDataset(str(path), item, file_meta=meta, preamble=bytes(128))
    file.is_little_endian, file.is_implicit_VR = True, False
    file["PixelData"].VR = "OW"
    file.save_as(path, write_like_original=False)


def main(directory, gigabytes):
    random.seed(77)
    per_modality = float(gigabytes) * 1e9 / len(MODALITIES)
    rounds = math.ceil(per_modality / STUDY)
    frames_per_study = math.ceil(per_modality / rounds / FRAME)
    number = 0
    for _ in range(rounds):
        for station, modality, sop_class in MODALITIES:
            number += 1
            study = pathlib.Path(directory, station, f"study{number:03}")
            study.mkdir(parents=True)
            item = common(station, modality, sop_class, number)
            step = 1 if sop_class == CT else FRAMES
            for instance, first in enumerate(range(0, frames_per_study, step), 1):
                write(study / f"{instance:04}.dcm", item, instance, min(step, frames_per_study - first))
    print(f"{number} studies of {frames_per_study} frames")


if __name__ == "__main__":
    main(*sys.argv[1:])
