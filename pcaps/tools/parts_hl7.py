"""Recipes of the HL7 captures under parts/, by python-hl7 on both sides."""

import asyncio
import contextlib
import socket

import hl7_text
import people
from hl7_link import Engine, Link

RECIPES = {}


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


@contextlib.asynccontextmanager
async def _engine(lab, port=6661, family=socket.AF_INET):
    engine = Engine(lab.network, "engine", port, family)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


@contextlib.asynccontextmanager
async def _link(lab, port=6661, version=4):
    link = Link(lab.network, "his", lab.address("engine", version), port)
    await link.open()
    try:
        yield link
    finally:
        await link.close()
        await asyncio.sleep(0.2)


def _day(first=100):
    """Twelve messages of three patients."""
    for number in range(first, first + 3):
        exam = people.exam(number, "CT")
        yield hl7_text.adt("A01", exam)
        yield hl7_text.order(exam)
        yield hl7_text.result(exam)
        yield hl7_text.adt("A03", exam)


async def _send_all(lab, texts, port=6661, version=4, answers=1):
    async with _link(lab, port, version) as link:
        for text in texts:
            await link.send(text, answers)
            await asyncio.sleep(0.05)


@recipe
async def hl7_persistent(lab):
    async with _engine(lab):
        await lab.record("hl7-persistent.pcap", "12 messages (ADT, ORM, ORU) on one connection, each answered AA",
                         lambda: _send_all(lab, _day()))


@recipe
async def hl7_per_message(lab):
    async def happen():
        for text in _day():
            await Link(lab.network, "his", lab.address("engine")).send_alone(text)
            await asyncio.sleep(0.05)
    async with _engine(lab):
        await lab.record("hl7-per-message.pcapng", "12 messages, a connection each", happen)


@recipe
async def hl7_errors(lab):
    async with _engine(lab) as engine:
        engine.bad_ids, engine.refused = {people.patient(101).id}, {"ORM"}
        await lab.record("hl7-errors.ns.pcap", "12 messages: the orders are answered AR, the second patient's others AE, the rest AA",
                         lambda: _send_all(lab, _day()))


@recipe
async def hl7_enhanced(lab):
    async def happen():
        async with _link(lab) as link:
            for number in range(3):
                await link.send(hl7_text.adt("A01", people.exam(110 + number, "CT"), extra="|||AL|NE"))
                await link.send(hl7_text.adt("A03", people.exam(110 + number, "CT"), extra="|||AL|AL"), answers=2)
    async with _engine(lab):
        await lab.record("hl7-enhanced.pcap", "enhanced mode: 3 messages answered CA alone (MSH-15 AL, MSH-16 NE), "
                         "3 answered CA and then AA (both AL)", happen)


def _batch(messages, name):
    """A file with one batch, with the separators HL7 gives them."""
    return "".join([f"FHS|^~\\&|HIS|EXAMPLEHOSP|ENGINE|EXAMPLEHOSP|20260101000000||{name}\r",
                    f"BHS|^~\\&|HIS|EXAMPLEHOSP|ENGINE|EXAMPLEHOSP|20260101000000||{name}B\r",
                    *messages, f"BTS|{len(messages)}\r", "FTS|1\r"])


@recipe
async def hl7_batch(lab):
    async def happen():
        async with _link(lab) as link:
            await link.send(_batch(list(_day(120))[:5], "FILE1"), answers=5)
    async with _engine(lab):
        await lab.record("hl7-batch.pcap", "one frame with FHS, BHS, 5 messages, BTS, FTS; 5 acknowledgements in frames of their own",
                         happen, note={"no_oracle": "tshark doesn't read batches"})


@recipe
async def hl7_two_in_one(lab):
    async def happen():
        async with _link(lab) as link:
            for first in (130, 140):
                texts = list(_day(first))[:2]
                link.writer.write(b"".join(b"\x0b" + t.encode() + b"\x1c\r" for t in texts))
                for _ in texts:
                    await link.reader.readblock()
    async with _engine(lab):
        await lab.record("hl7-two-in-one.pcap", "twice two messages in one TCP segment", happen)


@recipe
async def hl7_dribble(lab):
    async def happen():
        async with _link(lab) as link:
            block = b"\x0b" + next(_day(150)).encode() + b"\x1c\r"
            for at in range(0, len(block), 7):
                link.writer.write(block[at:at + 7])
                await link.writer.drain()
                await asyncio.sleep(0.002)
            await link.reader.readblock()
    async with _engine(lab):
        await lab.record("hl7-dribble.pcap", "one message in TCP segments of 7 bytes", happen)


@recipe
async def hl7_big(lab):
    async with _engine(lab):
        await lab.record("hl7-big.pcapng", "one ORU^R01 with a document of 200 KB base64 in an OBX",
                         lambda: _send_all(lab, [hl7_text.result(people.exam(160, "CT"), attachment=150000)]))


@recipe
async def hl7_delimiters(lab):
    table = str.maketrans("|^~&", "#:*@")
    async with _engine(lab):
        await lab.record("hl7-delimiters.pcap", "4 messages with the delimiters # : * \\ @",
                         lambda: _send_all(lab, [t.translate(table) for t in list(_day(170))[:4]]))


@recipe
async def hl7_line_feeds(lab):
    async with _engine(lab):
        await lab.record("hl7-line-feeds.pcap", "4 messages with LF, then 4 with CR LF at the end of segments",
                         lambda: _send_all(lab, [t.replace("\r", end) for end in ("\n", "\r\n") for t in list(_day(180))[:4]]))


@recipe
async def hl7_odd_ports(lab):
    for port in (8080, 443):
        async with _engine(lab, port):
            await lab.record(f"hl7-port-{port}.pcap", f"4 messages to port {port}", lambda: _send_all(lab, list(_day(190))[:4], port),
                             note={"tshark": ["-d", f"tcp.port=={port},hl7"]})


@recipe
async def hl7_ipv6(lab):
    async with _engine(lab, family=socket.AF_INET6):
        await lab.record("hl7-ipv6.pcap", "12 messages on one connection over IPv6", lambda: _send_all(lab, _day(200), version=6))


@recipe
async def hl7_one_direction(lab):
    async with _engine(lab):
        await lab.record("hl7-one-direction.pcap", "12 messages, only the frames of the sender captured",
                         lambda: _send_all(lab, _day(210)), expression=("src", "host", lab.address("his")),
                         note={"no_oracle": "one direction only"})


@recipe
async def hl7_snap(lab):
    for snaplen in (96, 200):
        async with _engine(lab):
            await lab.record(f"hl7-snap{snaplen}.pcap", f"12 messages, captured with tcpdump -s {snaplen}",
                             lambda: _send_all(lab, _day(220)), snaplen=snaplen, note={"no_oracle": "frames cut by the snap length"})
