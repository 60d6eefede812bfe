#!/usr/bin/python3
"""Takes the conversations out of pcaps/parts/pump-pcd.pcap, where a bedside system, a pump gateway and a charting system talk.

NAME.bin   for each turn one byte of direction (0 to server, 1 to client), four bytes of length (big-endian), the bytes

Run it in its folder. The capture has every segment, once and in order.
"""
import struct

CAPTURE = "../../../../../pcaps/parts/pump-pcd.pcap"
NAMES = {b"RGV^O15": "order", b"RRG^O16": "response", b"ORU^R42": "observations", b"ORU^R40": "alarms"}


def frames(path):
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at < len(data):
        length = struct.unpack_from(order + "I", data, at + 8)[0]
        yield data[at + 16:at + 16 + length]
        at += 16 + length


connections = {}
for frame in frames(CAPTURE):
    if frame[12:14] != b"\x08\x00" or frame[23] != 6:
        continue
    packet = frame[14:]
    segment = packet[(packet[0] & 15) * 4:struct.unpack(">H", packet[2:4])[0]]
    data = segment[(segment[12] >> 4) * 4:]
    source, target = (packet[12:16], segment[:2]), (packet[16:20], segment[2:4])
    client, turns = connections.setdefault(frozenset((source, target)), (source, []))
    direction = 0 if source == client else 1
    if data and turns and turns[-1][0] == direction:
        turns[-1][1].extend(data)
    elif data:
        turns.append((direction, bytearray(data)))

for _, turns in connections.values():
    kind = bytes(turns[0][1].split(b"|")[8][:7])
    with open(NAMES.pop(kind) + ".bin", "wb") as out:
        for direction, data in turns:
            out.write(struct.pack(">BI", direction, len(data)) + data)
