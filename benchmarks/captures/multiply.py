#!/usr/bin/python3
"""Many devices with many connections open at a time, from recordings of a few: what memory is measured on.

multiply.py OUT [--devices 10000] [--flows 100000] RECORDING...

A recording is a classic pcap of Ethernet with one TCP connection. Each copy has its client's address from 10.0.0.0/8 (as many as devices, less the servers), one of
100 servers' in 172.16.0.0/16 and a port of its own; all begin within five minutes, and none ends: packets from the first FIN or RST on are left out. Checksums stay
those of the recording. Only the standard library is needed.
"""
import argparse
import heapq
import pathlib
import struct

SERVERS = 100
BEGIN = 1_780_000_000 * 10**9
SPAN = 300 * 10**9


def conversation(path):
    """[(nanoseconds since the first packet, from the client, frame)] up to the connection's end."""
    data = path.read_bytes()
    if data[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1"):
        raise SystemExit(f"{path}: not a little-endian classic pcap file")
    scale = 1000 if data[:4] == b"\xd4\xc3\xb2\xa1" else 1
    packets, client, first, at = [], None, None, 24
    while at + 16 <= len(data):
        seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, at)
        frame = data[at + 16:at + 16 + captured]
        at += 16 + captured
        if frame[12:14] != b"\x08\x00" or frame[23] != 6:
            continue
        time = seconds * 10**9 + fraction * scale
        ip_length = (frame[14] & 15) * 4
        source = frame[26:30] + frame[14 + ip_length:16 + ip_length]
        if client is None:
            client, first = source, time
        if frame[14 + ip_length + 13] & 0x05:
            break
        packets.append((time - first, source == client, frame))
    if not packets:
        raise SystemExit(f"{path}: no TCP over IPv4 in it")
    return packets


def copies(packets, number, options):
    """The packets of one copy, in time order."""
    device = number % (options.devices - SERVERS)
    client = bytes([10, device >> 16, device >> 8 & 255, device & 255])
    server = bytes([172, 16, 0, 1 + number % SERVERS])
    port = struct.pack(">H", 20_000 + number // (options.devices - SERVERS) * 7 % 40_000)
    client_mac, server_mac = b"\x02\x0a" + client, b"\x02\xac" + server
    begin = BEGIN + SPAN * number // options.flows
    for time, from_client, frame in packets:
        frame = bytearray(frame)
        ports = 14 + (frame[14] & 15) * 4
        ends = (client, server) if from_client else (server, client)
        frame[0:12] = server_mac + client_mac if from_client else client_mac + server_mac
        frame[26:34] = ends[0] + ends[1]
        place = ports if from_client else ports + 2
        frame[place:place + 2] = port
        yield begin + time, number, bytes(frame)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("recordings", type=pathlib.Path, nargs="+")
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--flows", type=int, default=100_000)
    options = parser.parse_args()
    recordings = [conversation(path) for path in options.recordings]
    longest = max(packets[-1][0] for packets in recordings)
    with open(options.out, "wb", buffering=1 << 20) as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 1))
        waiting, count = [], 0
        for number in range(options.flows):
            for packet in copies(recordings[number % len(recordings)], number, options):
                heapq.heappush(waiting, packet)
            # No later copy begins before this one.
            while waiting and (number + 1 == options.flows or waiting[0][0] <= BEGIN + SPAN * number // options.flows):
                time, _, frame = heapq.heappop(waiting)
                out.write(struct.pack("<IIII", time // 10**9, time % 10**9, len(frame), len(frame)) + frame)
                count += 1
    print(f"{options.out}: {count:,} packets, {options.flows:,} connections of {options.devices:,} devices, each open for good after {longest / 1e9:.1f} s at most")


if __name__ == "__main__":
    main()
