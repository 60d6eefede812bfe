"""Ends of bedside protocols, to be run each on a host of its own: an IntelliVue monitor and its gateway, an SDC provider and its consumer.

usage: bedside_link.py monitor ADDRESS SERIAL       broadcasts that it is there, then serves one association
       bedside_link.py gateway MONITOR              associates, polls, tries to set something, releases
       bedside_link.py provider ADDRESS UUID PORT   says hello, answers one probe and HTTP requests, says bye
       bedside_link.py consumer ADDRESS             looks for medical devices, then asks and sets the first that answers

Written from the published layouts; it says what the captures need, and no more.
"""

import http.client
import http.server
import re
import socket
import struct
import sys
import threading
import time

# -- Philips IntelliVue data export: all numbers big-endian ------------------------------------------------------------

EXPORT, INDICATION = 24105, 24005
HEADER = bytes.fromhex("e1000002")
CONNECT = bytes.fromhex("0508130100160102800014020002c1dc3180")
POLL, EXTENDED_POLL, SET, ACTION = 0x0C16, 0xF13B, 5, 7
MDS, DEMOGRAPHICS = 0x21, 0x2A


def sized(what, body):
    return struct.pack(">HH", what, len(body)) + body


def operation(kind, invoke, command, body):
    return sized(kind, struct.pack(">H", invoke) + sized(command, body))


def label(text):
    return struct.pack(">H", len(text)) + text.encode("latin-1")


def wide(text):
    return label((text + "\0").encode("utf-16-be").decode("latin-1"))


def attributes(*pairs):
    body = b"".join(sized(*pair) for pair in pairs)
    return struct.pack(">HH", len(pairs), len(body)) + body


def managed(kind):
    return struct.pack(">HHH", kind, 0, 0)


def session(kind):
    body = CONNECT + bytes(0xEC - len(CONNECT))
    return bytes([kind, len(body)]) + body


def identity(address, serial):
    entries = (struct.pack(">HH", 1, 8) + label(serial + "\0\t") + struct.pack(">HH", 3, 8) + label(" B.00.05")
               + struct.pack(">HH", 4, 0x58) + label("H.10.02 "))
    return attributes((0xF100, bytes.fromhex("0009fb300021") + socket.inet_aton(address) + bytes([255, 255, 255, 0])),
                      (0xF135, wide("BED 7")), (0x092D, struct.pack(">HH", 3, len(entries)) + entries),
                      (0x0928, label("Philips\0") + label("M8007A\0") + b"\0"))


def event(invoke, command, kind, body):
    return operation(1, invoke, command, managed(MDS) + struct.pack(">I", 8000) + sized(kind, body))


def request(invoke, action, what=6):
    return HEADER + operation(1, invoke, ACTION, managed(MDS) + bytes(4) + sized(action, struct.pack(">HHHH", invoke, 1, what, 0)))


def poll_result(invoke, action, what, found):
    header = struct.pack(">H", 1) + (b"\0\0" if action == EXTENDED_POLL else b"") + struct.pack(">I", 9000) + bytes.fromhex("2026112212000000")
    inner = struct.pack(">H", 5) + found
    context = struct.pack(">HHH", 0, 1, len(inner)) + inner
    body = header + struct.pack(">HHH", 1, what, 0) + struct.pack(">HH", 1, len(context)) + context
    return HEADER + operation(2, invoke, ACTION, managed(MDS) + sized(action, body))


def monitor(address, serial):
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    link.bind((address, EXPORT))
    link.settimeout(20)
    for _ in range(3):
        link.sendto(bytes.fromhex("00000100") + event(0, 0, 0x0D17, identity(address, serial)), ("255.255.255.255", INDICATION))
        time.sleep(0.2)
    while True:
        asked, client = link.recvfrom(2000)
        time.sleep(0.003)
        if asked[0] == 0x0D:
            link.sendto(session(0x0E), client)
            link.sendto(HEADER + event(1, 1, 0x0D06, managed(MDS) + identity(address, serial)), client)
        elif asked[0] == 0x09:
            link.sendto(b"\x0a" + asked[1:], client)
            return
        elif asked[0] == 0xE1 and asked[5] == 1:
            invoke, command = struct.unpack(">HH", asked[8:12])
            if command == ACTION:
                action, what = struct.unpack(">H", asked[24:26])[0], struct.unpack(">H", asked[32:34])[0]
                found = attributes((0x095C, wide("DOE")), (0x095D, wide("JANE")), (0x095A, wide("PAT-4711"))) if what == DEMOGRAPHICS else attributes(
                    (0x0950, bytes.fromhex("4bb800004bb8000000003c")))
                link.sendto(poll_result(invoke, action, what, found), client)
            elif command == SET:
                link.sendto(HEADER + sized(3, struct.pack(">HHH", invoke, 2, 0)), client)


