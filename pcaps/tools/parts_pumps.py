"""Recipes of captures of infusion pumps: what each family says, and what goes wrong on the way."""

import asyncio
import collections
import contextlib
import subprocess

import alaris
import bcc
import dianet
import orchestra
import pcd
import pcd_text
import people
import sockets
import walk
from infusing import Infusion, Journal

RECIPES = {}


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


async def _record(lab, name, what, journal, happen, **note):
    """A capture with what the simulators say they sent."""
    await lab.record(name, what, happen, note=note)
    if journal:
        lab.notes[name]["sent"] = journal.counts


async def _together(*works):
    await asyncio.gather(*works)


@contextlib.asynccontextmanager
async def _serving(*servers):
    for server in servers:
        await server.start()
    try:
        yield
    finally:
        for server in servers:
            await server.stop()


# -- Alaris ------------------------------------------------------------------------------------------------------------

def _alaris(lab, journal, port=4001, **how):
    pump = Infusion("8002-51740", "GH", "PROPOFOL", 20.0, 50.0, 3.2)
    return alaris.Port(lab.network, "pacs", port, pump, journal, **how)


async def _alaris_session(lab, journal, port=4001, telnet=False):
    """Who is it, what does it do, and a change of its rate."""
    master = await alaris.Master(lab.network, "ct", (lab.address("pacs"), port), journal, telnet).open()
    code = await master.identify()
    for text in ("COMMS_RESPONSE_MAX", "SYRINGE_STATUS", "INF_RATE_MAX_SYRINGE", "ALARM", "INF", "INF_RATE", "INF_VI",
                 f"REMOTE_CTRL^ENABLED^{code}", f"REMOTE_CFG^ENABLED^{code}", "INF_STOP", "INF_VTBI^ACTIV^11.000^ml^STOP", "INF_RATE^22.5^ml/h", "INF_START", "INF",
                 "INF_VTBI^DEACT", "INF_RATE^20.00^ml/h", "INF", "REMOTE_CFG^DISABLED", "REMOTE_CTRL^DISABLED", "INF"):
        await master.ask(text)
        await asyncio.sleep(0.05)
    await master.close()
    await asyncio.sleep(0.2)


@recipe
async def pump_alaris(lab):
    for name, how, words in (("pump-alaris.pcap", {}, ""), ("pump-alaris-bytes.pcap", {"bytewise": True}, ", a segment for each byte of the pump's"),
                             ("pump-alaris-telnet.pcap", {"telnet": True}, ", with Telnet's option bytes around and between")):
        journal = Journal()
        port = _alaris(lab, journal, 2001 if how else 4001, **how)
        async with _serving(port):
            await _record(lab, name, f"Alaris pump behind a terminal server{words}: identified, asked, taken over, its rate changed and put back", journal,
                          lambda: _alaris_session(lab, journal, 2001 if how else 4001, "telnet" in how))


@recipe
async def pump_alaris_faults(lab):
    journal = Journal()
    port = _alaris(lab, journal)

    async def happen():
        master = await alaris.Master(lab.network, "ct", (lab.address("pacs"), 4001), journal).open()
        code = await master.identify()
        for fault in ("sum", "abort", "silent"):
            port.faults["INF"] = fault
            await master.ask("INF")
        await master.line.write(alaris.frame("INF_STOP").replace(b"CD57", b"CD58"))
        await asyncio.sleep(0.2)
        for wrong in ("0000", "1234"):
            await master.ask(f"REMOTE_CTRL^ENABLED^{wrong}", again=False)
        await master.ask("INF_RATE^99.00^ml/h", again=False)
        await master.ask(f"REMOTE_CTRL^ENABLED^{code}")
        await master.line.write(b"\x00\xff\xf1garbage!INF_ST\x1b!INF")
        await asyncio.sleep(0.1)
        await master.ask("INF")
        await master.close()
    async with _serving(port):
        await _record(lab, "pump-alaris-faults.pcap", "Alaris: an answer with a wrong sum, one given up and sent again, none at all; a STOP with a wrong sum; two wrong "
                      "codes and a rate without control, unanswered; the right code; garbage before a query", journal, happen)


@recipe
async def pump_alaris_two_masters(lab):
    journal = Journal()
    port = _alaris(lab, journal)

    async def ask(host, pause):
        master = await alaris.Master(lab.network, host, (lab.address("pacs"), 4001), journal).open()
        for _ in range(8):
            await master.ask("INF")
            await asyncio.sleep(pause)
        await master.close()
    async with _serving(port):
        await _record(lab, "pump-alaris-two-masters.pcap", "Alaris: two hosts ask one pump at once, a connection each", journal,
                      lambda: _together(ask("ct", 0.11), ask("ws", 0.17)))


# -- BCC ---------------------------------------------------------------------------------------------------------------

def _rack(journal, stuffed=False):
    return bcc.Rack("ICU7", {"11": Infusion("B0011", "688F030006", "NORADRENALIN", 12.5, 50, 1.4), "12": Infusion("B0012", "688F030006", "HEPARIN", 2.0, 50, 20),
                             "13": Infusion("B0013", "686U030006", "RINGER", 80.0, 500, 120)}, journal, stuffed)


