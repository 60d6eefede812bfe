#!/usr/bin/python3
"""hl7_traffic.py receive | hl7_traffic.py send GIGABYTES: HL7 v2 over MLLP, as fast as Python allows.

python-hl7 builds the messages, and parses them and makes the acknowledgements on the other side; it
is too slow to do so for each, so it does for each kind of message, and the fields which change from
one message to the next have a fixed width and are filled in the library's bytes. Sixteen senders on
persistent connections each wait for the acknowledgement before the next message. Nobody's data.
"""
import asyncio
import random
import sys
import time

import hl7

PORT = 2575
START, END = b"\x0b", b"\x1c\r"
HEADERS = 16 + 14 + 20 + 32        # of a packet in the file: record, Ethernet, IPv4, TCP with timestamps
CONTROL, PATIENT, NAME, NOW = "CCCCCCCCCCCC", "PPPPPPP", "SYNTH^NNNNNNN", "20000101000000"
CONTROL_B, PATIENT_B, NAME_B, NOW_B = (text.encode() for text in (CONTROL, PATIENT, NAME, NOW))
TESTS = [("2345-7", "Glucose", "mg/dL", "70-105"), ("2160-0", "Creatinine", "mg/dL", "0.6-1.2"),
         ("2951-2", "Sodium", "mmol/L", "136-145"), ("2823-3", "Potassium", "mmol/L", "3.5-5.1"),
         ("718-7", "Hemoglobin", "g/dL", "12.0-17.5"), ("4544-3", "Hematocrit", "%", "36-50"),
         ("6690-2", "Leukocytes", "10*3/uL", "4.5-11.0"), ("777-3", "Platelets", "10*3/uL", "150-450")]

PID = f"PID|1||{PATIENT}^^^SYNTH^MR||{NAME}||19600101|O|||1 TEST ST^^TESTVILLE^TX^70000||555-0100|||S||V{PATIENT}"


def visit():
    return f"PV1|1|I|W{random.randint(1, 9)}^{random.randint(100, 499)}^A^SYNTH||||D{random.randint(1, 99):03}^SYNTH^DOCTOR|||MED"


def adt():
    event = random.choice(["A01", "A02", "A03", "A04", "A08"])
    body = [f"EVN|{event}|{NOW}", PID, visit()]
    body += random.choice([[], ["NK1|1|SYNTH^KIN|SPO||555-0101", "AL1|1|DA|1191^ASPIRIN^RXNORM|MO|HIVES"],
                           ["DG1|1||I10^ESSENTIAL HYPERTENSION^I10||20240311|A"]])
    return f"ADT^{event}^ADT_A01", body


def order():
    code, name, *_ = random.choice(TESTS)
    return "ORM^O01^ORM_O01", [PID, visit(), f"ORC|NW|{CONTROL}|||||^^^{NOW}^^R||{NOW}|||D012^SYNTH^DOCTOR",
                               f"OBR|1|{CONTROL}||{code}^{name}^LN|R||{NOW}||||||||D012^SYNTH^DOCTOR"]


def result():
    body = [PID, visit(), f"OBR|1|{CONTROL}|L{CONTROL}|24323-8^PANEL^LN|||{NOW}|||||||||||||||{NOW}||LAB|F"]
    long = random.random() < 0.12
    for number in range(1, (22 if long else random.randint(2, 9))):
        code, name, unit, limits = random.choice(TESTS)
        body.append(f"OBX|{number}|NM|{code}^{name}^LN||{random.uniform(1, 200):.1f}|{unit}|{limits}|N|||F|||{NOW}")
    if long:
        body.append("NTE|1||Synthetic comment; a message of more than one TCP segment.")
    return "ORU^R01^ORU_R01", body


def schedule():
    event = random.choice(["S12", "S13", "S15"])
    return f"SIU^{event}^SIU_S12", [f"SCH|{CONTROL}|{CONTROL}|||||ROUTINE|CHECKUP|30|MIN|^^30^{NOW}", PID, visit(),
                                    "RGS|1|A", "AIS|1|A|CT^CT THORAX|20240311090000|||30|MIN", "AIL|1|A|RAD^ROOM1", "AIP|1|A|D012^SYNTH^DOCTOR"]


