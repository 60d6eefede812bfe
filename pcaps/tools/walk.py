"""Counts DICOM PDUs, DIMSE commands and HL7 messages by plain reading of whole TCP streams.

A second opinion beside tshark: no heuristics beyond the first bytes of a stream, and only right for captures
that hold every byte. Reads classic pcap of Ethernet or cooked Linux frames; others through editcap.
"""

import collections
import pathlib
import struct
import subprocess
import tempfile

PDUS = {1: "A-ASSOCIATE-RQ", 2: "A-ASSOCIATE-AC", 3: "A-ASSOCIATE-RJ", 4: "P-DATA-TF", 5: "A-RELEASE-RQ",
        6: "A-RELEASE-RP", 7: "A-ABORT"}
COMMANDS = {0x0001: "C-STORE", 0x0010: "C-GET", 0x0020: "C-FIND", 0x0021: "C-MOVE", 0x0030: "C-ECHO",
            0x0100: "N-EVENT-REPORT", 0x0110: "N-GET", 0x0120: "N-SET", 0x0130: "N-ACTION", 0x0140: "N-CREATE",
            0x0150: "N-DELETE"}
COOKED2, COOKED1, ETHERNET = 276, 113, 1


def count(path):
    """The counts of one capture; None if some stream has a hole."""
    streams, whole = _streams(path)
    pdus, commands, messages = (collections.Counter() for _ in range(3))
    for data in streams:
        if data[:1] == b"\x0b":
            _messages(data, messages)
        elif len(data) >= 10 and 1 <= data[0] <= 7 and data[1] == 0:
            whole &= _pdus(data, pdus, commands)
    return {"pdus": dict(sorted(pdus.items())), "commands": dict(sorted(commands.items())),
            "hl7": dict(sorted(messages.items()))} if whole else None


def _records(path):
    with tempfile.TemporaryDirectory(prefix="pcaps-") as folder:
        plain = pathlib.Path(folder) / "plain.pcap"
        with open(path, "rb") as file:
            if file.read(4) == b"\x0a\x0d\x0d\x0a":
                subprocess.run(["editcap", "-F", "pcap", path, plain], check=True, capture_output=True)
                path = plain
        data = pathlib.Path(path).read_bytes()
    link = struct.unpack_from("<I", data, 20)[0] & 0xFFFF
    at = 24
    while at + 16 <= len(data):
        captured, length = struct.unpack_from("<II", data, at + 8)
        yield link, data[at + 16:at + 16 + captured], length
        at += 16 + captured


def _segments(path):
    """(source, port, destination, port), sequence number, flags, payload of each TCP segment."""
    for link, frame, _ in _records(path):
        if link == COOKED2:
            kind, at = struct.unpack_from(">H", frame, 0)[0], 20
        else:
            at = 16 if link == COOKED1 else 14
            kind = struct.unpack_from(">H", frame, at - 2)[0]
        while kind in (0x8100, 0x88A8):
            kind = struct.unpack_from(">H", frame, at + 2)[0]
            at += 4
        if kind == 0x0800 and frame[at + 9] == 6:
            end = at + struct.unpack_from(">H", frame, at + 2)[0]
            addresses = frame[at + 12:at + 16], frame[at + 16:at + 20]
            at += (frame[at] & 15) * 4
        elif kind == 0x86DD and frame[at + 6] == 6:
            end = at + 40 + struct.unpack_from(">H", frame, at + 4)[0]
            addresses = frame[at + 8:at + 24], frame[at + 24:at + 40]
            at += 40
        else:
            continue
        if at + 20 > len(frame):
            continue
        source, target, sequence = struct.unpack_from(">HHI", frame, at)
        flags = frame[at + 13]
        yield ((addresses[0], source, addresses[1], target), sequence, flags,
               frame[at + (frame[at + 12] >> 4) * 4:end], end - at - (frame[at + 12] >> 4) * 4)


def _streams(path):
    """The bytes of each direction of each connection, and whether all of them are there."""
    held, whole, generation = {}, True, collections.Counter()
    for key, sequence, flags, payload, length in _segments(path):
        if flags & 2:
            if (key, generation[key]) in held and held[key, generation[key]][0] != sequence:
                generation[key] += 1
            held.setdefault((key, generation[key]), (sequence, {}))
            continue
        if not length:
            continue
        name = key, generation[key]
        if name not in held or len(payload) < length:
            whole = False
            continue
        start, pieces = held[name]
        offset = (sequence - start - 1) & 0xFFFFFFFF
        if offset < 0x80000000:
            pieces.setdefault(offset, payload)
            if len(pieces[offset]) < len(payload):
                pieces[offset] = payload
    out = []
    for _, pieces in held.values():
        data = bytearray()
        for offset in sorted(pieces):
            if offset > len(data):
                whole = False
                break
            data += pieces[offset][len(data) - offset:]
        out.append(bytes(data))
    return out, whole


def _pdus(data, pdus, commands):
    at = 0
    while at + 6 <= len(data):
        kind, length = data[at], struct.unpack_from(">I", data, at + 2)[0]
        pdus[PDUS[kind]] += 1
        end, item = at + 6 + length, at + 6
        while kind == 4 and item + 6 <= min(end, len(data)):
            size, _, control = struct.unpack_from(">IBB", data, item)
            if control & 1:
                _command(data[item + 6:item + 4 + size], commands)
            item += 4 + size
        at = end
    return at == len(data)


def _command(data, commands):
    at = 0
    while at + 8 <= len(data):
        group, element, length = struct.unpack_from("<HHI", data, at)
        if (group, element) == (0, 0x0100):
            field = struct.unpack_from("<H", data, at + 8)[0]
            name = "C-CANCEL-RQ" if field == 0x0FFF else f"{COMMANDS[field & 0x7FFF]}-{'RSP' if field & 0x8000 else 'RQ'}"
            commands[name] += 1
        at += 8 + length


def _messages(data, messages):
    for block in data.split(b"\x0b")[1:]:
        for segment in block.replace(b"\n", b"\r").split(b"\r"):
            if segment[:3] == b"MSH" and len(segment) > 8:
                count_header(segment.decode("latin-1"), messages)


def count_header(segment, messages):
    """Counts a message by MSH-9.1^MSH-9.2 of its header segment."""
    fields = segment.split(segment[3])
    parts = fields[8].split(segment[4]) if len(fields) > 8 else [""]
    messages["^".join(parts[:2]) or "?"] += 1
