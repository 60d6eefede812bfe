"""radiology.pcap: a small radiology department, first as usual, then misused, with labels.

usage: radiology.py CAPTURE LABELS
"""

import asyncio
import contextlib
import datetime
import json
import pathlib
import random
import struct
import sys
import tempfile
import time

import archive
import hl7_text
import images
import people
from hl7_link import Engine, Link
from net import SWITCH, Network
from processes import Capture, Processes

NORMAL_SECONDS = 165
EXAM_PERIOD = 12.0
VIEW_PERIOD = 13.0
ALREADY_ARCHIVED = 170

HOSTS = {  # name: (last byte of the address, hardware address)
    "pacs": (10, "00:06:5b:20:00:10"), "ris": (11, "00:06:5b:20:00:11"), "engine": (12, "00:06:5b:20:00:12"),
    "his": (13, "00:06:5b:20:00:13"), "cpoe": (14, "00:06:5b:20:00:14"), "lab": (15, "00:06:5b:20:00:15"),
    "ct": (21, "00:0b:ab:20:00:21"), "mr": (22, "00:0b:ab:20:00:22"), "cr": (23, "00:0b:ab:20:00:23"),
    "ws": (31, "00:08:02:20:00:31"), "laptop": (66, "02:4c:41:50:00:66"), "box": (77, "02:42:4f:58:00:77"),
}
ADDRESS = {name: f"10.20.0.{last}" for name, (last, _) in HOSTS.items()}
SIZES = {"CT": (52, 52), "MR": (38, 38), "CR": (60, 60)}  # columns, rows
OBJECTS = {"CT": (4, 6), "MR": (5, 6), "CR": (3, 4)}  # fewest and most in an exam
FIRST_EXAM = {"CT": 1000, "MR": 2000, "CR": 3000}
GUESSES = ("ANY-SCP ORTHANC DCM4CHEE PACS ARCHIVE STORESCP SERVER DICOM QRSCP CONQUESTSRV1 IMAGESERVER "
           "CLEARCANVAS MAINPACS PACS01 PACS1").split()


