"""Dianet Star: syringe pumps that share one binary line, and the computer at it."""

import asyncio
import struct
import time

import sockets

FAMILY = "dianet"
FLAG, ESCAPE, ACK, NAK = 0x7E, 0x7D, 0x06, 0x15
IDENT, STATUS, ACTUAL, TARGET, CC_MODE, ACTION, SET_TARGET = 0x01, 0x02, 0x03, 0x04, 0x10, 0x11, 0x12
START_STOP, ALARMS_OFF, MANUAL_BOLUS = 0, 1, 5
CONTROL_SECONDS = 1.2  # so long without a word of control, and a pump is in nobody's hand
LAYOUT = ">IIHIHBH20s"  # rate, volume, minutes, bolus rate and volume, pressure, standby, drug


def crc(data):
    """The division as the device does it: data enters at the low end, and no zeros follow."""
    value = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            top = value & 0x8000
            value = (value << 1 | byte >> bit & 1) & 0xFFFF ^ (0x1021 if top else 0)
    return value


def frame(data):
    body = data + struct.pack(">H", crc(data))
    return bytes([FLAG]) + b"".join(bytes([ESCAPE, b ^ 0x20]) if b in (FLAG, ESCAPE, 0x80) else bytes([b]) for b in body) + bytes([FLAG])


async def read_frame(reader):
    """(head and data, the sum is right) of the next frame."""
    while True:
        raw = (await reader.readuntil(bytes([FLAG])))[:-1]
        if raw:
            break
    body, escaped = bytearray(), False
    for byte in raw:
        if byte == ESCAPE:
            escaped = True
        else:
            body.append(byte ^ 0x20 if escaped else byte)
            escaped = False
    return bytes(body[:-2]), crc(body[:-2]) == int.from_bytes(body[-2:], "big")


def target(rate, volume, drug=b"", bolus_rate=100.0, bolus_volume=2.0):
    """What is to be given: mL/h and mL in fixed point."""
    return struct.pack(LAYOUT, round(rate * 100), round(volume * 10), 0, round(bolus_rate * 100), round(bolus_volume * 10), 5, 0, drug.ljust(20))


class Pumps:
    """The pumps of one line, by address. `idents`: the numbers that their codes are made of."""

    def __init__(self, pumps, idents, journal):
        self.pumps, self.idents, self.journal = pumps, idents, journal
        self._modes = {}  # address: (mode, until when)
        self.silent = set()

    def mode(self, address):
        mode, until = self._modes.get(address, (0, 0))
        return mode if time.monotonic() < until else 0

    async def serve(self, reader, writer):
        while True:
            data, right = await read_frame(reader)
            address, segment, body = chr(data[0]), data[1], data[2:]
            if address not in self.pumps or address in self.silent:
                continue
            await asyncio.sleep(0.02)
            answer = self._answer(address, segment, body, writer.get_extra_info("peername")[0]) if right else bytes([NAK, 0x01])
            writer.write(frame(data[:2] + answer))
            self.journal.response(FAMILY)

    def _answer(self, address, segment, body, host):
        pump = self.pumps[address]
        match segment:
            case 0x01: return bytes([ACK]) + struct.pack(">IH10sI", self.idents[address], 0x000E, b"US 3.10".ljust(10), int(time.time()))
            case 0x02: return bytes([ACK]) + struct.pack(">BIIIH", 0, 0, self._state(address), round(pump.remaining * 10), pump.seconds_left // 60)
            case 0x03: return bytes([ACK]) + struct.pack(">BIHHHHHHHH", 21, round(pump.infused * 10), 0, 0, 400, 0, 50, 0, 0, 0)
            case 0x04: return bytes([ACK]) + target(pump.rate, pump.vtbi, pump.drug.encode())
            case 0x10: return self._control(address, body, host)
            case 0x11 | 0x12 if self.mode(address) not in (1, 2): return bytes([NAK, 0x09])
            case 0x11: return self._act(pump, body[0], body[1], host)
            case 0x12: return self._set(pump, body, host)
        return bytes([NAK, 0x03])

    def _state(self, address):
        """State bits by number: 1 documentation, 2 remote, 3 remote and locked, 4 mains, 6 ready, 7 running, 8 bolus ready, 15 audio."""
        pump, mode = self.pumps[address], self.mode(address)
        bits = {4, 6, 8} | ({7} if pump.running else set()) | {0: {1}, 1: {2}, 2: {3}}.get(mode, set()) | ({15} if pump.alarms_on else {14})
        return sum(1 << bit for bit in bits)

    def _control(self, address, body, host):
        code, mode = struct.unpack_from(">IB", body)
        if code != self.idents[address] ^ 0xFFFFFFFF:
            return bytes([NAK, 0x05])
        if mode != self.mode(address):
            self.journal.order(FAMILY, host, self.pumps[address].serial, "CC_MODE", mode)
        self._modes[address] = mode, time.monotonic() + CONTROL_SECONDS
        return bytes([ACK])

    def _act(self, pump, action, flag, host):
        self.journal.order(FAMILY, host, pump.serial, f"ACTION {action}", flag)
        match action, flag:
            case (0, 1): pump.start()
            case (0, 0): pump.stop()
            case (1, _): pump.alarms_on = flag == 0
            case (5, 1): pump.bolus(0.5, 800.0)
        return bytes([ACK])

    def _set(self, pump, body, host):
        rate, volume, *_ = struct.unpack_from(LAYOUT, body)
        self.journal.order(FAMILY, host, pump.serial, "SET_TARGET", rate / 100)
        pump.rate, pump.vtbi = rate / 100, volume / 10
        return bytes([ACK])


class Host:
    """The computer at the line."""

    patience = 0.4  # seconds that a frame may take

    def __init__(self, network, host, peer, journal):
        self.network, self.host, self.peer, self.journal = network, host, peer, journal
        self.idents = {}

    async def open(self):
        self.reader, self.writer = await sockets.connect(self.network, self.host, self.peer)
        return self

    async def close(self):
        self.writer.close()
        await self.writer.wait_closed()

    async def ask(self, address, segment, body=b"", wrong=False):
        """Code and data of the answer; None where there is none in time."""
        data = frame(address.encode() + bytes([segment]) + body)
        if wrong:
            data = data[:-2] + bytes([data[-2] ^ 1, FLAG])
        else:
            self.journal.request(FAMILY, f"{segment:02X}" + (f".{body[0]:02X}" if segment == ACTION else ""))
        self.writer.write(data)
        try:
            answer, _ = await asyncio.wait_for(read_frame(self.reader), self.patience)
        except TimeoutError:
            return None
        if segment == IDENT:
            self.idents[address] = int.from_bytes(answer[3:7], "big")
        return answer[2:]

    async def control(self, address, mode):
        """Says in which mode it wants the pump, with the code made of its ident number."""
        code = self.idents[address] ^ 0xFFFFFFFF
        return await self.ask(address, CC_MODE, struct.pack(">IBBI", code, mode, ord(address), 0))

    async def act(self, address, action, flag):
        return await self.ask(address, ACTION, bytes([action, flag]))
