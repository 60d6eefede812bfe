"""MLLP clients and the interface engine, by python-hl7, on hosts of a network."""

import asyncio
import socket

import hl7
from hl7.mllp import open_hl7_connection, start_hl7_server

LIMIT = 1 << 21


def _messages(text):
    """The messages of a frame: one, or those of a batch file."""
    if text[:3] not in ("FHS", "BHS"):
        return [hl7.parse(text)]
    return [message for batch in hl7.parse_file(text) for message in batch]


class Engine:
    """Answers every message. A PID-3 on `bad_ids` gets AE, an event on `refused` gets AR."""

    def __init__(self, network, host, port=6661, family=socket.AF_INET):
        self.bad_ids, self.refused, self.enhanced = set(), set(), False
        self.received = 0
        with network.inside(host):
            self._socket = socket.socket(family)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(("", port))
            self._socket.listen(50)
        self._tasks = set()

    async def start(self):
        self._server = await start_hl7_server(self._serve, sock=self._socket, limit=LIMIT)

    async def stop(self):
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        try:
            while True:
                block = await reader.readblock()
                self.received += 1
                for message in _messages(block.decode("latin-1").replace("\r\n", "\r").replace("\n", "\r")):
                    for answer in self._answers(message):
                        writer.writemessage(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            self._tasks.discard(asyncio.current_task())

    def _answers(self, message):
        """The acknowledgements of a message: commit first, where it asks for enhanced mode (MSH-15)."""
        msh = message.segment("MSH")
        code = "AA"
        if "PID" in [str(s[0]) for s in message] and str(message.segment("PID")(3)).split("^")[0] in self.bad_ids:
            code = "AE"
        if str(msh(9)(0)(1)) in self.refused:
            code = "AR"
        wants = [str(msh(i)) if len(msh) > i else "" for i in (15, 16)]
        if wants == ["", ""]:
            yield message.create_ack(code)
            return
        if wants[0] == "AL":
            yield message.create_ack("CA" if code == "AA" else "CE")
        if wants[1] == "AL":
            yield message.create_ack(code)


class Link:
    """A connection from a host to the engine."""

    def __init__(self, network, host, address, port=6661):
        self.network, self.host, self.peer = network, host, (address, port)
        self.writer = None

    async def open(self):
        with self.network.inside(self.host):
            sock = socket.socket(socket.AF_INET6 if ":" in self.peer[0] else socket.AF_INET)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, self.peer)
        self.reader, self.writer = await open_hl7_connection(sock=sock, limit=LIMIT)

    async def send(self, text, answers=1):
        """Sends a message on the open connection and waits for its answers."""
        self.writer.writeblock(text.encode("latin-1"))
        await self.writer.drain()
        return [await asyncio.wait_for(self.reader.readblock(), 20) for _ in range(answers)]

    async def send_alone(self, text):
        """Sends a message on a connection of its own."""
        await self.open()
        try:
            return await self.send(text)
        finally:
            await self.close()

    async def close(self):
        self.writer.close()
        await self.writer.wait_closed()
