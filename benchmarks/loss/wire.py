"""What was said on the wire: a plain reading of complete captures, independent of the sensor and of tshark.

Every DIMSE command and HL7 message of a capture becomes an `Item`: who said it (identity), and which packets
carry its own bytes. Nothing clever: each TCP direction is laid out by sequence number from its SYN, then read
from its first byte to its last. Only right for captures that hold every byte.
"""

import bisect
import collections
import ipaddress
import pathlib
import struct
import subprocess
import tempfile

COMMANDS = {0x0001: "C-STORE", 0x0010: "C-GET", 0x0020: "C-FIND", 0x0021: "C-MOVE", 0x0030: "C-ECHO",
            0x0100: "N-EVENT-REPORT", 0x0110: "N-GET", 0x0120: "N-SET", 0x0130: "N-ACTION", 0x0140: "N-CREATE",
            0x0150: "N-DELETE"}
ACKNOWLEDGES = ("ACK", "MCF")

Packet = collections.namedtuple("Packet", "time link frame length")

# identity: (sender, receiver, what, id), sender and receiver as "address:port". Of the same identity there may be
# several (the pending answers to a query). copies: for each stretch of its own bytes the set of packets that carry it.
Item = collections.namedtuple("Item", "identity copies")


def packets(path):
    """All packets of a capture; times in microseconds."""
    with tempfile.TemporaryDirectory(prefix="loss-") as folder:
        plain = pathlib.Path(folder) / "plain.pcap"
        with open(path, "rb") as file:
            if file.read(4) != b"\xd4\xc3\xb2\xa1":
                subprocess.run(["editcap", "-F", "pcap", path, plain], check=True, capture_output=True)
                path = plain
        data = pathlib.Path(path).read_bytes()
    link, at, found = struct.unpack_from("<I", data, 20)[0] & 0xFFFF, 24, []
    while at + 16 <= len(data):
        seconds, micros, captured, length = struct.unpack_from("<IIII", data, at)
        found.append(Packet(seconds * 1_000_000 + micros, link, data[at + 16:at + 16 + captured], length))
        at += 16 + captured
    return found


def write(path, some):
    """A classic pcap file."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, some[0].link if some else 1))
        for packet in some:
            file.write(struct.pack("<IIII", *divmod(packet.time, 1_000_000), len(packet.frame), packet.length) + packet.frame)


def segment(packet):
    """(source, target, sequence, flags, payload) of a TCP packet over Ethernet, VLAN tags and IP; None for others."""
    frame = packet.frame
    if packet.link != 1 or len(frame) < 14:
        return None
    at, kind = 14, frame[12] << 8 | frame[13]
    while kind in (0x8100, 0x88A8):
        kind = frame[at + 2] << 8 | frame[at + 3]
        at += 4
    if kind == 0x0800 and frame[at + 9] == 6:
        end = at + (frame[at + 2] << 8 | frame[at + 3])
        source, target = (".".join(map(str, frame[i:i + 4])) for i in (at + 12, at + 16))
        at += (frame[at] & 15) * 4
    elif kind == 0x86DD and frame[at + 6] == 6:
        end = at + 40 + (frame[at + 4] << 8 | frame[at + 5])
        source, target = (str(ipaddress.IPv6Address(frame[i:i + 16])) for i in (at + 8, at + 24))
        at += 40
    else:
        return None
    from_port, to_port, sequence = struct.unpack_from(">HHI", frame, at)
    return (f"{source}:{from_port}", f"{target}:{to_port}", sequence, frame[at + 13], frame[at + (frame[at + 12] >> 4) * 4:end])


class Stream:
    """One direction of one connection: its bytes, and where each packet's piece of them lies."""

    def __init__(self, source, target, start):
        self.source, self.target, self.start, self.pieces = source, target, start, []

    def lay_out(self):
        """The bytes; whether all of them are there."""
        self.pieces.sort(key=lambda piece: piece[0])
        data = bytearray()
        for offset, payload, _ in self.pieces:
            if offset > len(data):
                return bytes(data), False
            data += payload[len(data) - offset:]
        return bytes(data), True

    def copies(self, begin, end):
        """For each stretch of [begin, end) the packets that carry it; as a tuple of frozensets."""
        within = self._within(begin, end)
        marks = sorted({begin, end, *(p for offset, payload, _ in within for p in (offset, offset + len(payload)) if begin < p < end)})
        return tuple(frozenset(number for offset, payload, number in within if offset <= a and offset + len(payload) > a)
                     for a in marks[:-1])

    def _within(self, begin, end):
        # No segment is longer than 64 KiB.
        low = bisect.bisect_left(self.pieces, begin - 65536, key=lambda piece: piece[0])
        high = bisect.bisect_left(self.pieces, end, key=lambda piece: piece[0])
        return [piece for piece in self.pieces[low:high] if piece[0] + len(piece[1]) > begin]


