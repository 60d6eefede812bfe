#!/usr/bin/python3
"""Writes the conversations of captures in pcaps/parts as recordings (see Recording.cs): *.bin beside this script. Needs tshark.

usage: make.py
"""

import pathlib
import struct
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
PARTS = HERE.parents[3] / "pcaps" / "parts"
MAX = 12_000  # bytes of a recording: the rest is bulk

RECORDINGS = {  # name: (capture, number of the connection)
    "tls10": ("tls-versions", 0), "tls11": ("tls-versions", 1), "tls12": ("tls-versions", 2), "tls13": ("tls-versions", 3),
    "tls-null": ("tls-weak", 0), "tls-anonymous": ("tls-weak", 1), "tls-cbc": ("tls-weak", 2), "tls-refused": ("tls-weak", 3),
    "tls-distrusted": ("tls-weak", 4), "tls-retry": ("tls-retry", 0), "tls-dicom": ("dicom-tls", 0),
    "ftp-user": ("ftp-login", 0), "ftp-anonymous": ("ftp-login", 3), "ftp-refused": ("ftp-login", 5), "ftp-tls": ("ftp-tls", 0), "ftp-no-user": ("ftp-tls", 2),
    "telnet": ("telnet-login", 0),
    "http-none": ("http-basic", 0), "http-basic": ("http-basic", 1), "http-head": ("http-basic", 2), "http-chunked": ("http-basic", 3),
}


def turns(capture, stream):
    out = subprocess.run(["tshark", "-n", "-r", PARTS / f"{capture}.pcap", "-q", "-z", f"follow,tcp,raw,{stream}"], capture_output=True, text=True,
                         check=True).stdout
    lines = [line for line in out.splitlines() if line.strip() and set(line.strip()) <= set("0123456789abcdef")]
    said = []
    for line in lines:
        direction, data = int(line.startswith("\t")), bytes.fromhex(line.strip())
        if said and said[-1][0] == direction:
            said[-1][1].extend(data)
        else:
            said.append((direction, bytearray(data)))
    return said


for name, (capture, stream) in RECORDINGS.items():
    left, out = MAX, b""
    for direction, data in turns(capture, stream):
        data = data[:left]
        left -= len(data)
        out += struct.pack(">BI", direction, len(data)) + data if data else b""
    (HERE / f"{name}.bin").write_bytes(out)
    print(f"{name}.bin: {len(out)} bytes, begins {out[5:17]!r}")