async def _bcc(lab, name, what, stuffed=False, spoil=None):
    journal = Journal()
    rack = _rack(journal, stuffed)

    async def happen():
        client = await bcc.Client(lab.network, "ct", (lab.address("pacs"), 4001), "ICU7", journal, stuffed).open()
        for turn in range(4):
            if spoil:
                await spoil(rack, client, turn)
            await client.ask("MEM:GET")
            await asyncio.sleep(0.5)
        await client.close()
    async with _serving(sockets.Server(lab.network, "pacs", 4001, rack.serve)):
        await _record(lab, name, what, journal, happen)


@recipe
async def pump_bcc(lab):
    await _bcc(lab, "pump-bcc.pcap", "B. Braun BCC: a rack with three pumps asked four times, a chain of three blocks each")
    await _bcc(lab, "pump-bcc-stuffed.pcap", "the same with character stuffing", stuffed=True)


@recipe
async def pump_bcc_changes(lab):
    async def spoil(rack, _, turn):
        if turn == 1:
            rack.pumps["11"].rate, rack.pumps["12"].remote = 15.0, True
        elif turn == 2:
            rack.pumps["13"].stop()
            rack.pumps["12"].bolus(1.0, 200.0)
        elif turn == 3:
            rack.library["11"] = ("UNKNOWN LIST", "1795000000")
    await _bcc(lab, "pump-bcc-changes.pcap", "BCC: between four queries a rate changes and a pump's remote function comes on, one stops and one gives a bolus, and one has another "
               "drug library", spoil=spoil)


@recipe
async def pump_bcc_faults(lab):
    async def spoil(rack, client, turn):
        if turn == 1:
            rack.broken = 2
        elif turn == 2:
            await client.ask("MEM:SET")
        elif turn == 3:
            client.writer.write(bcc.frame("ICU7", "MEM:GET").replace(b"MEM", b"MEN"))
            await asyncio.sleep(0.2)
    await _bcc(lab, "pump-bcc-faults.pcap", "BCC: a block twice with a wrong sum, refused and sent again; a command that the protocol doesn't have; a request with a wrong sum, refused",
               spoil=spoil)


@recipe
async def pump_bcc_push(lab):
    journal = Journal()
    rack = _rack(journal)

    async def change():
        await asyncio.sleep(1.2)
        rack.pumps["11"].rate = 14.0
    async with _serving(sockets.Server(lab.network, "ws", 4002, bcc.receive)):
        await _record(lab, "pump-bcc-push.pcap", "BCC in cyclic mode: the device connects to a server and tells it eight times what its pumps do; a rate changes in between", journal,
                      lambda: _together(rack.push(lab.network, "pacs", (lab.address("ws"), 4002), 0.4, 8), change()))


# -- Fresenius ---------------------------------------------------------------------------------------------------------

@recipe
async def pump_fresenius(lab):
    journal = Journal()
    base = orchestra.Base({"1": Infusion("F1", "Module DPS", "SUFENTANIL", 20.0, 50, 5), "2": Infusion("F2", "Module DPS", "MIDAZOLAM", 4.0, 50, 9)}, journal, keep_alive=0.7)

    async def happen():
        host = await orchestra.Host(lab.network, "ct", (lab.address("pacs"), 2101), journal).open()
        for text in ("0DC", "0LE;b", "1DC", "2DC", "1LE;dr", "2LE;dr", "1PR;00C8", "1MO;2", "1PR;00D2", "1LE;dr", "1PB", "1PO", "1LE;dr", "1SI"):
            await host.ask(text)
            await asyncio.sleep(0.08)
        await base.tell("1", "a00")
        await asyncio.sleep(0.1)
        for text in ("1PR;00C8", "1LE;dr", "1ZZ", "1PR;FFFF"):
            await host.ask(text)
        host.line.drop_sum = 1
        await host.ask("1LE;dr")
        for text in ("1LE;dr", "1MO;1", "1FC", "2FC", "0FC"):
            await host.ask(text)
        await host.close()
    async with _serving(sockets.Server(lab.network, "pacs", 2101, base.serve)):
        await _record(lab, "pump-fresenius.pcap", "Fresenius Orchestra base with two modules: read, refused in the wrong mode, taken over, rate, bolus, pause, alarm silenced; an event of a "
                      "module; an unknown command, a rate over the limit, and a frame with a wrong sum (NAK)", journal, happen)


# -- Dianet Star -------------------------------------------------------------------------------------------------------

