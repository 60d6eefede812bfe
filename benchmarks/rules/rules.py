#!/usr/bin/python3
"""Writes a file of rules such as a large hospital might have: rules.py OUT [COUNT]

COUNT rules (200), over all kinds of facts, two in three on DICOM operations and HL7 messages, as these are the most frequent. Their conditions name
applications, AE titles, message types, SOP classes, addresses, roles and hours as real ones do: most rules are about a few of many systems, some about all of
them. A third tells each match, the others count, count different values, add up, or look at what follows or doesn't. The same numbers give the same rules.
"""
import pathlib
import random
import sys

APPLICATIONS = [f"{kind}{n}" for kind in ("HIS", "CPOE", "LIS", "RIS", "PATH", "PHARM", "CARD", "ICU") for n in range(8)] + ["ENGINE"]
TITLES = [f"{kind}{n}" for kind in ("CT", "MR", "US", "CR", "DX", "XA", "NM", "PACS", "WS") for n in range(1, 8)] + ["STORESCU", "STORESCP", "ARCHIVE"]
TYPES = ["ADT^A01", "ADT^A03", "ADT^A08", "ADT^A40", "ORM^O01", "ORU^R01", "SIU^S12", "MDM^T02", "DFT^P03", "RDE^O11", "RGV^O15", "QRY^A19", "BAR^P01", "VXU^V04", "MFN^M02"]
CLASSES = ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.88.11",
           "1.2.840.10008.5.1.4.31", "1.2.840.10008.3.1.2.3.3", "1.2.840.10008.5.1.4.1.2.2.1", "1.2.840.10008.1.20.1", "1.2.840.10008.5.1.4.1.1.104.1"]
COMMANDS = ["C-STORE", "C-FIND", "C-MOVE", "C-GET", "C-ECHO", "N-CREATE", "N-SET", "N-ACTION", "N-DELETE", "N-EVENT-REPORT"]
ROLES = ["modality", "archive", "workstation", "ris", "pump-server", "interface-engine", "monitor", "laboratory-system"]


def some(chance, values, most):
    return "[" + ", ".join(f'"{v}"' for v in chance.sample(values, chance.randint(1, most))) + "]"


def network(chance):
    return f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.0/24"


def place(chance):
    return chance.choice([
        lambda: f"src.ip in {network(chance)}", lambda: f"dest.ip not in [{network(chance)}, {network(chance)}]", lambda: f"src.role in {some(chance, ROLES, 3)}",
        lambda: f"dest.role == {chance.choice(ROLES)}", lambda: "not dest.internal", lambda: "time.hour in 22..5", lambda: "not time.working", lambda: "not maintenance",
        lambda: "time.weekday in [saturday, sunday]", lambda: "src.internal and not dest.internal"])()


def operation(chance):
    return "dicom.operation", chance.choice([
        lambda: f"command == {chance.choice(COMMANDS[1:])} and status_class == failure",
        lambda: f"command in {some(chance, COMMANDS, 3)} and calling_ae in {some(chance, TITLES, 6)}",
        lambda: f"command == C-STORE and sop_class in {some(chance, CLASSES, 3)} and request_bytes > {chance.randint(100, 900)}MB",
        lambda: f"command == C-FIND and pending > {chance.randint(50, 500)}",
        lambda: f"called_ae in {some(chance, TITLES, 4)} and calling_ae not like [\"CT*\", \"MR*\", \"ST*\"]",
        lambda: f"command == C-STORE and first_response > {chance.randint(5, 60)}s",
        lambda: f"status in [0xA700, 0x{chance.randint(0xA900, 0xAFFF):X}, 0xC000..0xCFFF]",
        lambda: f"command == C-MOVE and move_destination not in {some(chance, TITLES, 8)}",
        lambda: f"sop_class like 1.2.840.10008.5.1.4.1.1.{chance.randint(2, 500)}.* and calling_ae == {chance.choice(TITLES)}"])()