SENDERS = [("HIS", adt), ("CPOE", order), ("LIS", result), ("RIS", schedule)] * 4


def build(number, application, kind):
    """One framed message by the library, with placeholders for what changes."""
    name, body = kind()
    message = hl7.parse("\r".join(["MSH|^~\\&||||||||||2.5.1||||||UNICODE UTF-8", *body]) + "\r")
    for field, value in ((3, f"{application}{number}"), (4, "SYNTH"), (5, "ENGINE"), (6, "HOSPITAL"),
                         (7, NOW), (10, CONTROL), (11, "P")):
        message["MSH"][0][field] = hl7.Field(message.separators[2], [value])
    message["MSH"][0][9] = hl7.parse(f"MSH|^~\\&|||||||{name}\r")["MSH"][0][9]
    return START + str(message).encode() + END


def acknowledge(data):
    """The library's acknowledgement of a message, with a placeholder for the control id it answers."""
    message = hl7.parse(data.decode())
    control = message["MSH"][0][10][0]
    ack = str(message.create_ack("AA", message_id="ACK" + control, application="ENGINE", facility="HOSPITAL"))
    return START + ack.encode().replace(control.encode(), CONTROL_B) + END


class Receiver(asyncio.Protocol):
    known = {}                     # acknowledgements by (sender, type of message)

    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(END)) >= 0:
            message, self.buffer = self.buffer[1:end], self.buffer[end + len(END):]
            fields = message.split(b"|", 10)
            key = fields[2], fields[8]
            if key not in self.known:
                self.known[key] = acknowledge(message)
            self.transport.write(self.known[key].replace(CONTROL_B, fields[9]))


class Sender(asyncio.Protocol):
    bytes = messages = refused = 0     # of all senders

    def __init__(self, number, target):
        self.number, self.target, self.count = number, target, 0
        self.pool = [build(number, *SENDERS[number - 1]) for _ in range(50)]
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""
        self.send()

    def send(self):
        self.count += 1
        control = b"%02d%010d" % (self.number, self.count)
        patient = b"%07d" % (self.count * 7919 % 5000)
        now = time.strftime("%Y%m%d%H%M%S").encode()
        self.control = control
        message = (self.pool[self.count % len(self.pool)].replace(CONTROL_B, control)
                   .replace(NAME_B, b"SYNTH^N" + patient[1:]).replace(PATIENT_B, patient).replace(NOW_B, now))
        half = len(message) // 2 if self.count % 40 == 0 else len(message)     # some in two pieces
        self.transport.write(message[:half])
        if half < len(message):
            self.transport.write(message[half:])
        Sender.bytes += len(message) + HEADERS
        Sender.messages += 1

    def data_received(self, data):
        self.buffer += data
        if not self.buffer.endswith(END):
            return
        if b"MSA|AA|" + self.control not in self.buffer:
            Sender.refused += 1
        Sender.bytes += len(self.buffer) + HEADERS
        self.buffer = b""
        if Sender.bytes < self.target:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, error):
        self.done.set_result(error)


async def receive():
    server = await asyncio.get_running_loop().create_server(Receiver, port=PORT, backlog=64)
    await server.serve_forever()


async def send(gigabytes):
    random.seed(77)
    senders = [Sender(number, float(gigabytes) * 1e9) for number in range(1, 17)]
    for sender in senders:
        await asyncio.get_running_loop().create_connection(
            lambda: sender, f"10.77.2.{(sender.number - 1) % 4 + 1}", PORT, local_addr=(f"10.77.1.{sender.number}", 0))
    errors = [error for error in await asyncio.gather(*(sender.done for sender in senders)) if error]
    if errors or Sender.refused:
        sys.exit(f"{len(errors)} broken connections, {Sender.refused} messages not acknowledged")
    sizes = [len(message) for sender in senders for message in sender.pool]
    print(f"{Sender.messages} messages of {min(sizes)} to {max(sizes)} bytes, all acknowledged")


if __name__ == "__main__":
    asyncio.run(receive() if sys.argv[1] == "receive" else send(sys.argv[2]))
