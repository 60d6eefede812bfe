"""parts/*: one small capture per topic, and parts/parts.json, which says what each is.

usage: parts.py FOLDER [NAME...]     all captures when none is named
"""

import asyncio
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile

import archive
import cuts
import images
import parts_bedside
import parts_dicom
import parts_hl7
import parts_identity
import parts_network
import parts_pumps
import people
import tunnels
from net import SWITCH, Network
from processes import Capture, Processes
from scrub import scrub

HOSTS = {  # name: (IPv4, IPv6, hardware address)
    "pacs": ("10.30.0.10", "fd00:30::10", "00:06:5b:30:00:10"),
    "engine": ("10.30.0.12", "fd00:30::12", "00:06:5b:30:00:12"),
    "his": ("10.30.0.13", "fd00:30::13", "00:06:5b:30:00:13"),
    "ct": ("10.30.0.21", "fd00:30::21", "00:0b:ab:30:00:21"),
    "ws": ("10.30.0.31", "fd00:30::31", "00:08:02:30:00:31"),
}


class Lab:
    """The hosts, the archive, and what the recipes need to make a capture."""

    def __init__(self, network, processes, folder, out):
        self.network, self.processes = network, processes
        self.folder, self.out = pathlib.Path(folder), pathlib.Path(out)
        self.python = [sys.executable, "-B"]
        self.notes = {}

    def open(self):
        for name, (address, address6, mac) in HOSTS.items():
            self.network.host(name, address, mac, address6)
        archive.start(self.processes, "pacs", self.folder / "pacs", modalities={
            "ws1": ["WS1", self.address("ws"), 11112], "ct1": ["CT1", self.address("ct"), 11112]})
        self.exam = people.exam(1, "CT")
        self.image = images.write_images(self.folder / "one", self.exam, 1, 64, 64)[0]
        self.many = images.write_images(self.folder / "many", people.exam(2, "CT"), 8, 64, 64)
        self.implicit = images.write_images(self.folder / "implicit", people.exam(3, "MR"), 1, 48, 48, implicit=True)[0]
        archive.load(self.processes, "pacs", [self.image, *self.many, self.implicit])

    def address(self, host, version=4):
        return HOSTS[host][0 if version == 4 else 1]

    def scratch(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def call(self, host, *arguments, ok=(0,)):
        return self.processes.call(host, *arguments, cwd=self.scratch("cwd"), ok=ok)

    def serve(self, host, port, *arguments):
        """Starts a server and waits until it listens; it must be stopped."""
        process = self.processes.start(host, *arguments, cwd=self.scratch("cwd"))
        self.processes.wait_for_port(host, port)
        return process

    def tool(self, script, *arguments):
        return [*self.python, str(pathlib.Path(__file__).resolve().parent / script), *map(str, arguments)]

    async def record(self, name, what, happen, device="br0", expression=(), snaplen=262144, note=None):
        """Captures what happens into a file. The name's ending says the format: .pcapng, .ns.pcap or .pcap."""
        cut = bool(expression) or snaplen < 65536
        path = self.folder / name
        captures = [Capture(self.processes, SWITCH, device, path, expression, snaplen,
                            nanoseconds=name.endswith(".ns.pcap"), dumpcap=name.endswith(".pcapng"))]
        if cut:
            captures.append(Capture(self.processes, SWITCH, device, self.folder / ("whole-" + name + ".pcap")))
        try:
            result = happen()
            if asyncio.iscoroutine(result):
                await result
        finally:
            for capture in captures:
                capture.stop()
        self.keep(name, what, note, whole=captures[-1].path if cut else None)

    def keep(self, name, what, note=None, whole=None):
        """Puts a finished capture into place and notes what it is."""
        import walk
        path = self.folder / name
        if name.endswith(".pcapng"):
            scrub(path)
        shutil.copyfile(path, self.out / name)
        self.notes[name] = {"what": what, **(note or {})}
        if whole:
            self.notes[name]["on_the_wire"] = walk.count(whole)
        print(f"  {name}: {os.path.getsize(self.out / name)} bytes")


async def main(out, names):
    out = pathlib.Path(out).resolve()
    recipes = {**parts_dicom.RECIPES, **parts_hl7.RECIPES, **parts_identity.RECIPES, **parts_network.RECIPES, **parts_pumps.RECIPES, **parts_bedside.RECIPES,
               **cuts.RECIPES, **tunnels.RECIPES}
    if unknown := set(names) - set(recipes):
        raise SystemExit(f"no such capture: {', '.join(sorted(unknown))}; there are: {', '.join(recipes)}")
    with tempfile.TemporaryDirectory(prefix="pcaps-") as folder, Network() as network:
        processes = Processes(network)
        try:
            lab = Lab(network, processes, folder, out)
            lab.open()
            await asyncio.sleep(3)  # the hosts' first words over IPv6 aren't what is shown
            for name, recipe in recipes.items():
                if not names or name in names:
                    result = recipe(lab)
                    if asyncio.iscoroutine(result):
                        await result
        finally:
            processes.stop_all()
    index = out / "parts.json"
    notes = json.loads(index.read_text()) if names and index.exists() else {}
    notes.update(lab.notes)
    index.write_text(json.dumps(dict(sorted(notes.items())), indent=1) + "\n")
    if processes.failures:
        raise SystemExit(f"{processes.failures} commands failed")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