@recipe
async def pump_dianet(lab):
    journal = Journal()
    # the first ident number holds all bytes that are escaped
    pumps = dianet.Pumps({"A": Infusion("305430142", "Perfusor fm", "DOPAMIN", 5.0, 50, 2), "B": Infusion("74565", "Perfusor fm", "INSULIN", 1.5, 50, 8)},
                         {"A": 0x7E7D8012, "B": 0x00012345}, journal)
    pumps.pumps["A"].serial = str(0x7E7D8012)

    async def happen():
        host = await dianet.Host(lab.network, "ct", (lab.address("pacs"), 4001), journal).open()
        for address in "AB":
            for segment in (dianet.IDENT, dianet.STATUS, dianet.ACTUAL, dianet.TARGET):
                await host.ask(address, segment)
        await host.act("A", dianet.START_STOP, 0)
        await host.control("A", 1)
        await host.ask("A", dianet.SET_TARGET, dianet.target(20, 50, b"DOPAMIN"))
        await host.act("A", dianet.START_STOP, 1)
        await host.act("A", dianet.MANUAL_BOLUS, 1)
        await host.act("A", dianet.ALARMS_OFF, 1)
        await host.ask("A", dianet.STATUS)
        await host.ask("A", dianet.TARGET)
        await host.act("A", dianet.ALARMS_OFF, 0)
        await host.control("A", 0)
        host.idents["B"] ^= 1
        await host.control("B", 1)
        await host.ask("B", dianet.STATUS, wrong=True)
        await host.ask("B", 0x3F)
        pumps.silent.add("B")
        await host.ask("B", dianet.STATUS)
        await host.ask("A", dianet.STATUS)
        await host.close()
    async with _serving(sockets.Server(lab.network, "pacs", 4001, pumps.serve)):
        await _record(lab, "pump-dianet.pcap", "Dianet Star, two pumps on one line: read; refused without control; taken over, target, start, bolus, alarms off and on; a wrong code, a wrong "
                      "sum, an unknown segment, no answer", journal, happen)


# -- IHE PCD -----------------------------------------------------------------------------------------------------------

class PcdPump(Infusion):
    library = "ADULT ICU 7"


@recipe
async def pump_pcd(lab):
    journal, counts = Journal(), collections.Counter()
    pump = PcdPump("A0001", "Infusomat", "SODIUM CHLORIDE", 10.0, 500, running=False)
    patient = people.patient(700)
    gateway = pcd.Gateway(lab.network, "pacs", 3000, [pump], {"A0001": patient}, journal, (lab.address("his"), 3001), (lab.address("ws"), 3002), (lab.address("ct"), 3003), counts)
    receivers = [pcd.Receiver(lab.network, host, port, counts) for host, port in (("his", 3001), ("ws", 3002), ("ct", 3003))]

    async def happen():
        bpoc = pcd.Link(lab.network, "his", (lab.address("pacs"), 3000), counts)
        for control, rate in (("RE", 13.3), ("XO", 20)):
            await bpoc.send(pcd_text.order(patient, pump, "ORD7001", "SODIUM CHLORIDE", rate, 500, control))
            await asyncio.sleep(1.5)
        gateway.refusing["A0001"] = "9005"
        await bpoc.send(pcd_text.order(patient, pump, "ORD7002", "SODIUM CHLORIDE", 1900, 500))
        await asyncio.sleep(0.5)
        for phase in ("start", "update", "end"):
            await gateway.alert("A0001", phase, "Occlusion Downstream")
        pump.stop()
        await gateway.event("A0001", pcd_text.COMPLETE)
        await gateway.observe("A0001")
        await bpoc.close()
    async with _serving(gateway, *receivers):
        await _record(lab, "pump-pcd.pcap", "IHE PCD: an infusion ordered, its rate changed, an order refused (each answered on a connection the other way), delivery begun and complete, "
                      "what the pump does, an alert", None, happen)


# -- cuts --------------------------------------------------------------------------------------------------------------

@recipe
def pump_cuts(lab):
    """A capture that begins in mid-stream, and one in which segments of the pump's are missing."""
    def cut(source, target, keep, what, why):
        frames = subprocess.run(["tshark", "-n", "-r", str(lab.out / source), "-T", "fields", "-e", "frame.number", "-e", "tcp.len", "-e", "tcp.srcport"], capture_output=True, text=True,
                                check=True).stdout
        rows = [tuple(int(n or 0) for n in line.split("\t")) for line in frames.splitlines()]
        numbers = keep(rows)
        subprocess.run(["editcap", "-F", "pcap", str(lab.out / source), str(lab.folder / target), *map(str, numbers)], check=True, capture_output=True)
        lab.keep(target, f"{source} without {what}", {"no_oracle": why, "cut_from": source, "frames_removed": list(numbers), "on_the_wire": walk.count(lab.out / source)})
    cut("pump-alaris.pcap", "pump-alaris-midstream.pcap", lambda rows: [n for n, _, _ in rows[:len(rows) // 2]], "its first half", "begins inside a connection")
    cut("pump-bcc.pcap", "pump-bcc-lost.pcap", lambda rows: [n for n, length, _ in rows if length > 200][3:5], "two blocks of pumps' values", "frames missing")
    cut("pump-dianet.pcap", "pump-dianet-midstream.pcap", lambda rows: [n for n, _, _ in rows[:12]], "its first twelve frames", "begins inside a connection")
