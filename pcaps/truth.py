#!/usr/bin/python3
"""Writes truth.json: what tshark counts in every capture here, and where it can't be trusted.

usage: truth.py [CAPTURE...]     all captures when none is named; the others' entries are kept
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "tools"))
import pump_walk  # noqa: E402
import walk  # noqa: E402

COMMAND = re.compile(r"^\(0000,0100\)\s+2 Command Field\s+(\S+)")
TSHARK = ["tshark", "-2", "-n", "-o", "tcp.reassemble_out_of_order:TRUE", "--enable-heuristic", "dicom_tcp",
          "--enable-heuristic", "hl7_tcp"]


def tshark_counts(path, options=()):
    """PDUs, commands and messages by name. PDML is read because a frame may hold any number of them."""
    pdus, commands, messages = (collections.Counter() for _ in range(3))
    command = [*TSHARK, *options, "-r", str(path), "-Y", "dicom or hl7", "-T", "pdml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as tshark:
        for _, element in xml.iterparse(tshark.stdout):
            if element.tag == "field":
                show = element.get("show", "")
                name = element.get("name")
                if name == "dicom.pdu.type":
                    pdus[walk.PDUS.get(int(show, 0), show)] += 1
                elif name == "hl7.segment" and show.startswith("MSH"):
                    walk.count_header(show, messages)
                elif name == "" and (match := COMMAND.match(show)):
                    commands[match[1]] += 1
            elif element.tag == "packet":
                element.clear()
    return {"pdus": dict(sorted(pdus.items())), "commands": dict(sorted(commands.items())),
            "hl7": dict(sorted(messages.items()))}


def packets(path):
    out = subprocess.run(["capinfos", "-c", "-T", "-r", "-M", str(path)], capture_output=True, text=True, check=True).stdout
    return int(out.split("\t")[-1])


def entry(name, note):
    """The record of one capture. `note` is what its maker knows about it (parts/parts.json)."""
    path = HERE / name
    counted = tshark_counts(path, note.get("tshark", ()))
    walked = walk.count(HERE / "parts" / note["wraps"] if "wraps" in note else path)
    record = {"packets": packets(path), "bytes": path.stat().st_size, **counted}
    reasons = [note["no_oracle"]] if "no_oracle" in note else []
    if walked is not None and walked != counted:
        reasons.append("tshark differs from a plain walk over the complete streams, see walk")
    if note.get("tshark"):
        record["tshark_options"] = note["tshark"]
    record["oracle"] = not reasons
    if reasons:
        record["reason"] = "; ".join(reasons)
    if walked is None:
        record["complete"] = False
    else:
        record["complete"] = True
        if walked != counted:
            record["walk"] = walked
    if frames := pump_walk.count(path):
        record["frames"] = frames
    if "sent" in note:
        record["sent"] = note["sent"]
    if "on_the_wire" in note:
        record["on_the_wire"] = note["on_the_wire"]
    return record


def main(names):
    notes = json.loads((HERE / "parts" / "parts.json").read_text()) if (HERE / "parts" / "parts.json").exists() else {}
    captures = sorted(str(p.relative_to(HERE)) for p in HERE.rglob("*.pcap*"))
    target = HERE / "truth.json"
    truth = json.loads(target.read_text()) if target.exists() and names else {}
    for name in captures:
        if not names or name in names:
            truth[name] = entry(name, notes.get(pathlib.Path(name).name, {}))
            print(f"{name}: {truth[name]['packets']} packets" + ("" if truth[name]["oracle"] else f" ({truth[name]['reason']})"))
    truth = {name: truth[name] for name in captures if name in truth}
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(record)}" for name, record in truth.items())
    target.write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
