"""A Fresenius Orchestra base with its modules, and the computer that commands them."""

import asyncio
import contextlib

import sockets

FAMILY = "fresenius"
STX, ETX, ENQ, ACK, DC4, NAK = 0x02, 0x03, 0x05, 0x06, 0x14, 0x15
MAX_RATE = 1200.0


def frame(text):
    return bytes([STX]) + f"{text}{0xFF - sum(text.encode()) % 256:02X}".encode() + bytes([ETX])


class Line:
    """One end of the line: frames, and the single bytes between them."""

    def __init__(self, reader, writer):
        self.serial = sockets.Serial(reader, writer)
        self.drop_sum = 0

    async def send(self, text):
        data = frame(text)
        if self.drop_sum:
            self.drop_sum -= 1
            data = data[:-2] + bytes([data[-2] ^ 1, ETX])
        await self.serial.write(data)

    async def token(self, *values):
        await self.serial.write(bytes(values))

    async def next(self):
        """A token as a number, or a frame as (text, right)."""
        value = await self.serial.byte()
        if value == NAK:
            return value, await self.serial.byte()
        if value != STX:
            return value
        body = b""
        while (value := await self.serial.byte()) != ETX:
            body += bytes([value])
        text = body[:-2].decode()
        return text, frame(text)[-3:-1] == body[-2:]


class Base:
    """The base, number 0, and its modules by number."""

    def __init__(self, modules, journal, keep_alive=3.0):
        self.modules, self.journal, self.keep_alive = modules, journal, keep_alive
        self.mode = dict.fromkeys(modules, "1")
        self.open = set()
        self.busy = {}  # module: error code of the next commands
        self.news = None

    async def serve(self, reader, writer):
        line = Line(reader, writer)
        beat = asyncio.create_task(self._beat(line))
        self.news = line
        try:
            while True:
                match await line.next():
                    case str(text), False:
                        await line.token(NAK, 0x32)
                    case str(text), True if text[1:] in ("E", "M"):
                        await line.token(ACK)
                    case str(text), True:
                        await line.token(ACK)
                        await asyncio.sleep(0.015)
                        await line.send(self._answer(text, line.serial.peer))
                        self.journal.response(FAMILY)
        finally:
            beat.cancel()

    async def _beat(self, line):
        while True:
            await asyncio.sleep(self.keep_alive)
            await line.token(ENQ)

    async def tell(self, module, variables):
        """Something happened at a module."""
        await self.news.send(f"{module}E;{variables}")
        self.journal.response(FAMILY)

    def _answer(self, text, host):
        number, command, argument = text[0], text[1:3], text[4:] if text[3:4] == ";" else text[3:]
        if error := self.busy.pop(number, None):
            return f"{number}I;{error}"
        if command == "DC":
            self.open.add(number)
        elif command == "FC":
            self.open.discard(number)
        elif command == "LE":
            return f"{number}C;" + ";".join(self._variable(number, letter) for letter in argument)
        elif number not in self.modules:
            return f"{number}I;01"
        elif command == "MO":
            self.mode[number] = argument
            self.journal.order(FAMILY, host, self.modules[number].serial, "MO", argument)
        elif command in ("PR", "PO", "PB", "PV", "RV", "PP", "EP", "SI", "OF"):
            return f"{number}{self._order(number, command, argument, host)}"
        elif command not in ("DE", "AE", "LF", "LM", "LP", "AP"):
            return f"{number}I;01"
        return f"{number}C"

    def _variable(self, number, letter):
        pump = self.modules.get(number)
        match letter:
            case "b": return f"b{sum(1 << int(n) - 1 for n in self.modules):02X}"
            case "d": return f"d{round(pump.flow * 10):04X}"
            case "r": return f"r{round(pump.infused * 1000):08X}"
            case "m": return f"m{self.mode[number]}"
            case "a": return "a00"
        return f"{letter}0"

    def _order(self, number, command, argument, host):
        pump = self.modules[number]
        if self.mode[number] != "2" and command != "SI":
            return "I;02"
        if command == "PR" and int(argument, 16) / 10 > MAX_RATE:
            return "I;08"
        self.journal.order(FAMILY, host, pump.serial, command, argument or None)
        match command:
            case "PR":
                pump.rate = int(argument, 16) / 10
                pump.start()
            case "PO" | "OF": pump.stop()
            case "PB": pump.bolus(2.0, 600.0)
            case "RV": pump.clear()
        return "C"


class Host:
    """The computer at the base."""

    def __init__(self, network, host, peer, journal):
        self.network, self.host, self.peer, self.journal = network, host, peer, journal
        self.heard = asyncio.Queue()

    async def open(self):
        self.line = Line(*await sockets.connect(self.network, self.host, self.peer))
        self._task = asyncio.create_task(self._listen())
        return self

    async def close(self):
        self._task.cancel()
        await self.line.serial.close()

    async def _listen(self):
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                match await self.line.next():
                    case 0x05: await self.line.token(DC4)
                    case (0x15, code): self.heard.put_nowait((None, code))
                    case str(text), True:
                        await self.line.token(ACK)
                        if text[1:2] in ("E", "M"):
                            await self.line.send(text[:2])
                        else:
                            self.heard.put_nowait((text, None))

    async def ask(self, text):
        """The answer; None where the base didn't take the frame."""
        if not self.line.drop_sum:
            self.journal.request(FAMILY, text[1:3])
        await self.line.send(text)
        return (await asyncio.wait_for(self.heard.get(), 2))[0]