def iso(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Hospital:
    """The hosts, what runs on them, and what each does over and over."""

    def __init__(self, network, processes, folder):
        self.network, self.processes, self.folder = network, processes, pathlib.Path(folder)
        self.dice = random.Random("radiology")
        self.busy = {host: asyncio.Lock() for host in ("ct", "mr", "cr", "ws")}
        self.done = []  # exams in the archive
        self.counts = {}
        self.next_exam = dict(FIRST_EXAM)
        self.his_pause = 1.0

    # -- servers -------------------------------------------------------------------------------------------------

    async def open(self):
        for name, (_, mac) in HOSTS.items():
            if name not in ("laptop", "box"):
                self.network.host(name, ADDRESS[name], mac)
        archive.start(self.processes, "pacs", self.folder / "pacs", modalities={
            "ws1": ["WS1", ADDRESS["ws"], 11112], "testws": ["TESTWS", ADDRESS["laptop"], 11112]})
        self.worklist = self.folder / "worklist" / "RIS1"
        self.worklist.mkdir(parents=True)
        (self.worklist / "lockfile").touch()
        self.processes.start("ris", "wlmscpfs", "-dhl", "-dfp", self.worklist.parent, 104)
        (self.folder / "ws").mkdir()
        self.processes.start("ws", "storescp", "-dhl", "-aet", "WS1", "-od", self.folder / "ws", 11112)
        self.processes.wait_for_port("ris", 104)
        self.processes.wait_for_port("ws", 11112)
        self.engine = Engine(self.network, "engine")
        self.engine.bad_ids = {people.patient(n).id for n in range(5000, 6000, 9)}
        await self.engine.start()
        await asyncio.to_thread(self._fill_archive)

    def _fill_archive(self):
        """Studies that are in the archive before the capture starts, put there by REST."""
        for number in range(ALREADY_ARCHIVED):
            exam = people.exam(number, ("CT", "MR", "CR")[number % 3])
            archive.load(self.processes, "pacs", images.write_images(self.folder / "old", exam, 1, 16, 16))

    # -- single steps --------------------------------------------------------------------------------------------

    async def tool(self, host, *arguments, ok=(0,)):
        return await self.processes.acall(host, *arguments, ok=ok)

    async def query_worklist(self, host, exam):
        await self.tool(host, "findscu", "-W", "-aet", exam.station, "-aec", "RIS1",
                        "-k", "PatientName", "-k", "PatientID", "-k", "PatientBirthDate", "-k", "PatientSex",
                        "-k", "AccessionNumber", "-k", "StudyInstanceUID", "-k", "RequestedProcedureDescription",
                        "-k", f"(0040,0100)[0].Modality={exam.modality}",
                        "-k", f"(0040,0100)[0].ScheduledStationAETitle={exam.station}",
                        "-k", f"(0040,0100)[0].ScheduledProcedureStepStartDate={exam.day}",
                        "-k", "(0040,0100)[0].ScheduledProcedureStepDescription", ADDRESS["ris"], 104)

    async def store(self, host, exam, count, columns=None, rows=None, first=0):
        width, height = SIZES[exam.modality]
        paths = await asyncio.to_thread(images.write_images, self.folder / "new", exam, count,
                                        columns or width, rows or height, exam.modality == "CR", first)
        required = [] if exam.modality == "CT" else ["-R"]  # CT proposes all that storescu knows
        await self.tool(host, "storescu", *required, "-aet", exam.station, "-aec", "PACS1",
                        ADDRESS["pacs"], archive.PORT, *paths)
        self.done.append(exam)

    async def echo(self, host, calling, called="PACS1", ok=(0,)):
        await self.tool(host, "echoscu", "-aet", calling, "-aec", called, ADDRESS["pacs"], archive.PORT, ok=ok)

    async def find(self, host, calling, level, *keys, root="-S"):
        await self.tool(host, "findscu", root, "-aet", calling, "-aec", "PACS1",
                        "-k", f"QueryRetrieveLevel={level}", *(x for k in keys for x in ("-k", k)),
                        ADDRESS["pacs"], archive.PORT)

    async def move(self, host, calling, destination, exam, ok=(0,)):
        await self.tool(host, "movescu", "-S", "-dhl", "-aet", calling, "-aec", "PACS1", "-aem", destination,
                        "-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={exam.study_uid}",
                        ADDRESS["pacs"], archive.PORT, ok=ok)

    async def get(self, host, calling, exam):
        await self.tool(host, "getscu", "-S", "--ignore", "-aet", calling, "-aec", "PACS1",
                        "-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={exam.study_uid}",
                        ADDRESS["pacs"], archive.PORT)

    async def message(self, host, text):
        await Link(self.network, host, ADDRESS["engine"]).send_alone(text)
        self.count(host)

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def new_exam(self, modality):
        self.next_exam[modality] += 1
        return people.exam(self.next_exam[modality], modality)

    # -- what goes on all the time -------------------------------------------------------------------------------

    async def examine(self, modality, delay):
        """Order, worklist query, images, heartbeat, report: again and again."""
        host = modality.lower()
        await asyncio.sleep(delay)
        while True:
            began = time.monotonic()
            exam = self.new_exam(modality)
            async with self.busy[host]:
                await self.message("cpoe", hl7_text.order(exam))
                entry = images.write_worklist_entry(self.worklist, exam)
                await asyncio.sleep(0.8)
                await self.query_worklist(host, exam)
                await asyncio.sleep(1.0 + self.dice.random() * 0.3)
                await self.store(host, exam, self.dice.randint(*OBJECTS[modality]))
                entry.unlink()
                await asyncio.sleep(0.7)
                await self.echo(host, exam.station)
                await asyncio.sleep(0.5)
                await self.message("ris", hl7_text.report(exam))
                self.count("exams " + exam.station)
            await asyncio.sleep(max(0.5, EXAM_PERIOD + self.dice.uniform(-0.4, 0.4) - (time.monotonic() - began)))

    async def view(self, delay):
        """The workstation finds a recent study and has it sent; now and then it fetches one by C-GET."""
        await asyncio.sleep(delay)
        for turn in range(1 << 30):
            began = time.monotonic()
            async with self.busy["ws"]:
                exam = self.dice.choice(self.done[-6:])
                await self.find("ws", "WS1", "STUDY", f"PatientID={exam.patient.id}", "PatientName", "StudyDate",
                                "StudyDescription", "AccessionNumber", "StudyInstanceUID", "ModalitiesInStudy")
                await asyncio.sleep(0.4)
                await self.find("ws", "WS1", "SERIES", f"StudyInstanceUID={exam.study_uid}", "SeriesInstanceUID",
                                "Modality", "NumberOfSeriesRelatedInstances")
                await asyncio.sleep(0.6)
                if turn % 4 == 3:
                    await self.get("ws", "WS1", exam)
                    self.count("gets WS1")
                else:
                    await self.move("ws", "WS1", "WS1", exam)
                    self.count("moves WS1")
            await asyncio.sleep(max(0.5, VIEW_PERIOD + self.dice.uniform(-0.4, 0.4) - (time.monotonic() - began)))

    async def watch(self):
        """The RIS asks the archive whether it is there."""
        while True:
            await asyncio.sleep(10)
            await self.echo("ris", "RIS1")

    async def admit(self):
        """The HIS tells about patients, on one connection that stays open."""
        link = Link(self.network, "his", ADDRESS["engine"])
        await link.open()
        events = ("A01", "A08", "A02", "A08", "A03")
        due = time.monotonic()
        for turn in range(1 << 30):
            exam = people.exam(5000 + turn // len(events), "CT")
            await link.send(hl7_text.adt(events[turn % len(events)], exam))
            self.count("his")
            due = max(due + self.his_pause * self.dice.uniform(0.9, 1.1), time.monotonic())
            await asyncio.sleep(due - time.monotonic())

    async def analyse(self):
        """The laboratory sends results, a connection each; every eighth carries a document."""
        for turn in range(1 << 30):
            await asyncio.sleep(2.5 * self.dice.uniform(0.9, 1.1))
            exam = people.exam(7000 + turn, "CT")
            await self.message("lab", hl7_text.result(exam, attachment=6000 if turn % 8 == 7 else 0))

    def everything(self):
        return [asyncio.create_task(work) for work in (
            self.examine("CT", 1.0), self.examine("MR", 4.8), self.examine("CR", 8.6), self.view(14.0),
            self.watch(), self.admit(), self.analyse())]


class Misuse:
    """What must not happen, one after the other, each with its label."""

    def __init__(self, hospital):
        self.hospital = hospital
        self.events = []

    @contextlib.asynccontextmanager
    async def event(self, name, source, target, expect, what, also=()):
        await asyncio.sleep(4)
        print(f"  {name}")
        began = time.time()
        yield
        self.events.append({"name": name, "start": iso(began), "end": iso(time.time()), "src": ADDRESS[source],
                            "dst": ADDRESS[target], "expect": expect, **({"also": list(also)} if also else {}), "what": what})

    async def all(self):
        await self.laptop()
        await self.scanner()
        await self.messages()
        await asyncio.sleep(5)

    async def laptop(self):
        hospital = self.hospital
        hospital.network.host("laptop", ADDRESS["laptop"], HOSTS["laptop"][1])
        async with self.event("guess-called-ae", "laptop", "pacs", "rule",
                              f"a laptop never seen before tries {len(GUESSES)} called AE titles by C-ECHO; "
                              f"all are rejected but the last, {GUESSES[-1]}", also=["relation"]):
            for title in GUESSES:
                await hospital.echo("laptop", "ECHOSCU", title, ok=None)
                await asyncio.sleep(0.8)
        async with self.event("harvest-find", "laptop", "pacs", "rule",
                              "the laptop asks five times for all patients (patient root, PatientName=*)", also=["relation"]):
            for _ in range(5):
                await hospital.find("laptop", "FINDSCU", "PATIENT", "PatientName=*", "PatientID", "PatientBirthDate",
                                    "PatientSex", root="-P")
                await asyncio.sleep(1.5)
        loot = hospital.done[:6]
        async with self.event("get-by-stranger", "laptop", "pacs", "relation", "the laptop fetches three studies by C-GET"):
            for exam in loot[:3]:
                await hospital.get("laptop", "GETSCU", exam)
                await asyncio.sleep(0.8)
        async with self.event("move-to-unknown", "laptop", "pacs", "relation",
                              "the laptop asks for two C-MOVEs to AE titles the archive doesn't know; they fail"):
            for title, exam in zip(("LAPTOP", "MYSCP"), loot):
                await hospital.move("laptop", "MOVESCU", title, exam, ok=None)
                await asyncio.sleep(0.8)
        (hospital.folder / "laptop").mkdir()
        receiver = hospital.processes.start("laptop", "storescp", "-dhl", "-aet", "TESTWS", "-od",
                                            hospital.folder / "laptop", 11112)
        hospital.processes.wait_for_port("laptop", 11112)
        async with self.event("move-to-stranger", "laptop", "pacs", "relation",
                              "the laptop has three studies moved to itself as TESTWS, an entry forgotten in the archive's "
                              "configuration; the archive opens associations to the laptop"):
            for exam in loot[3:]:
                await hospital.move("laptop", "TESTWS", "TESTWS", exam)
                await asyncio.sleep(0.8)
        hospital.processes.stop(receiver)

    async def scanner(self):
        hospital = self.hospital
        async with hospital.busy["ct"]:
            exam = hospital.new_exam("CT")
            entry = images.write_worklist_entry(hospital.worklist, exam)
            await hospital.query_worklist("ct", exam)
            async with self.event("large-objects", "ct", "pacs", "rate",
                                  "the CT sends 6 objects 20 times larger than any before (about 108 KB each, not 5 KB)"):
                await hospital.store("ct", exam, 6, 256, 211)
            entry.unlink()
            await asyncio.sleep(0.7)
            await hospital.echo("ct", "CT1")
        await asyncio.sleep(4)
        async with hospital.busy["ct"]:
            async with self.event("store-before-worklist", "ct", "pacs", "sequence",
                                  "the CT stores an exam first and asks for the worklist afterwards; else it always did it the "
                                  "other way round"):
                exam = hospital.new_exam("CT")
                await hospital.store("ct", exam, 5)
                await asyncio.sleep(1)
                await hospital.echo("ct", "CT1")
                await asyncio.sleep(1)
                await hospital.query_worklist("ct", exam)
        await asyncio.sleep(4)
        async with hospital.busy["ct"], hospital.busy["ws"]:
            async with self.event("modality-retrieves", "ct", "pacs", "sequence",
                                  "the CT, which only ever stored, asks for patients (patient root C-FIND) and has two studies "
                                  "moved to WS1; a new command of a known device on a known peer", also=["relation"]):
                await hospital.find("ct", "CT1", "PATIENT", "PatientName=A*", "PatientID", root="-P")
                for exam in [e for e in hospital.done if e.modality == "MR"][:2]:
                    await asyncio.sleep(0.8)
                    await hospital.move("ct", "CT1", "WS1", exam)

    async def messages(self):
        hospital = self.hospital
        hospital.network.host("box", ADDRESS["box"], HOSTS["box"][1])
        async with self.event("hl7-by-stranger", "box", "engine", "relation",
                              "a host never seen before sends 4 ORU^R01 and 2 ADT^A40 (merge) to the interface engine"):
            for number in range(6):
                exam = people.exam(8000 + number, "CT")
                text = (hl7_text.merge(exam, people.patient(5000 + number).id, "LABX") if number % 3 == 2
                        else hl7_text.result(exam, "LABX"))
                await hospital.message("box", text)
                await asyncio.sleep(0.9)
        async with self.event("hl7-flood", "his", "engine", "rate",
                              "the HIS sends 20 times as many messages a second as usual, for 15 seconds, on its usual connection"):
            hospital.his_pause = 0.05
            await asyncio.sleep(15)
            hospital.his_pause = 1.0


def first_packet_time(path):
    with open(path, "rb") as file:
        seconds, micros = struct.unpack("<II", file.read(32)[24:])
    return seconds + micros / 1e6


async def main(capture_path, labels_path):
    with tempfile.TemporaryDirectory(prefix="pcaps-") as folder, Network() as network:
        processes = Processes(network)
        try:
            hospital = Hospital(network, processes, folder)
            print("radiology: servers and archive")
            await hospital.open()
            capture = Capture(processes, SWITCH, "br0", pathlib.Path(folder) / "radiology.pcap")
            print("radiology: as usual")
            began = time.monotonic()
            tasks = hospital.everything()
            await asyncio.sleep(NORMAL_SECONDS)
            async with contextlib.AsyncExitStack() as stack:  # nobody is in the middle of an exam at the border
                for lock in hospital.busy.values():
                    await stack.enter_async_context(lock)
                await asyncio.sleep(0.5)
                normal_until = time.time()
                await asyncio.sleep(0.5)
                usual = dict(hospital.counts)
            print(f"radiology: misuse, after {time.monotonic() - began:.0f} s; so far {usual}")
            misuse = Misuse(hospital)
            await misuse.all()
            dead = [task for task in tasks if task.done()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for task in dead:
                task.result()
            capture.stop()
            await hospital.engine.stop()
            if processes.failures:
                raise RuntimeError(f"{processes.failures} commands failed")
            first = first_packet_time(capture.path)
            labels = {"capture": pathlib.Path(capture_path).name, "first": iso(first), "normal_until": iso(normal_until),
                      "normal_until_offset_s": round(normal_until - first, 3), "normal_counts": usual,
                      "hosts": {ADDRESS[n]: {"name": n, "mac": mac} for n, (_, mac) in HOSTS.items()},
                      "events": misuse.events}
            pathlib.Path(capture_path).write_bytes(capture.path.read_bytes())
            pathlib.Path(labels_path).write_text(json.dumps(labels, indent=2) + "\n")
        finally:
            processes.stop_all()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
