#!/usr/bin/python3
"""Records HL7 conversations of real software: python-hl7's MLLP client and server (Debian: python3-hl7) talk through a recording loopback proxy.

NAME.bin   the recording: for each turn one byte of direction (0 to server, 1 to client), four bytes of length (big-endian), the bytes
fields.json  python-hl7's own reading of every recorded message: [segment, field, repetition, component, subcomponent, raw, unescaped]

Run it in its folder. Names and numbers are invented. Times and control ids are fixed, so that a run gives the same files.
"""
import asyncio
import base64
import hashlib
import json
import struct

import hl7
from hl7.mllp import open_hl7_connection, start_hl7_server

TIME = "20261121170000"


class Recorder:
    """A proxy that keeps what passes: consecutive bytes of one direction are one turn."""

    def __init__(self):
        self.turns = []

    def note(self, direction, data):
        if self.turns and self.turns[-1][0] == direction:
            self.turns[-1][1].extend(data)
        else:
            self.turns.append((direction, bytearray(data)))

    async def pump(self, direction, reader, writer):
        while data := await reader.read(65536):
            self.note(direction, data)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def connected(self, reader, writer):
        upstream = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self.pump(0, reader, upstream[1]), self.pump(1, upstream[0], writer))

    def save(self, name):
        with open(name + ".bin", "wb") as out:
            for direction, data in self.turns:
                out.write(struct.pack(">BI", direction, len(data)) + data)


def message(kind, control, segments, msh="|^~\\&", accept="", application="", version="2.5.1"):
    f = msh[0]
    c = msh[1]
    head = f.join(["MSH" + msh, "HIS" + c + "1.2.3" + c + "ISO", "NORTH", "ENGINE", "HUB", TIME, "", kind, control, "P", version, "", "",
                   accept, application])
    return hl7.parse("\r".join([head] + segments) + "\r")


def acknowledge(request, code, control, error=False):
    reply = request.create_ack(code, message_id=control)
    reply.segment("MSH").assign_field(TIME, 7)
    text = str(reply)
    if error:
        text += "ERR||PID^1^3|204^Unknown key identifier^HL70357|E\r"
    return hl7.parse(text)


PID = "PID|1||%s^^^NORTH^MR~999^^^SOUTH^PI||Doe^Jane^^^^^L||19700101|F|||1 Main St^^Town"
PV1 = "PV1|1|I|W4^412^2||||1234^Attending^A|||MED|||||||||V%s^^^NORTH^VN"


def admit(n, **more):
    return message("ADT^A01^ADT_A01", "C%03d" % n, ["EVN||" + TIME, PID % (" 4711%d " % n), PV1 % n], **more)


def order(n, **more):
    return message("ORM^O01^ORM_O01", "C%03d" % n, [
        PID % ("A\\T\\B\\F\\%d" % n), PV1 % n, "ORC|NW|ORD%d^HIS|F%d^RIS||SC" % (n, n),
        "OBR|1|ORD%d^HIS|F%d^RIS|CT^CT ABDOMEN \\S\\ PELVIS^L||||||||||||||ACC%d" % (n, n, n)], **more)


def result(n, observations=3, extra=(), **more):
    obx = ["OBX|%d|NM|%d^Analyte\\R\\%d^L||%d.5|mmol/L|1-9|N|||F" % (i + 1, 1000 + i, i, i) for i in range(observations)]
    return message("ORU^R01^ORU_R01", "C%03d" % n, [PID % n, "OBR|1|ORD%d|L%d|CBC^Full \\X4142\\ count" % (n, n), *obx, *extra], **more)


