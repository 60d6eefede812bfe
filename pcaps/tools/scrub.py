"""Takes the capturing machine's name for its processor and kernel out of a pcapng file."""

import pathlib
import struct

# block type: (bytes of its body before the options, options to drop)
DROPPED = {0x0A0D0D0A: (16, (2, 3)), 1: (8, (12, 15))}  # section: hardware, system; interface: system, hardware


def scrub(path):
    """Drops these options; all else stays as dumpcap wrote it."""
    data = pathlib.Path(path).read_bytes()
    out, at = bytearray(), 0
    while at + 12 <= len(data):
        kind, length = struct.unpack_from("<II", data, at)
        block = data[at:at + length]
        out += _without(block, *DROPPED[kind]) if kind in DROPPED else block
        at += length
    pathlib.Path(path).write_bytes(bytes(out))


def _without(block, fixed, codes):
    at = 8 + fixed
    kept = bytearray(block[8:at])
    while at + 4 <= len(block) - 4:
        code, length = struct.unpack_from("<HH", block, at)
        size = 4 + (length + 3) // 4 * 4
        if code not in codes:
            kept += block[at:at + size]
        at += size
        if code == 0:
            break
    total = struct.pack("<I", len(kept) + 12)
    return block[:4] + total + bytes(kept) + total
