#!/usr/bin/env python3
"""Makes prefixes.bin, the table that VendorTable.cs reads, of the IEEE's public listing as Debian packs it: make.py [FOLDER VERSION]

Without arguments it reads the installed package ieee-data. The same package gives the same bytes. (The IEEE asserts no copyright in the listing and
doesn't restrict its distribution, says the package.) Numbers are little-endian, prefixes big-endian:

    length of the source in one byte, the source in ASCII ("ieee-data VERSION")
    number of prefixes of 24, of 28 and of 36 bits, number of names: 4 bytes each
    for each of the three lengths: the prefixes in ascending order, filled up with zero bits to 3, 4 and 5 bytes; then the number of each one's name, 2 bytes each
    for every 16th name: where it begins in the text, 4 bytes; then for every name its length, 1 byte
    the text: the names, UTF-8, in ordinal order
"""
import csv
import pathlib
import re
import struct
import subprocess
import sys

# Registries by the length of what they assign. IAB is the older name of blocks of 36 bits.
FILES = {24: ["oui.csv"], 28: ["mam.csv"], 36: ["oui36.csv", "iab.csv"]}

# What says how a company is owned, not who it is.
LEGAL = {
    "ab", "ag", "aps", "a/s", "as", "bhd", "bv", "b.v", "co", "company", "corp", "corporation", "d.o.o", "doo", "gmbh", "mbh", "inc", "incorporated", "kg", "kgaa", "aa", "kft",
    "limited", "llc", "llp", "lp", "ltd", "ltda", "n.v", "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "s.a", "s.a.s", "s.l", "s.p.a", "s.r.l", "s.r.o", "sa",
    "sarl", "sas", "sau", "sdn", "sl", "sp", "spa", "srl", "sro", "z.o.o", "l.l.c", "private", "&", "co.,ltd", "co.ltd", "co,ltd", "co.,ltd.", "e.k",
}
LONGEST = 40


def shorten(name):
    """A name without its legal form, of a length that fits a table."""
    words = re.sub(r"\(.*?\)|[\x00-\x1f\x7f]", " ", name).replace(", ", " ").split()
    while len(words) > 1 and words[-1].strip(".,;").lower() in LEGAL:
        words.pop()
    text = " ".join(words).strip(" .,;")
    if text.isupper() and len(text) > 5:
        text = " ".join(word if len(word) < 4 or any(c.isdigit() for c in word) else word.capitalize() for word in text.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0].strip(" .,;&-")
    return text


def read(folder):
    """Names by prefix, for each length; the listing names no owner for some, and some prefixes twice: then the first in ordinal order stands."""
    prefixes = {}
    for bits, files in FILES.items():
        owners = {}
        for file in files:
            with open(folder / file, encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(line for line in lines if line.strip()):
                    assignment, name = row["Assignment"].strip(), shorten(row["Organization Name"])
                    if len(assignment) * 4 == bits and name and name not in ("Private", "IEEE Registration Authority"):
                        owners.setdefault(int(assignment, 16), set()).add(name)
        prefixes[bits] = {prefix: min(names) for prefix, names in sorted(owners.items())}
    return prefixes


def pack(prefixes, version):
    names = sorted({name for owners in prefixes.values() for name in owners.values()})
    number = {name: i for i, name in enumerate(names)}
    texts = [name.encode() for name in names]
    assert len(names) < 1 << 16 and max(map(len, texts)) < 1 << 8
    source = f"ieee-data {version}".encode("ascii")
    out = bytes([len(source)]) + source + struct.pack("<4I", *(len(prefixes[bits]) for bits in FILES), len(names))
    for bits, owners in prefixes.items():
        width = (bits + 7) // 8
        out += b"".join((prefix << (8 * width - bits)).to_bytes(width, "big") for prefix in owners)
        out += b"".join(struct.pack("<H", number[name]) for name in owners.values())
    begins = [0]
    for text in texts:
        begins.append(begins[-1] + len(text))
    out += b"".join(struct.pack("<I", begin) for begin in begins[:-1:16])
    return out + bytes(map(len, texts)) + b"".join(texts)


def main(folder="/usr/share/ieee-data", version=None):
    version = version or subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}", "ieee-data"], text=True)
    table = pack(read(pathlib.Path(folder)), version)
    pathlib.Path(__file__).with_name("prefixes.bin").write_bytes(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