def message(chance):
    return "hl7.message", chance.choice([
        lambda: f"type in {some(chance, TYPES[7:], 3)}",
        lambda: f"type == {chance.choice(TYPES)} and sending_application in {some(chance, APPLICATIONS, 4)}",
        lambda: f"sending_application == {chance.choice(APPLICATIONS)} and receiving_application not in {some(chance, APPLICATIONS, 6)}",
        lambda: f"ack in [AE, AR] and type like \"{chance.choice(['ADT', 'ORM', 'ORU', 'SIU'])}^*\"",
        lambda: f"type == {chance.choice(TYPES)} and bytes > {chance.randint(64, 900)}kB",
        lambda: f"observations > {chance.randint(200, 900)} or segments > {chance.randint(300, 999)}",
        lambda: f"processing_id in [T, D] and sending_facility is known and {place(chance)}",
        lambda: f"ack_time > {chance.randint(5, 60)}s and receiving_application in {some(chance, APPLICATIONS, 5)}",
        lambda: f"version not in [\"2.3\", \"2.3.1\", \"2.4\", \"2.5\", \"2.5.1\", \"2.6\"] and {place(chance)}",
        lambda: "retry or duplicate", lambda: "unsolicited and not damaged", lambda: "irregular"])()


def other(chance):
    return chance.choice([
        lambda: ("dicom.association", f"result == rejected and called_ae in {some(chance, TITLES, 5)}"),
        lambda: ("dicom.association", f"proposed > {chance.randint(60, 120)} and operations == 0"),
        lambda: ("dicom.association", f"calling_ae like \"{chance.choice('ABCXYZ')}*\" and {place(chance)}"),
        lambda: ("flow.ended", f"server_port in [21, 23, 445, 3389, {chance.randint(1024, 9999)}] and {place(chance)}"),
        lambda: ("flow.ended", f"bytes_toserver > {chance.randint(1, 50)}GB and not src.expects_bulk_transfer"),
        lambda: ("flow.started", f"server_port == {chance.randint(1, 65535)} and {place(chance)}"),
        lambda: ("tls.session", f"version in [\"TLSv1\", SSLv3] and {place(chance)}"),
        lambda: ("http.exchange", f"status in [401, 403] and {place(chance)}"),
        lambda: ("arp.binding", "changed and not maintenance"),
        lambda: ("stream.conflict", f"bytes > {chance.randint(1, 1400)}")])()


def shape(chance, kind):
    number = {"dicom.operation": "request_bytes", "hl7.message": "bytes", "flow.ended": "bytes_toserver"}.get(kind)
    within = chance.choice(["1m", "10m", "1h", "8h"])
    per = chance.choice(["", "per: src.ip", "per: dest.ip", "per: [src.ip, dest.ip]"])
    chosen = chance.choice(["each", "each", "count", "distinct", "sum" if number else "count", "absence" if chance.random() < 0.5 else "count", "sequence" if chance.random() < 0.3 else "each"])
    return chosen, {
        "each": [per], "count": [per, f"count: {{at_least: {chance.choice([5, 10, 50, 200])}, within: {within}}}"],
        "distinct": ["per: src.ip", f"distinct: {{of: dest.ip, at_least: {chance.choice([5, 10, 20])}, within: {within}}}"],
        "sum": [per, f"sum: {{of: {number}, at_least: {chance.choice([1, 10, 100])}GB, within: {within}}}"],
        "absence": [per, f"absence: {{after: {chance.randint(5, 50)}, within: {within}}}"], "sequence": []}[chosen]


def rule(number, chance):
    kind, when = operation(chance) if number % 3 == 0 else message(chance) if number % 3 == 1 else other(chance)
    if chance.random() < 0.3:
        when = f"({when}) and {place(chance)}"
    chosen, lines = shape(chance, kind)
    if chosen == "sequence":
        lines = ["sequence:", f"  - {{on: {kind}, when: '{when}'}}", f"  - {{on: {kind}, when: '{place(chance)}', within: 10m}}"]
    else:
        lines = [f"on: {kind}", f"when: '{when}'", *lines]
    return "\n".join([f"  - rule: bench-{number}", f"    id: {100_000 + number}", f"    severity: {chance.choice(['low', 'medium', 'high'])}", "    title: Something to look at",
                      *(f"    {line}" for line in lines if line), "    observed: \"{count}\"", "    explanation: \"{src} and {dest}, {count} times.\"",
                      "    meaning: It has one.", "    next_steps: [Look at it.]", "    benign_causes: [Ordinary work]", ""])


def main():
    out, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    chance = random.Random(4)
    out.write_text("rules:\n" + "".join(rule(number, chance) for number in range(count)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