def gateway(address):
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.connect((address, EXPORT))
    link.settimeout(5)

    def ask(message, answers=1):
        link.send(message)
        for _ in range(answers):
            link.recv(2000)
        time.sleep(0.05)

    ask(session(0x0D), 2)
    link.send(HEADER + operation(2, 1, 1, managed(MDS) + struct.pack(">I", 8001) + sized(0x0D06, b"")))
    for invoke in range(2, 12):
        ask(request(invoke, POLL))
    ask(request(12, POLL, DEMOGRAPHICS))
    ask(request(13, EXTENDED_POLL))
    ask(HEADER + operation(1, 14, SET, managed(MDS) + bytes(4) + bytes.fromhex("0001000a00000000f2280004") + bytes(4)))
    ask(bytes.fromhex("0918c11661803080020101a08062808001000000000000000000"))


# -- ISO/IEEE 11073 SDC: WS-Discovery over UDP, SOAP over HTTP ---------------------------------------------------------

GROUP = ("239.255.255.250", 3702)
DISCOVERY = "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/"
SERVICES = "http://standards.ieee.org/downloads/11073/11073-20701-2018/"
MESSAGES = "http://standards.ieee.org/downloads/11073/11073-10207-2017/message"
TYPES = "<wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types>"
SCOPES = ("<wsd:Scopes>sdc.mds.pkp:1.2.840.10004.20701.1.1 sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FICU%2F%2FBed7?fac=HOSP&amp;poc=ICU&amp;bed=Bed7 "
          "sdc.ctxt.pat:/example.org/PAT-4711</wsd:Scopes>")
_number = 0


def envelope(action, body, relates_to=None, to="urn:docs-oasis-open-org:ws-dd:ns:discovery:2009:01"):
    global _number
    _number += 1
    related = f"<wsa:RelatesTo>{relates_to}</wsa:RelatesTo>" if relates_to else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?><s12:Envelope xmlns:s12="http://www.w3.org/2003/05/soap-envelope" '
            f'xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsd="{DISCOVERY[:-1]}" xmlns:dpws="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01" '
            f'xmlns:mdpws="http://standards.ieee.org/downloads/11073/11073-20702-2016" xmlns:msg="{MESSAGES}"><s12:Header><wsa:Action>{action}</wsa:Action>'
            f"<wsa:MessageID>urn:uuid:00000000-0000-4000-8000-{threading.get_native_id() % 10**6:06d}{_number:06d}</wsa:MessageID>{related}<wsa:To>{to}</wsa:To></s12:Header>"
            f"<s12:Body>{body}</s12:Body></s12:Envelope>").encode()


def reference(uuid):
    return f"<wsa:EndpointReference><wsa:Address>urn:uuid:{uuid}</wsa:Address></wsa:EndpointReference>"


def multicast(address, port=0):
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    link.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
    if port:
        link.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(GROUP[0]) + socket.inet_aton(address))
    link.bind(("" if port else address, port))
    link.settimeout(20)
    return link


