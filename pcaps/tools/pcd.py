"""Pumps behind a gateway that speaks IHE PCD: orders in, answers and what pumps do out, each on connections of its own."""

import asyncio
import collections

import pcd_text
import sockets

START, END = b"\x0b", b"\x1c\r"


async def read_block(reader):
    await reader.readuntil(START)
    return (await reader.readuntil(END))[:-2].decode("latin-1")


class Link:
    """A connection to a receiver, kept open; everything sent is acknowledged on it."""

    def __init__(self, network, host, peer, counts):
        self.network, self.host, self.peer, self.counts = network, host, peer, counts
        self._writer, self._busy = None, asyncio.Lock()

    async def send(self, text):
        async with self._busy:
            if self._writer is None:
                self._reader, self._writer = await sockets.connect(self.network, self.host, self.peer)
            self.counts[pcd_text.kind(text)] += 1
            self._writer.write(START + text.encode("latin-1") + END)
            await self._writer.drain()
            return await asyncio.wait_for(read_block(self._reader), 5)

    async def close(self):
        if self._writer:
            self._writer.close()
            await self._writer.wait_closed()
            self._writer = None


class Receiver:
    """Acknowledges what it gets and hands it on, with the address it came from."""

    def __init__(self, network, host, port, counts, handle=None):
        self.counts, self.handle = counts, handle
        self._server = sockets.Server(network, host, port, self._serve)
        self.texts = []

    async def start(self):
        await self._server.start()
        return self

    async def stop(self):
        await self._server.stop()

    async def _serve(self, reader, writer):
        peer = writer.get_extra_info("peername")[0]
        while True:
            text = await read_block(reader)
            self.texts.append(text)
            answer = pcd_text.acknowledgement(text)
            self.counts[pcd_text.kind(answer)] += 1
            writer.write(START + answer.encode("latin-1") + END)
            await writer.drain()
            if self.handle:
                await self.handle(text, peer)


class Gateway:
    """Programs its pumps as ordered, whoever orders, and tells of them. `patients`: of each pump by its serial number."""

    def __init__(self, network, host, port, pumps, patients, journal, answers, observers, alerts, counts=None):
        self.pumps, self.patients, self.journal = {p.serial: p for p in pumps}, patients, journal
        self.counts = collections.Counter() if counts is None else counts
        self.orders = {}  # number of the order that runs, by pump
        self.refusing = {}  # error of the next order, by pump
        self._in = Receiver(network, host, port, self.counts, self._order)
        self._answers, self._observers, self._alerts = (Link(network, host, peer, self.counts) for peer in (answers, observers, alerts))

    async def start(self):
        await self._in.start()
        return self

    async def stop(self):
        await self._in.stop()
        for link in (self._answers, self._observers, self._alerts):
            await link.close()

    async def _order(self, text, peer):
        serial = pcd_text.field(text, "OBX", 18).split("^")[2]
        pump, control = self.pumps.get(serial), pcd_text.field(text, "ORC", 1)
        error = "9015" if pump is None else self.refusing.pop(serial, None)
        await asyncio.sleep(0.15)
        await self._answers.send(pcd_text.response(text, "AE" if error else "AA", error))
        if error:
            return
        self.orders[serial] = pcd_text.field(text, "ORC", 2)
        self.journal.order("pcd", peer, serial, f"RGV {control}", float(pcd_text.field(text, "RXG", 15)))
        pump.rate, pump.vtbi = float(pcd_text.field(text, "RXG", 15)), float(pcd_text.field(text, "RXG", 5))
        pump.drug = pcd_text.field(text, "RXG", 4).split("^")[1]
        if control == "RE":
            pump.clear()
            pump.start()
            await asyncio.sleep(0.8)
            await self.event(serial, pcd_text.START)
        await self.observe(serial)

    async def observe(self, serial):
        await self._observers.send(pcd_text.observation(self.patients[serial], self.pumps[serial], self.orders.get(serial, "")))

    async def event(self, serial, what):
        await self._observers.send(pcd_text.event(self.patients[serial], self.pumps[serial], self.orders.get(serial, ""), what))

    async def alert(self, serial, phase, text):
        await self._alerts.send(pcd_text.alert(self.patients[serial], self.pumps[serial], phase, text))
