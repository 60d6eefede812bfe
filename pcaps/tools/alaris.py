"""Alaris Asena syringe pumps behind terminal servers, and who asks them: ASCII frames with a CRC."""

import asyncio
import binascii

import sockets

FAMILY = "alaris"
PERMIT = "REMOTE_{}^ENABLED^****^PERMIT^0^ms"
MAX_RATE = 1200


def crc(text):
    """CRC-16/CCITT-FALSE in hexadecimal."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def frame(text):
    return f"!{text}|{crc(text)}\r".encode()


async def read_frame(line):
    """The text of the next frame on a line, and whether its sum is right. ESC inside means that it was given up."""
    while True:
        body = None
        while body is None or body[-1:] != b"\r":
            value = await line.byte()
            if value == 0x21:
                body = b""
            elif value == 0x1B:
                body = None
            elif body is not None:
                body += bytes([value])
        text, _, sum_ = body[:-1].decode("ascii", "replace").rpartition("|")
        return text, sum_ == crc(text)


class Port:
    """One TCP port of a terminal server, with one pump on its line."""

    def __init__(self, network, host, port, pump, journal, bytewise=False, telnet=False):
        self.pump, self.journal, self.host = pump, journal, host
        self.bytewise, self.telnet = bytewise, telnet
        self.faults = {}  # name of a command: "silent", "abort", "sum"
        self.code = crc(pump.serial)
        self.log_id = 127904
        self._server = sockets.Server(network, host, port, self._serve)

    async def start(self):
        await self._server.start()
        return self

    async def stop(self):
        await self._server.stop()

    async def _serve(self, reader, writer):
        line = sockets.Serial(reader, writer, self.bytewise)
        if self.telnet:
            await line.write(sockets.NEGOTIATION)
        while True:
            text, right = await read_frame(line)
            answer = self._answer(text, line.peer) if right else None
            if answer is None:
                continue
            await asyncio.sleep(0.012)
            await self._send(line, answer)

    async def _send(self, line, answer):
        data = frame(answer)
        fault = self.faults.pop(answer.split("^")[0], None)
        if fault == "silent":
            return
        if fault == "abort":
            await line.write(data[:len(data) // 2] + b"\x1b")
            await asyncio.sleep(0.05)
        elif fault == "sum":
            data = data[:-2] + (b"0" if data[-2:-1] != b"0" else b"1") + b"\r"
        await line.write(sockets.NOTHING + data if self.telnet else data)
        if fault != "sum":
            self.journal.response(FAMILY)

    def _answer(self, text, host):
        """What the pump says to a command; None: nothing. What it says to a wrong code isn't published: here it keeps silent."""
        pump = self.pump
        name, *arguments = text.split("^")
        if name in ("REMOTE_CTRL", "REMOTE_CFG"):
            if arguments == ["DISABLED"]:
                pump.remote = False
                return text
            if arguments[1:2] != [self.code]:
                return None
            pump.remote = True
            return PERMIT.format(name[7:])
        if arguments and not pump.remote:
            return None
        if arguments or name in ("INF_START", "INF_STOP", "INF_VI_CLEAR"):
            self.journal.order(FAMILY, host, pump.serial, name, "^".join(arguments) or None)
        match name:
            case "INF_START": pump.start()
            case "INF_STOP": pump.stop()
            case "INF_VI_CLEAR": pump.clear()
            case "INF_RATE" if arguments: pump.rate = min(MAX_RATE, float(arguments[0]))
            case "INF_BOLUS": pump.bolus(2.0, MAX_RATE)
        return self._words(name, text)

    def _words(self, name, text):
        pump = self.pump
        match name:
            case "COMMS_PROTOCOL": return "COMMS_PROTOCOL^Asena Rev 2.1.5"
            case "INST_SERIALNO": return f"INST_SERIALNO^{pump.serial}"
            case "COMMS_RESPONSE_MAX": return "COMMS_RESPONSE_MAX^4000^ms"
            case "SYRINGE_STATUS": return "SYRINGE_STATUS^BD PLASTIPAK^ 50^CONF"
            case "INF_RATE_MAX_SYRINGE": return f"INF_RATE_MAX_SYRINGE^{MAX_RATE}.00^ml/h"
            case "ALARM": return "ALARM^AL_NOALM^ ^ "
            case "INF_RATE": return f"INF_RATE^{pump.rate:.2f}^ml/h"
            case "INF_VI": return f"INF_VI^{pump.infused:.3f}^ml"
            case "INF":
                self.log_id += 1
                return (f"INF^{pump.serial}^-^SET^{pump.flow:.2f}^ml/h^^{pump.infused:.3f}^ml^17.91^mmHg^24+^EVENT^{self.log_id}")
        return text


class Master:
    """Who asks one pump, over one connection."""

    patience = 0.5  # as drivers have it

    def __init__(self, network, host, peer, journal, telnet=False):
        self.network, self.host, self.peer, self.journal, self.telnet = network, host, peer, journal, telnet

    async def open(self):
        self.line = sockets.Serial(*await sockets.connect(self.network, self.host, self.peer))
        if self.telnet:
            await self.line.write(sockets.AGREEMENT)
        return self

    async def close(self):
        await self.line.close()

    async def ask(self, text, again=True):
        """The answer, which repeats the command's name; None where there is none. As drivers do, it asks once more."""
        name = text.split("^")[0]
        self.journal.request(FAMILY, name)
        await self.line.write(frame(text))
        try:
            return await asyncio.wait_for(self._answer(name), self.patience)
        except TimeoutError:
            return await self.ask(text, False) if again else None

    async def _answer(self, name):
        while True:
            text, right = await read_frame(self.line)
            if right and text.split("^")[0] == name:
                return text

    async def identify(self):
        """The code that this pump wants, made of its serial number."""
        await self.ask("COMMS_PROTOCOL")
        return crc((await self.ask("INST_SERIALNO")).split("^")[1])