def document(n, size):
    data = base64.b64encode(b"".join(hashlib.sha256(b"%d" % i).digest() for i in range(size // 32))).decode()
    return result(n, 1, ["OBX|2|ED|PDF^Report^L||^application^pdf^Base64^" + data + "||||||F"])


def program(n, **more):
    """A pump is programmed (IHE PCD-03)."""
    return message("RGV^O15^RGV_O15", "C%03d" % n, [
        PID % n, "ORC|RE|ORD%d^HIS" % n,
        "RXG|1|||D55^Test \\T\\ amine^L|250||263762^MDC_DIM_MILLI_L^MDC||||||||13.3|265266^MDC_DIM_MILLI_L_PER_HR^MDC",
        "OBX|1||69986^MDC_DEV_PUMP_INFUS_VMD^MDC||||||||X|||||||^^A0042^NORTH"], version="2.6", **more)


def pump(n, **more):
    """What a pump does (IHE PCD-01)."""
    return message("ORU^R01^ORU_R01", "C%03d" % n, [
        PID % n, "OBR|1|ORD%d^HIS" % n,
        "OBX|1||70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC|1.0.0.0|||||||X|||||||^^A0042^NORTH",
        "OBX|2||70050^MDC_DEV_PUMP_INFUS_LVP_VMD^MDC|1.1.0.0|||||||X",
        "OBX|3|CWE|184519^MDC_PUMP_INFUSING_STATUS^MDC|1.1.1.1|^pump-status-infusing||||||R",
        "OBX|4|NM|158014^MDC_FLOW_FLUID_PUMP_CURRENT^MDC|1.1.1.3|13.3|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R"], version="2.6", **more)


async def serve(answers):
    """A server that answers the nth message with what answers[n] makes of it: a list of messages."""
    count = 0

    async def connected(reader, writer):
        nonlocal count
        try:
            while True:
                request = await reader.readmessage()
                for reply in answers(count, request):
                    writer.writemessage(reply)
                    await writer.drain()
                    await asyncio.sleep(0.02)
                count += 1
        except asyncio.IncompleteReadError:
            writer.close()

    return await start_hl7_server(connected, "127.0.0.1", 0, limit=1 << 20)


async def record(name, answers, talk):
    server = await serve(answers)
    recorder = Recorder()
    recorder.port = server.sockets[0].getsockname()[1]
    proxy = await asyncio.start_server(recorder.connected, "127.0.0.1", 0)
    reader, writer = await open_hl7_connection("127.0.0.1", proxy.sockets[0].getsockname()[1])
    await talk(reader, writer)
    writer.close()
    await asyncio.sleep(0.1)
    proxy.close()
    server.close()
    recorder.save(name)
    return recorder.turns


def one_by_one(messages, replies=1):
    async def talk(reader, writer):
        for m in messages:
            writer.writemessage(m)
            for _ in range(replies):
                await reader.readmessage()
    return talk


async def pipeline(reader, writer):
    for n in range(1, 6):
        writer.writemessage(admit(n))
    for n in range(1, 6):
        await reader.readmessage()


async def impatient(reader, writer):
    writer.writemessage(order(1))
    await asyncio.sleep(0.1)
    writer.writemessage(order(1))
    await reader.readmessage()


async def batch(reader, writer):
    text = "\r".join(["FHS|^~\\&|HIS|NORTH", "BHS|^~\\&|HIS|NORTH", str(admit(1)).rstrip("\r"), str(admit(2)).rstrip("\r"), "BTS|2", "FTS|1", ""])
    writer.writeblock(str(hl7.parse_file(text)).encode())
    await asyncio.sleep(0.1)


def accept(n, request):
    code = ("AA", "AA", "AA", "AE", "AR")[n % 5]
    return [acknowledge(request, code, "R%03d" % n, error=code == "AE")]


def commit_then_accept(n, request):
    return [acknowledge(request, "CA", "K%03d" % n), acknowledge(request, "AA", "R%03d" % n)]


def query(n, request):
    reply = acknowledge(request, "AA", "Q%03d" % n)
    reply.segment("MSH").assign_field("ORR", 9, 1, 1)
    reply.segment("MSH").assign_field("O02", 9, 1, 2)
    return [hl7.parse(str(reply) + (PID % "12345") + "\r")]


def leaves(container, path=()):
    """Every raw value of a segment, with its place."""
    if isinstance(container, str):
        yield path, container
        return
    for i, child in enumerate(container):
        yield from leaves(child, path + (i,))


def fields(m):
    rows = []
    for s, segment in enumerate(m):
        for f in range(1, len(segment)):
            for path, raw in leaves(segment[f]):
                place = [p + 1 for p in path] + [1, 1, 1]
                rows.append([s, f, place[0], place[1], place[2], raw, m.unescape(raw)])
    return rows


def blocks(data):
    return [block[1:] for block in bytes(data).split(b"\x1c\r") if block]


async def main():
    recordings = {
        "original": await record("original", accept, one_by_one([admit(1), order(2), result(3), admit(4), result(5, 12)])),
        "enhanced": await record(
            "enhanced", commit_then_accept,
            one_by_one([order(1, accept="AL", application="AL"), result(2, accept="AL", application="AL")], replies=2)),
        "pumps": await record(
            "pumps", commit_then_accept,
            one_by_one([program(1, accept="AL", application="AL"), pump(2, accept="AL", application="AL")], replies=2)),
        "reply": await record("reply", query, one_by_one([order(1), order(2)])),
        "document": await record("document", accept, one_by_one([document(1, 30000)])),
        "pipelined": await record("pipelined", accept, pipeline),
        "retry": await record("retry", lambda n, request: [] if n == 0 else accept(0, request), impatient),
        "delimiters": await record("delimiters", accept, one_by_one([
            message("ADT@A08@ADT_A01", "C001", ["PID#1##4711@@@NORTH~12@@@SOUTH##Doe@Jane"], msh="#@~\\&")])),
        "batch": await record("batch", lambda n, request: [], batch),
    }
    told = []
    for name, turns in recordings.items():
        if name == "batch":
            continue
        for turn, (_, data) in enumerate(turns):
            for n, block in enumerate(blocks(data)):
                told.append({"recording": name, "turn": turn, "message": n, "fields": fields(hl7.parse(block.decode()))})
    with open("fields.json", "w") as out:
        json.dump([t for t in told if t["recording"] != "document"], out, separators=(",", ":"))
        out.write("\n")


asyncio.run(main())
