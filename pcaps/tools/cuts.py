"""Recipes of captures made by editcap from others: begun late, or with frames missing from the mirror."""

import subprocess

import walk

RECIPES = {}


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


def _frames(path):
    """(number, payload bytes, from the client?) of each TCP frame."""
    out = subprocess.run(["tshark", "-n", "-r", str(path), "-Y", "tcp", "-T", "fields", "-e", "frame.number", "-e", "tcp.len",
                          "-e", "tcp.dstport"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split("\t"))) for line in out.splitlines()]
    server = rows[0][2]
    return [(number, length, port == server) for number, length, port in rows]


def _edit(lab, source, target, numbers, what, why):
    """A copy of a capture without the frames of these numbers."""
    origin = lab.out / source
    chosen = lab.folder / target
    subprocess.run(["editcap", "-F", "pcap", str(origin), str(chosen), *map(str, numbers)], check=True, capture_output=True)
    lab.keep(target, f"{source} without {what}",
             {"no_oracle": why, "cut_from": source, "frames_removed": list(numbers), "on_the_wire": walk.count(origin)})


@recipe
def dicom_midstream(lab):
    frames = _frames(lab.out / "dicom-bulk.pcap")
    # the association is open when the acceptor has sent its first data
    opened = next(i for i, (_, length, client) in enumerate(frames) if length and not client)
    while frames[opened + 1][2] is False or frames[opened + 1][1] == 0:
        opened += 1
    _edit(lab, "dicom-bulk.pcap", "dicom-midstream.pcap", range(1, frames[opened][0] + 1),
          "everything up to the association's acceptance", "begins inside an association: no presentation contexts")
    half = frames[len(frames) // 2][0]
    _edit(lab, "dicom-bulk.pcap", "dicom-midstream-half.pcap", range(1, half + 1),
          "its first half, cut anywhere", "begins inside an object")


@recipe
def dicom_lost(lab):
    frames = _frames(lab.out / "dicom-bulk.pcap")
    data = [number for number, length, client in frames if client and length >= 1400]
    body = data[len(data) // 3: len(data) // 3 + 2] + data[2 * len(data) // 3: 2 * len(data) // 3 + 1]
    _edit(lab, "dicom-bulk.pcap", "dicom-lost-body.pcap", body, f"frames {', '.join(map(str, body))}: two commands with the beginning of their objects, and pixel data",
          "frames missing")
    headers = [number for number, length, client in frames if client and length == 12]
    chosen = [headers[len(headers) // 2]]
    _edit(lab, "dicom-bulk.pcap", "dicom-lost-header.pcap", chosen,
          f"frame {chosen[0]}, the 12 bytes of a PDU's and PDV's headers (DCMTK sends them in a segment of their own)",
          "frames missing")
    following = {number: after for (number, _, _), (after, _, _) in zip(frames, frames[1:])}
    command = following[headers[len(headers) // 2]]
    _edit(lab, "dicom-bulk.pcap", "dicom-lost-command.pcap", [command],
          f"frame {command}, a C-STORE-RQ, the next PDU's headers and the start of the dataset", "frames missing")


@recipe
def hl7_midstream(lab):
    frames = _frames(lab.out / "hl7-persistent.pcap")
    cut = [number for number, length, client in frames if client and length][3]
    _edit(lab, "hl7-persistent.pcap", "hl7-midstream.pcap", range(1, cut), "everything before the fourth message",
          "begins inside a connection")


@recipe
def hl7_lost(lab):
    frames = _frames(lab.out / "hl7-big.pcapng")
    data = [number for number, length, client in frames if client and length >= 1400]
    chosen = data[len(data) // 2: len(data) // 2 + 2]
    _edit(lab, "hl7-big.pcapng", "hl7-lost-body.pcap", chosen, f"frames {', '.join(map(str, chosen))} in the middle of the document",
          "frames missing")
    frames = _frames(lab.out / "hl7-persistent.pcap")
    chosen = [[number for number, length, client in frames if client and length][5]]
    _edit(lab, "hl7-persistent.pcap", "hl7-lost-message.pcap", chosen, f"frame {chosen[0]}, a whole message", "frames missing")