def message_id(data):
    return re.search(rb"MessageID>([^<]+)<", data)[1].decode()


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    transactions = 30

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        action = re.search(rb"Action>([^<]+)<", asked)[1].decode()
        name = action.rsplit("/", 1)[1]
        answer, related = action + "Response", message_id(asked)
        if name == "Get":
            body = ("<m:Metadata xmlns:m='http://schemas.xmlsoap.org/ws/2004/09/mex'><m:MetadataSection><dpws:ThisModel><dpws:Manufacturer>Example &amp; Sons"
                    "</dpws:Manufacturer><dpws:ModelName>Syringe 7</dpws:ModelName></dpws:ThisModel></m:MetadataSection><m:MetadataSection><dpws:ThisDevice>"
                    "<dpws:FriendlyName>Bed 7</dpws:FriendlyName><dpws:FirmwareVersion>2.1.0</dpws:FirmwareVersion></dpws:ThisDevice></m:MetadataSection>"
                    f"<m:MetadataSection><dpws:Relationship><dpws:Host>{reference(self.server.uuid)}<dpws:Types>mdpws:MedicalDevice</dpws:Types></dpws:Host>"
                    "</dpws:Relationship></m:MetadataSection></m:Metadata>")
        elif name.startswith("Get"):
            body = f'<msg:{name}Response MdibVersion="7"><msg:Mdib MdibVersion="7"/></msg:{name}Response>'
        elif name == "SetContextState":
            answer, body = "http://www.w3.org/2005/08/addressing/soap/fault", "<s12:Fault><s12:Code><s12:Value>s12:Sender</s12:Value></s12:Code></s12:Fault>"
        else:
            Provider.transactions += 1
            body = (f'<msg:{name}Response MdibVersion="7"><msg:InvocationInfo><msg:TransactionId>{Provider.transactions}</msg:TransactionId>'
                    f"<msg:InvocationState>Wait</msg:InvocationState></msg:InvocationInfo></msg:{name}Response>")
        data = envelope(answer, body, related)
        self.send_response(200)
        self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(data), 500):
            part = data[at:at + 500]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


def provider(address, uuid, port):
    server = http.server.ThreadingHTTPServer((address, int(port)), Provider)
    server.uuid = uuid
    threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = f"<wsd:XAddrs>http://{address}:{port}/{uuid}</wsd:XAddrs>"
    link = multicast(address, GROUP[1])
    speaker = multicast(address)
    speaker.sendto(envelope(DISCOVERY + "Hello", f"<wsd:Hello>{reference(uuid)}{TYPES}{SCOPES}{addresses}<wsd:MetadataVersion>1</wsd:MetadataVersion></wsd:Hello>"), GROUP)
    while True:
        asked, client = link.recvfrom(4000)
        if b"<wsd:Probe>" in asked:
            link.sendto(envelope(DISCOVERY + "ProbeMatches", f"<wsd:ProbeMatches><wsd:ProbeMatch>{reference(uuid)}{TYPES}{SCOPES}{addresses}<wsd:MetadataVersion>1"
                                 "</wsd:MetadataVersion></wsd:ProbeMatch></wsd:ProbeMatches>", message_id(asked)), client)
            break
    time.sleep(1.5)
    speaker.sendto(envelope(DISCOVERY + "Bye", f"<wsd:Bye>{reference(uuid)}</wsd:Bye>"), GROUP)


def consumer(address):
    link = multicast(address)
    link.sendto(envelope(DISCOVERY + "Probe", f"<wsd:Probe>{TYPES}</wsd:Probe>"), GROUP)
    found = link.recv(8000).decode()
    host, port, path = re.search(r"XAddrs>http://([^:]+):(\d+)(/[^<]+)<", found).groups()
    uuid = re.search(r"Address>(urn:uuid:[^<]+)<", found)[1]
    connection = http.client.HTTPConnection(host, int(port))

    def post(action, body):
        connection.request("POST", path, envelope(action, body, to=uuid), {"Content-Type": "application/soap+xml; charset=utf-8", "User-Agent": "bedside"})
        connection.getresponse().read()

    post("http://schemas.xmlsoap.org/ws/2004/09/transfer/Get", "")
    for _ in range(3):
        post(SERVICES + "GetService/GetMdib", "<msg:GetMdib/>")
    for name, handle, value in (("SetValue", "op.infusion_rate", "<msg:RequestedNumericValue>12.5</msg:RequestedNumericValue>"), ("SetAlertState", "op.audio_pause", ""),
                                ("Activate", "op.start_bolus", "")):
        post(f"{SERVICES}SetService/{name}", f"<msg:{name}><msg:OperationHandleRef>{handle}</msg:OperationHandleRef>{value}</msg:{name}>")
    post(SERVICES + "ContextService/SetContextState", "<msg:SetContextState><msg:OperationHandleRef>op.patient</msg:OperationHandleRef></msg:SetContextState>")
    connection.close()


if __name__ == "__main__":
    {"monitor": monitor, "gateway": gateway, "provider": provider, "consumer": consumer}[sys.argv[1]](*sys.argv[2:])
