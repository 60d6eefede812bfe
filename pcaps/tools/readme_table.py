"""Writes the table of captures into README.md, between its two markers, from truth.json and the captures' notes.

usage: readme_table.py README.md
"""

import json
import pathlib
import sys

BEGIN, END = "<!-- table -->", "<!-- end of table -->"


def counts(record):
    """The most telling numbers of a capture."""
    record = record.get("on_the_wire") or record.get("walk") or record
    commands = [f"{n} {name}" for name, n in record["commands"].items() if name.endswith("-RQ")]
    messages = sum(n for name, n in record["hl7"].items() if not name.startswith("ACK"))
    acks = sum(n for name, n in record["hl7"].items() if name.startswith("ACK"))
    return ", ".join(commands + ([f"{messages} HL7 messages, {acks} ACK"] if messages or acks else [])) or "-"


def main(readme):
    path = pathlib.Path(readme)
    here = path.resolve().parent
    truth = json.loads((here / "truth.json").read_text())
    notes = json.loads((here / "parts" / "parts.json").read_text())
    rows = ["| File | Bytes | Packets | What is inside | Requests and messages on the wire | tshark right |", "|---|--:|--:|---|---|---|"]
    for name, record in truth.items():
        what = notes.get(pathlib.Path(name).name, {}).get("what", "see above")
        rows.append(f"| `{name}` | {record['bytes']} | {record['packets']} | {what} | {counts(record)} "
                    f"| {'yes' if record['oracle'] else 'no'} |")
    text = path.read_text()
    before, rest = text.split(BEGIN)
    path.write_text(before + BEGIN + "\n" + "\n".join(rows) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main(sys.argv[1])
