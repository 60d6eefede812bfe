"""Counts frames of pump protocols by plain reading of whole TCP streams: those whose sums are right, and those that look like frames but aren't.

A second opinion that knows no commands, no sides and no order; only right for captures that hold every byte.
"""

import re

import alaris
import bcc
import dianet
import orchestra
import walk

TELNET = re.compile(rb"\xff(?:[\xfb-\xfe].|[^\xff])", re.DOTALL)
ALARIS = re.compile(rb"!([ \"-~]*)\|([0-9A-F]{4})\r")
BCC = re.compile(rb"\x01(\d{5})\x02([^\x01\x03\x17]*)([\x03\x17])(\d{5})\x04")
ORCHESTRA = re.compile(rb"\x02([ -~]*?)([0-9A-F]{2})\x03")


def count(path):
    """Good and bad frames by family; None if some stream has a hole."""
    streams, whole = walk._streams(path)
    counts = {}
    for data in streams:
        for family, judge in (("bcc", _bcc), ("alaris", _alaris), ("fresenius", _orchestra), ("dianet", _dianet)):
            judged = judge(data)
            if any(judged):
                entry = counts.setdefault(family, {"good": 0, "bad": 0})
                entry["good"] += judged.count(True)
                entry["bad"] += judged.count(False)
                break
    return dict(sorted(counts.items())) if whole else None


def _alaris(data):
    return [alaris.crc(m[1].decode()) == m[2].decode() for m in ALARIS.finditer(TELNET.sub(b"", data))]


def _bcc(data):
    return [any(_is_block(m, stuffed) for stuffed in (False, True)) for m in BCC.finditer(data)]


def _is_block(match, stuffed):
    text = match[2].decode("utf-8", "replace")
    bed, _, info = (bcc.unstuffed(text) if stuffed else text).partition("/1/1>")
    return bcc.frame(bed, info, match[3] == b"\x17", stuffed) == match[0]


def _orchestra(data):
    return [orchestra.frame(m[1].decode()) == m[0] for m in ORCHESTRA.finditer(data)]


def _dianet(data):
    if data[:1] != b"\x7e":
        return []
    bodies = (re.sub(rb"\x7d(.)", lambda m: bytes([m[1][0] ^ 0x20]), piece, flags=re.DOTALL) for piece in data.split(b"\x7e") if piece)
    return [len(body) > 3 and dianet.crc(body[:-2]) == int.from_bytes(body[-2:], "big") for body in bodies]