def read(all_packets):
    """The items of all directions that hold every byte."""
    streams, closed = {}, []
    for number, packet in enumerate(all_packets):
        found = segment(packet)
        if found is None:
            continue
        source, target, sequence, flags, payload = found
        stream = streams.get((source, target))
        if flags & 2:
            if stream is not None and stream.start != sequence:
                closed.append(stream)
            if stream is None or stream.start != sequence:
                streams[source, target] = Stream(source, target, sequence)
        elif payload and stream is not None:
            offset = (sequence - stream.start - 1) & 0xFFFFFFFF
            if offset < 0x80000000:
                stream.pieces.append((offset, payload, number))
    items = []
    for stream in [*closed, *streams.values()]:
        data, complete = stream.lay_out()
        if not complete or not data:
            continue
        if data[0] == 0x0B:
            messages(stream, data, items)
        elif len(data) >= 10 and 1 <= data[0] <= 7 and data[1] == 0:
            commands(stream, data, items)
    return items


def commands(stream, data, items):
    """PS3.8 9.3.1: PDU by PDU, and in each P-DATA-TF PDV by PDV. A command's own bytes are its command set's, without any header."""
    at, held = 0, []
    while at + 6 <= len(data):
        kind, length = data[at], struct.unpack_from(">I", data, at + 2)[0]
        end, item = at + 6 + length, at + 6
        while kind == 4 and item + 6 <= min(end, len(data)):
            size, _, control = struct.unpack_from(">IBB", data, item)
            if control & 1:
                held.append((item + 6, item + 4 + size))
                if control & 2:
                    command(stream, data, held, items)
                    held = []
            item += 4 + size
        at = end


def command(stream, data, held, items):
    bytes_, at, values = b"".join(data[a:b] for a, b in held), 0, {}
    while at + 8 <= len(bytes_):
        group, element, length = struct.unpack_from("<HHI", bytes_, at)
        if group == 0 and length == 2:
            values[element] = struct.unpack_from("<H", bytes_, at + 8)[0]
        at += 8 + length
    field = values.get(0x0100)
    if field is None or field == 0x0FFF:
        return
    answer = field & 0x8000
    name = COMMANDS[field & 0x7FFF] + ("-RSP" if answer else "-RQ")
    identity = (stream.source, stream.target, name, values.get(0x0120 if answer else 0x0110))
    items.append(Item(identity, tuple(c for a, b in held for c in stream.copies(a, b))))


def messages(stream, data, items):
    """From MSH to the frame's FS. An acknowledgement is known by what it answers and how."""
    at = 0
    while (begin := data.find(b"\x0b", at)) >= 0:
        end = data.find(b"\x1c", begin)
        end = len(data) if end < 0 else end
        starts = [begin + 1] if data.startswith(b"MSH", begin + 1) else []
        next_header = begin
        while (next_header := data.find(b"\rMSH", next_header, end)) >= 0:      # a batch
            next_header += 1
            starts.append(next_header)
        for start, stop in zip(starts, [*starts[1:], end]):
            identity = message_identity(data[start:stop].decode("latin-1"))
            items.append(Item((stream.source, stream.target, *identity), stream.copies(start, stop)))
        at = end


def message_identity(text):
    """("message", MSH-10), or ("answer", MSA-2 and MSA-1)."""
    header, *rest = ([field.strip() for field in line.split(text[3])] for line in text.replace("\n", "\r").split("\r"))
    if len(header) > 8 and header[8].split(text[4])[0] in ACKNOWLEDGES:
        for segment_ in rest:
            if segment_[0] == "MSA" and len(segment_) > 2:
                return "answer", f"{segment_[2]} {segment_[1]}"
    return "message", header[9] if len(header) > 9 else ""
