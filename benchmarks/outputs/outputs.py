#!/usr/bin/env python3
"""What sending costs: outputs.py SENSOR SCRATCH PAIRS CAPTURE.

Replays an hour of packet time (the capture again and again, classic pcap in microseconds) in pairs, one run without outputs and one with all there are: a file,
rsyslogd by TCP and a web server that takes a hundred events at a time are sent every event, another web server the time series, and metrics are answered. Then
once more while rsyslogd and the first web server are down, and again when they are up: all that waited has to arrive.
"""
import json
import os
import socket
import statistics
import struct
import subprocess
import sys
import time

SENSOR, SCRATCH, PAIRS, CAPTURE = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
HOUR = 3600
WEB = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        with open(sys.argv[2], "ab") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])) + b"\\n")
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_):
        pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def path(name):
    return os.path.join(SCRATCH, name)


def an_hour():
    """The capture again and again, each time a second after the end of the time before."""
    with open(CAPTURE, "rb") as file:
        head, rest = file.read(24), file.read()
    order = "<" if head[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    records, at = [], 0
    while at + 16 <= len(rest):
        seconds, micros, length, original = struct.unpack_from(order + "IIII", rest, at)
        records.append((seconds, micros, original, rest[at + 16:at + 16 + length]))
        at += 16 + length
    span = records[-1][0] - records[0][0] + 1
    with open(path("hour.pcap"), "wb") as file:
        file.write(head)
        for turn in range(max(1, HOUR // span)):
            for seconds, micros, original, packet in records:
                file.write(struct.pack(order + "IIII", seconds + turn * span, micros, len(packet), original) + packet)
    return path("hour.pcap")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(capture, name, configuration):
    """Wall and processor seconds of the sensor, and the lines it wrote."""
    with open(path(name + ".yaml"), "w") as file:
        file.write(configuration)
    begun = time.monotonic()
    child = subprocess.Popen([SENSOR, "replay", capture, "--learn-until", "+169s", "--config", path(name + ".yaml"), "--state", path(name), "--out", path("out")],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(said)
    with open(path("out/events.jsonl")) as events, open(path("out/alerts.jsonl")) as alerts:
        lines = sum(1 for _ in events) + sum(1 for _ in alerts)
    # What the end of the run waits for receivers is no cost of the analysis: it is in the summary's time no more.
    with open(path("out/summary.json")) as file:
        wall = json.load(file)["run"]["elapsed_s"]
    subprocess.run(["rm", "-rf", path(name)], check=True)
    return wall, usage.ru_utime + usage.ru_stime, lines, time.monotonic() - begun


class Receivers:
    def __init__(self):
        self.web_port, self.series_port, self.metrics_port, self.syslog_port, self.running = free_port(), free_port(), free_port(), free_port(), []
        with open(path("rsyslog.conf"), "w") as file:
            file.write(f'global(workDirectory="{SCRATCH}" maxMessageSize="64k")\nmodule(load="imtcp")\n'
                       f'input(type="imtcp" address="127.0.0.1" port="{self.syslog_port}")\n'
                       f'template(name="all" type="string" string="%structured-data%\\n")\naction(type="omfile" file="{path("syslog")}" template="all")\n')

    def configuration(self):
        return f"""output:
  spool_size: 1024
  drain: 60s
  receivers:
    - {{name: lines, type: eve, path: {path("eve.json")}}}
    - {{name: siem, type: syslog, host: 127.0.0.1, port: {self.syslog_port}, transport: tcp, max_size: 65507, events: all}}
    - {{name: hook, type: webhook, url: "http://127.0.0.1:{self.web_port}/", batch: 100, events: all}}
    - {{name: series, type: influxdb, url: "http://127.0.0.1:{self.series_port}", version: v1, database: sensor}}
metrics: {{listen: "127.0.0.1:{self.metrics_port}"}}
"""

    def start(self):
        self.running = [
            subprocess.Popen([sys.executable, "-c", WEB, str(self.web_port), path("web")]),
            subprocess.Popen([sys.executable, "-c", WEB, str(self.series_port), path("series")]),
            subprocess.Popen(["/usr/sbin/rsyslogd", "-n", "-f", path("rsyslog.conf"), "-i", path("rsyslog.pid")]),
        ]
        time.sleep(1)

    def stop(self):
        for one in self.running:
            one.terminate()
            one.wait()
        self.running = []


def main():
    capture, receivers = an_hour(), Receivers()
    walls, costs = [], []
    receivers.start()
    try:
        for pair in range(PAIRS):
            plain = run(capture, "plain", "")
            sent = run(capture, "sent", receivers.configuration())
            walls.append(sent[0] / plain[0])
            costs.append((sent[1] - plain[1]) / plain[2])
            print(f"pair {pair + 1}: {plain[2]:,} events; without {plain[0]:.2f} s, {plain[1]:.2f} s of CPU; with all outputs {sent[0]:.2f} s, {sent[1]:.2f} s", flush=True)
    finally:
        receivers.stop()
    cost = statistics.median(costs)
    rate = plain[2] / plain[0]
    print(f"at full speed ({rate:,.0f} events a second of the clock): {statistics.median(walls):.3f} times as long")
    print(f"an event to three receivers, and its part of the series: {cost * 1e6:.1f} µs of CPU; at 1,000 events a second {cost * 1e5:.2f} % of a processor")
    down(capture, receivers)


def down(capture, receivers):
    for name in ("web", "syslog", "eve.json"):
        if os.path.exists(path(name)):
            os.remove(path(name))
    state = ["--state", path("down"), "--out", path("out"), "--config", path("down.yaml")]
    with open(path("down.yaml"), "w") as file:
        file.write(receivers.configuration().replace("drain: 60s", "drain: 1ms"))
    first = subprocess.run([SENSOR, "replay", capture, "--learn-until", "+169s", *state], capture_output=True, text=True)
    waiting = subprocess.run([SENSOR, "outputs", "list", "--state", path("down")], capture_output=True, text=True).stdout
    print("an hour with both down: " + waiting.strip().replace("\n", "; "))
    with open(path("down.yaml"), "w") as file:
        file.write(receivers.configuration())
    receivers.start()
    try:
        begun = time.monotonic()
        second = subprocess.run([SENSOR, "replay", capture, "--learn-until", "+169s", *state], capture_output=True, text=True)
        took = time.monotonic() - begun
        time.sleep(2)
    finally:
        receivers.stop()
    if first.returncode or second.returncode:
        sys.exit(first.stderr + second.stderr)
    with open(path("web")) as file:
        web = [event["key"] for line in file for event in json.loads(line)["events"]]
    with open(path("syslog")) as file:
        syslog = file.read().splitlines()
    print(f"up again: within {took:.1f} s the web server has {len(web):,} ({len(set(web)):,} keys), rsyslogd {len(syslog):,} ({len(set(syslog)):,})")


main()
