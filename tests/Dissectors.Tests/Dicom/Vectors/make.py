#!/usr/bin/python3
"""Makes the vectors: real exchanges between DCMTK's tools (and objects written by pydicom) on loopback, recorded by a proxy.

    apt install dcmtk python3-pydicom && ./make.py

A vector is a sequence of chunks in the order they passed the proxy:  direction ('C' from the client, 'S' from the server) | length, u32 BE | bytes
Nothing in here tells of a person: patients are VECTOR^ONE and VECTOR^TWO.
"""
import os, random, shutil, socket, struct, subprocess, tempfile, threading, time
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

HERE = os.path.dirname(os.path.abspath(__file__))
CT, MR, SC = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.7"
ROOT = "1.2.826.0.1.3680043.8.498."
PIXELS = random.Random(7)


class Proxy:
    """Records every connection to its port as a vector of its own."""

    def __init__(self, port, target, names):
        self.target, self.names, self.done = target, list(names), []
        self.server = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while self.names:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            upstream = socket.create_connection(("127.0.0.1", self.target))
            chunks, lock = [], threading.Lock()
            ends = [threading.Thread(target=self.pump, args=(a, b, tag, chunks, lock))
                    for a, b, tag in ((client, upstream, b"C"), (upstream, client, b"S"))]
            for end in ends:
                end.start()
            finisher = threading.Thread(target=self.finish, args=(client, upstream, ends, chunks))
            finisher.start()
            self.done.append(finisher)

    def pump(self, source, sink, tag, chunks, lock):
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            if not data:
                break
            with lock:
                chunks.append((tag, data))
            try:
                sink.sendall(data)
            except OSError:
                break
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def finish(self, client, upstream, ends, chunks):
        for end in ends:
            end.join()
        client.close()
        upstream.close()
        name = self.names.pop(0)
        with open(os.path.join(HERE, name + ".bin"), "wb") as out:
            for tag, data in chunks:
                out.write(tag + struct.pack(">I", len(data)) + data)
        print(f"{name}: {sum(len(d) for _, d in chunks)} bytes")

    def close(self):
        deadline = time.time() + 10
        while self.names and time.time() < deadline:
            time.sleep(0.05)
        assert not self.names, self.names
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


