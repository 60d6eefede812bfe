"""B. Braun racks with a communication device, and who asks them: the BCC protocol, asked for and pushed."""

import asyncio
import time

import sockets

FAMILY = "bcc"
SOH, STX, ETX, EOT, ACK, NAK, ETB = 0x01, 0x02, 0x03, 0x04, 0x06, 0x15, 0x17
STUFFED = {"D": "EX", "E": "EE", "d": "ex", "e": "ee"}


def frame(bed, info, more=False, stuffed=False):
    """A block. Length and sum are those of the bytes before stuffing."""
    text = f"{bed}/1/1>{info}"
    head = bytes([SOH]) + f"{len(text.encode()) + 14:05d}".encode() + bytes([STX])
    end = bytes([ETB if more else ETX])
    sum_ = sum(head + text.encode() + end) % 256
    body = "".join(STUFFED.get(c, c) for c in text) if stuffed else text
    return head + body.encode() + end + f"{sum_:05d}".encode() + bytes([EOT])


def unstuffed(text):
    out, at = "", 0
    while at < len(text):
        pair = next((c for c, two in STUFFED.items() if text[at:at + 2] == two), None)
        out, at = (out + pair, at + 2) if pair else (out + text[at], at + 1)
    return out


async def read_frame(reader, stuffed=False):
    """(bed and info, more follows, the sum is right) of the next block; single bytes before it are passed over."""
    while (await reader.readexactly(1))[0] != SOH:
        pass
    raw = bytes([SOH]) + await reader.readuntil(bytes([EOT]))
    text = raw[7:-7].decode()
    text = unstuffed(text) if stuffed else text
    more = raw[-7] == ETB
    bed, _, info = text.partition("/1/1>")
    return text.partition("/1/1>")[2], more, raw == frame(bed, info, more, stuffed)


class Rack:
    """A rack of pumps. `pumps` by pillar and slot, as "11"."""

    def __init__(self, bed, pumps, journal, stuffed=False):
        self.bed, self.pumps, self.journal, self.stuffed = bed, pumps, journal, stuffed
        self.library = {slot: ("ICU 2026-09", "1790000000") for slot in pumps}
        self.broken = 0  # blocks that leave with a wrong sum, before they are sent again
        self._began = time.monotonic() - 200
        self._known = set()

    def records(self, slot, brief=False):
        """A pump's values; `brief`: those that change by themselves."""
        pump, now = self.pumps[slot], int(time.monotonic() - self._began)
        values = [("INRT", f"{pump.flow:.2f}"), ("INAVRT", f"{pump.flow:.2f}"), ("INVTB", f"{pump.vtbi:.1f}"), ("INVI", f"{pump.infused:.2f}"),
                  ("INRMT", str(pump.seconds_left)), ("INBOCNT", str(pump.boluses)), ("INM3", str(int(pump.running))), ("INM4", str(int(pump.remote))),
                  ("RUNSTATE", "2" if pump.running else "1")]
        if not brief:
            name, made = self.library[slot]
            first = [] if slot in self._known else [("GNNEW", pump.model)]
            self._known.add(slot)
            values = [*first, ("GNMODEL", pump.model), ("INSERNUM", pump.serial), ("INSOL", pump.drug), *values, ("INM1", "1"), ("INM8", "1"), ("INP1", "21"),
                      ("ALARM1", "0"), ("STATUS1", "192"), ("DSSTATUS", "00051"), ("DLNAME", name), ("DLCRETIME", made), ("AUTOPROGSTATE", "_NV")]
        return "\x1e".join(f"{now},501{slot},{name},{value}" for name, value in values)

    async def send(self, reader, writer, infos):
        """Blocks of one message; each must be acknowledged before the next one leaves."""
        for at, info in enumerate(infos):
            data = frame(self.bed, info, at < len(infos) - 1, self.stuffed)
            while True:
                wrong = self.broken > 0
                self.broken -= wrong
                writer.write(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:] if wrong else data)
                await writer.drain()
                if (await reader.readexactly(1))[0] == ACK:
                    break
        self.journal.response(FAMILY)

    async def serve(self, reader, writer):
        """The device as a server: a client asks."""
        while True:
            request, _, right = await read_frame(reader, self.stuffed)
            if not right:
                writer.write(bytes([NAK]))
                continue
            now = int(time.monotonic() - self._began)
            await asyncio.sleep(0.03)
            match request:
                case "ADMIN:ALIVE": infos = [f"{now},50100,GNACK,0"]
                case "ADMIN:VERSION": infos = [f"{now},50100,V3.30"]
                case "MEM:GET": infos = [self.records(slot) for slot in self.pumps]
                case _: infos = [f"{now},50100,GNERR,68"]
            await self.send(reader, writer, infos)

    async def push(self, network, host, peer, period=5.0, turns=1 << 30):
        """The device as a client: it tells a server what its pumps do, now and then all of it."""
        reader, writer = await sockets.connect(network, host, peer)
        try:
            for turn in range(turns):
                await self.send(reader, writer, [self.records(slot, brief=turn % 6 > 0) for slot in self.pumps])
                await asyncio.sleep(period)
        finally:
            writer.close()


async def receive(reader, writer):
    """The server that devices push to."""
    while True:
        await read_frame(reader)
        writer.write(bytes([ACK]))
        await writer.drain()


class Client:
    """The data management system that asks a rack."""

    def __init__(self, network, host, peer, bed, journal, stuffed=False):
        self.network, self.host, self.peer, self.bed, self.journal, self.stuffed = network, host, peer, bed, journal, stuffed

    async def open(self):
        self.reader, self.writer = await sockets.connect(self.network, self.host, self.peer)
        await self.ask("ADMIN:ALIVE", bed="1")
        await self.ask("ADMIN:VERSION")
        return self

    async def close(self):
        self.writer.close()
        await self.writer.wait_closed()

    async def ask(self, request, bed=None):
        """The infos of all blocks that answer. A block whose sum is wrong is asked for again."""
        self.journal.request(FAMILY, request)
        self.writer.write(frame(bed or self.bed, request, stuffed=self.stuffed))
        infos, more = [], True
        while more:
            info, more, right = await asyncio.wait_for(read_frame(self.reader, self.stuffed), 5)
            self.writer.write(bytes([ACK if right else NAK]))
            more |= not right
            if right:
                infos.append(info)
        return infos
