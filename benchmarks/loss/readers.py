"""What a program found in a capture, by the identities of wire.py."""

import base64
import collections
import hashlib
import hmac
import html
import json
import pathlib
import re
import subprocess
import tempfile

import wire

MASK = 0xFFFF_FFFF_FFFF_FFFF


class Pseudonyms:
    """The sensor tells message control ids as keyed pseudonyms: SipHash-2-4 of 128 bits under a subkey, here made again."""

    def __init__(self, capture):
        with open(capture, "rb") as file:
            key = hashlib.sha256(file.read(1 << 20)).digest()
        subkey = hmac.digest(key, b"message", "sha256")
        self.k0, self.k1 = int.from_bytes(subkey[:8], "little"), int.from_bytes(subkey[8:16], "little")

    def of(self, text):
        data = text.encode("latin-1")
        v = [self.k0 ^ 0x736f6d6570736575, self.k1 ^ 0x646f72616e646f6d ^ 0xee, self.k0 ^ 0x6c7967656e657261, self.k1 ^ 0x7465646279746573]
        padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 255])
        for at in range(0, len(padded), 8):
            word = int.from_bytes(padded[at:at + 8], "little")
            v[3] ^= word
            rounds(v, 2)
            v[0] ^= word
        v[2] ^= 0xee
        rounds(v, 4)
        first = v[0] ^ v[1] ^ v[2] ^ v[3]
        v[1] ^= 0xdd
        rounds(v, 4)
        second = v[0] ^ v[1] ^ v[2] ^ v[3]
        return "p_" + base64.b32encode(first.to_bytes(8, "little") + second.to_bytes(8, "little")).decode().rstrip("=").lower()


def rounds(v, count):
    a, b, c, d = v
    for _ in range(count):
        a = (a + b) & MASK
        b = ((b << 13 | b >> 51) & MASK) ^ a
        a = (a << 32 | a >> 32) & MASK
        c = (c + d) & MASK
        d = ((d << 16 | d >> 48) & MASK) ^ c
        a = (a + d) & MASK
        d = ((d << 21 | d >> 43) & MASK) ^ a
        c = (c + b) & MASK
        b = ((b << 17 | b >> 47) & MASK) ^ c
        c = (c << 32 | c >> 32) & MASK
    v[:] = a, b, c, d


def sensor(command, capture, identities):
    """Found items by identity. `identities`: those that could be found, for pseudonyms only go one way."""
    with tempfile.TemporaryDirectory(prefix="loss-") as folder:
        subprocess.run([*command, "replay", capture, "--out", folder], check=True, capture_output=True)
        names, pseudonyms, found = {}, Pseudonyms(capture), collections.Counter()
        for what, name in {(i[2], i[3]) for i in identities if i[2] in ("message", "answer")}:
            plain = name.rsplit(" ", 1)[0] if what == "answer" else name
            names[pseudonyms.of(plain.strip())] = plain
        with open(pathlib.Path(folder, "events.jsonl"), encoding="utf-8") as lines:
            for line in lines:
                if '"event_type":"dicom"' in line or '"event_type":"hl7"' in line:
                    take(json.loads(line), names, found)
    return found


def take(event, names, found):
    asker, asked = (f"{event[end + '_ip']}:{event[end + '_port']}" for end in ("src", "dest"))
    if (dicom := event.get("dicom", {})).get("type") == "dimse":
        if dicom["requested"]:
            found[asker, asked, dicom["command"] + "-RQ", dicom["message_id"]] += 1
        final = "status" in dicom and dicom["status_class"] != "pending"
        found[asked, asker, dicom["command"] + "-RSP", dicom["message_id"]] += dicom.get("pending", 0) + final
    elif hl7 := event.get("hl7"):
        whole = not hl7.get("truncated")
        if "answers" in hl7 and hl7["type"].split("^")[0] in wire.ACKNOWLEDGES:
            found[asker, asked, "answer", f"{names.get(hl7['answers'].get('control_id'), '?')} {hl7['answers']['code']}"] += whole
        else:
            name = names.get(hl7.get("control_id"), "?")
            found[asker, asked, "message", name] += whole
            for code in ("code", "commit_code"):
                if code in hl7.get("ack", {}):
                    found[asked, asker, "answer", f"{name} {hl7['ack'][code]}"] += 1


WANTED = r'<packet>|</packet>|name="(ip|ipv6)\.(src|dst)"|name="tcp\.(src|dst)port"|name="hl7\.segment"|show="\(0000,01[012]0\)'
FIELD = re.compile(r'name="([^"]*)".*? show="([^"]*)"')
COMMAND = re.compile(r"^\(0000,(0100|0110|0120)\).*?([-\w]+)$")


def tshark(options, capture):
    """Found items by identity, from PDML: a frame may hold any number of commands and messages. grep keeps bulk away from Python."""
    command = ["tshark", "-n", *options, "--enable-heuristic", "dicom_tcp", "--enable-heuristic", "hl7_tcp",
               "-d", "tcp.port==6661,hl7", "-d", "tcp.port==2575,hl7", "-r", str(capture), "-Y", "dicom or hl7", "-T", "pdml"]
    reader = Pdml()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process, \
            subprocess.Popen(["grep", "-aE", WANTED], stdin=process.stdout, stdout=subprocess.PIPE, env={"LC_ALL": "C"}) as lines:
        for line in lines.stdout:
            reader.take(line.decode("utf-8", "replace"))
    return reader.found


class Pdml:
    """Commands and messages in the order in which tshark lists them within a frame."""

    def __init__(self):
        self.found, self.ends, self.field, self.text = collections.Counter(), {}, None, []

    def take(self, line):
        if "<packet>" in line:
            self.ends = {}
        elif "</packet>" in line:
            self.message()
        elif match := FIELD.search(line):
            self.take_field(match[1], html.unescape(match[2]))

    def take_field(self, name, show):
        if name == "hl7.segment":
            if show[:3] == "MSH":
                self.message()
            self.text.append(show)
        elif name:
            self.ends[name.split(".")[1]] = show
        elif match := COMMAND.match(show):
            tag, value = match.groups()
            if tag == "0100":
                self.field = value
            elif self.field:
                self.add(self.field, int(value))
                self.field = None

    def message(self):
        if self.text and self.text[0][:3] == "MSH":
            self.add(*wire.message_identity("\r".join(self.text)))
        self.text = []

    def add(self, what, name):
        e = self.ends
        self.found[f"{e['src']}:{e['srcport']}", f"{e['dst']}:{e['dstport']}", what, name] += 1