def image(folder, name, sop_class, number, size, syntax, noisy):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop_class, f"{ROOT}1.{number}"
    meta.TransferSyntaxUID = syntax
    ds = FileDataset(name, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = syntax != ExplicitVRBigEndian, syntax == ImplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, f"{ROOT}1.{number}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"{ROOT}2.{number % 2}", f"{ROOT}3.{number % 2}"
    ds.PatientName, ds.PatientID = ("VECTOR^ONE", "VEC-1") if number % 2 else ("VECTOR^TWO", "VEC-2")
    ds.PatientBirthDate, ds.PatientSex = "19700101", "O"
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber = "20260101", "120000", f"A{number % 2}"
    ds.Modality, ds.Manufacturer, ds.StationName = {CT: "CT", MR: "MR", SC: "OT"}[sop_class], "Vector Works", "ROOM1"
    ds.StudyID, ds.SeriesNumber, ds.InstanceNumber, ds.ReferringPhysicianName = "1", 1, number, ""
    ds.ConversionType = "SYN"
    ds.Rows = ds.Columns = size
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    # Small even values and zeros: the pixels most like PDU headers.
    ds.PixelData = bytes(PIXELS.choice((0, 0, 0, 1, 2, 4, 5, 7) if noisy else (0,)) for _ in range(size * size * 2))
    path = os.path.join(folder, name)
    ds.save_as(path, write_like_original=False)
    return path


def run(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode


class Server:
    def __init__(self, port, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.05)

    def close(self):
        self.process.terminate()
        self.process.wait()


def record(name, target, *command):
    proxy = Proxy(11500, target, [name])
    run(*command)
    proxy.close()


def main():
    work = tempfile.mkdtemp()
    ct = [image(work, f"ct{i}", CT, i, 64, ExplicitVRLittleEndian, True) for i in range(1, 7)]
    mr = image(work, "mr", MR, 20, 32, ImplicitVRLittleEndian, False)
    big = image(work, "big", SC, 21, 32, ExplicitVRBigEndian, False)
    host, port = "127.0.0.1", "11500"

    scp = Server(11601, "storescp", "-aet", "ARCHIVE", "--ignore", "-pdu", "4096", "+x=", "11601")
    record("echo", 11601, "echoscu", "-aet", "MODALITY", "-aec", "ARCHIVE", host, port)
    record("abort", 11601, "echoscu", "--abort", "-aet", "MODALITY", "-aec", "ARCHIVE", host, port)
    record("store", 11601, "storescu", "-R", "-aet", "CT1", "-aec", "ARCHIVE", host, port, *ct, mr)
    record("store_implicit", 11601, "storescu", "-R", "-xi", "-aet", "MR1", "-aec", "ARCHIVE", host, port, mr)
    record("store_big_endian", 11601, "storescu", "-R", "-xb", "-aet", "OT1", "-aec", "ARCHIVE", host, port, big)
    record("identity", 11601, "storescu", "-R", "-usr", "alice", "-pwd", "S3cret", "-aet", "MR1", "-aec", "ARCHIVE", host, port, mr)
    scp.close()

    os.makedirs(f"{work}/db")
    with open(f"{work}/qr.cfg", "w") as cfg:
        cfg.write(f"""NetworkTCPPort = 11602
MaxPDUSize = 16384
MaxAssociations = 16
HostTable BEGIN
viewer = (VIEWER, 127.0.0.1, 11501)
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
ARCHIVE {work}/db RW (200, 1024mb) ANY
AETable END
""")
    qr = Server(11602, "dcmqrscp", "-c", f"{work}/qr.cfg")
    run("storescu", "-R", "-aec", "ARCHIVE", host, "11602", ct[0], ct[1], mr)
    find = ("findscu", "-aet", "VIEWER", "-aec", "ARCHIVE")
    record("reject_called", 11602, "echoscu", "-aec", "NOBODY", host, port)
    record("find_study", 11602, *find, "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID=VEC-1", "-k", "StudyInstanceUID", "-k", "PatientName",
           host, port)
    record("find_all", 11602, *find, "-P", "-k", "QueryRetrieveLevel=PATIENT", "-k", "PatientName=*", "-k", "PatientID", host, port)
    record("find_cancel", 11602, *find, "--cancel", "1", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", "PatientName=VEC*",
           host, port)
    viewer = Server(11603, "storescp", "-aet", "VIEWER", "--ignore", "11603")
    back = Proxy(11501, 11603, ["move_store"])
    record("move", 11602, "movescu", "-aet", "VIEWER", "-aec", "ARCHIVE", "-aem", "VIEWER", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
           f"StudyInstanceUID={ROOT}2.1", host, port)
    back.close()
    viewer.close()
    record("move_unknown", 11602, "movescu", "-aet", "VIEWER", "-aec", "ARCHIVE", "-aem", "STRANGER", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
           f"StudyInstanceUID={ROOT}2.1", host, port)
    record("get", 11602, "getscu", "-aet", "VIEWER", "-aec", "ARCHIVE", "-S", "-od", work, "-k", "QueryRetrieveLevel=STUDY", "-k",
           f"StudyInstanceUID={ROOT}2.1", host, port)
    qr.close()

    os.makedirs(f"{work}/wl/WORKLIST")
    open(f"{work}/wl/WORKLIST/lockfile", "w").close()
    step = Dataset()
    step.Modality, step.ScheduledStationAETitle, step.ScheduledProcedureStepStartDate = "CT", "CT1", "20260101"
    step.ScheduledProcedureStepStartTime, step.ScheduledProcedureStepID = "120000", "S1"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.276.0.7230010.3.1.0.1", ROOT + "9"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    item = FileDataset("item", {}, file_meta=meta, preamble=b"\0" * 128)
    item.is_little_endian, item.is_implicit_VR = True, False
    item.PatientName, item.PatientID, item.AccessionNumber, item.StudyInstanceUID = "VECTOR^ONE", "VEC-1", "A1", ROOT + "2.1"
    item.RequestedProcedureID, item.ScheduledProcedureStepSequence = "R1", [step]
    item.save_as(f"{work}/wl/WORKLIST/item.wl", write_like_original=False)
    wl = Server(11604, "wlmscpfs", "-dfp", f"{work}/wl", "-nse", "11604")
    record("worklist", 11604, "findscu", "-aet", "CT1", "-aec", "WORKLIST", "-W", "-k", "PatientName", "-k",
           "(0040,0100)[0].Modality=CT", "-k", "(0040,0100)[0].ScheduledStationAETitle=CT1", host, port)
    wl.close()
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
