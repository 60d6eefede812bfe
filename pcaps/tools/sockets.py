"""TCP servers and clients on the hosts of a network, and terminal servers between them and serial lines."""

import asyncio
import contextlib
import socket

IAC = 0xFF
NEGOTIATION = bytes.fromhex("fffb00 fffd00 fffb01 fffb03")  # will and do binary, will echo, will suppress go-ahead (RFC 854)
AGREEMENT = bytes.fromhex("fffd00 fffb00 fffd01 fffd03")
NOTHING = bytes.fromhex("fff1")


class Server:
    """Listens on a host. `serve(reader, writer)` has one connection; all end with the server."""

    def __init__(self, network, host, port, serve):
        with network.inside(host):
            self._socket = socket.create_server(("", port))
        self._serve, self._tasks = serve, set()

    async def start(self):
        self._server = await asyncio.start_server(self._one, sock=self._socket)
        return self

    async def stop(self):
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _one(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        try:
            await self._serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._tasks.discard(asyncio.current_task())
            with contextlib.suppress(ConnectionError):
                writer.close()


async def connect(network, host, peer):
    """(reader, writer) of a connection from a host; OSError where nobody listens."""
    with network.inside(host):
        sock = socket.socket()
    sock.setblocking(False)
    try:
        await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, peer), 3)
    except BaseException:
        sock.close()
        raise
    return await asyncio.open_connection(sock=sock)


class Serial:
    """A serial line behind a TCP connection: whole writes, or a segment for each byte as slow terminal servers do."""

    def __init__(self, reader, writer, bytewise=False):
        self.reader, self.writer, self.bytewise = reader, writer, bytewise

    @property
    def peer(self):
        return self.writer.get_extra_info("peername")[0]

    async def write(self, data):
        for piece in ([data[i:i + 1] for i in range(len(data))] if self.bytewise else [data]):
            self.writer.write(piece)
            await self.writer.drain()
            if self.bytewise:
                await asyncio.sleep(0.0003)

    async def byte(self):
        """The next byte of the line, without what Telnet says in between."""
        while True:
            value = (await self.reader.readexactly(1))[0]
            if value != IAC:
                return value
            if 251 <= (await self.reader.readexactly(1))[0] <= 254:
                await self.reader.readexactly(1)

    async def close(self):
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
