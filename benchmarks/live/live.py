#!/usr/bin/python3
"""The highest rate at which nothing is dropped while listening, of the sensor and its peers, as a Markdown table.

A capture is replayed into one end of a veth pair, the tool listens at the other, each in a network namespace of its own. The rate is found
by bisection; a rate is held when a replay at it is received whole. Sender, kernel and receiver share the machine's processors: read ratios
of one run. Needs root, tcpreplay and tcpdump; only Python's standard library.
"""
import argparse
import datetime
import json
import math
import os
import pathlib
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "compare"))
from compare import SENSOR, first_match, packets, version  # noqa: E402

BUFFER_MIB = 64
WARM_UP = 20_000        # packets, at as many a second: programs that compile themselves do so before it counts
LEAST = 2_000           # packets a second at which one gives up

# Its ring is counted in packets of the interface's MTU, 64 KiB here, and its own default is a few of them: 64 MiB in all, for a thread on each processor.
SURICATA = [argument for setting in ("interface=near", "tpacket-v3=yes", "block-size=1048576", f"ring-size={(BUFFER_MIB << 4) // os.cpu_count()}")
            for argument in ("--set", f"af-packet.0.{setting}")]


class Wire:
    """A cable between two namespaces, on which the kernels keep quiet."""

    def __init__(self):
        self.far, self.near = f"live-{os.getpid()}-far", f"live-{os.getpid()}-near"

    def __enter__(self):
        for name in (self.far, self.near):
            run("ip", "netns", "add", name)
            run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1")
        run("ip", "link", "add", "far", "netns", self.far, "type", "veth", "peer", "name", "near", "netns", self.near)
        for name, end in ((self.far, "far"), (self.near, "near")):
            run("ip", "-n", name, "link", "set", end, "arp", "off", "mtu", "65535", "up")
        return self

    def __exit__(self, *_):
        for name in (self.far, self.near):
            run("ip", "netns", "del", name)

    def send(self, file, rate, loops=1, limit=None):
        """Replays a capture; a rate of None is as fast as it goes. Returns packets, bytes and seconds as tcpreplay measured them."""
        arguments = ["ip", "netns", "exec", self.far, "tcpreplay", "-q", "-K", "-i", "far", "--loop", str(loops)]
        arguments += ["--topspeed"] if rate is None else ["--pps", str(int(rate)), "--pps-multi", str(max(1, int(rate / 10_000)))]
        arguments += ["--unique-ip"] if loops > 1 else []
        arguments += ["--limit", str(limit)] if limit else []
        said = run(*arguments, str(file))
        sent = re.search(r"Actual: (\d+) packets \((\d+) bytes\) sent in ([\d.]+) seconds", said)
        return int(sent.group(1)), int(sent.group(2)), float(sent.group(3))


class Tool:
    """A program that listens. `command` maps a scratch directory to its arguments, `count` what it leaves behind to (received, dropped)."""

    def __init__(self, name, command, ready, count):
        self.name, self.command, self.ready, self.count = name, command, ready, count

    def trial(self, wire, file, rate, loops):
        """Whether a replay was received whole, and the replay's packets, bytes and seconds."""
        with tempfile.TemporaryDirectory(prefix="sensor-live-") as scratch:
            log = pathlib.Path(scratch, "log")
            with open(log, "wb") as output:
                process = subprocess.Popen(["ip", "netns", "exec", wire.near, *self.command(scratch)], stdin=subprocess.DEVNULL,
                                           stdout=output, stderr=output, env={**os.environ, "DOTNET_NOLOGO": "1"})
            try:
                deadline = time.monotonic() + 60
                while self.ready not in log.read_text(errors="replace"):
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise SystemExit(f"{self.name} doesn't listen: {log.read_text(errors='replace').strip()}")
                    time.sleep(0.05)
                warm, _, _ = wire.send(file, WARM_UP, limit=WARM_UP)
                sent = wire.send(file, rate, loops)
                time.sleep(1.5)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait()
            received, dropped = self.count(scratch, log.read_text(errors="replace"))
            print(f"{self.name} {file.name}: {sent[0] / sent[2]:,.0f} packets/s, {warm + sent[0] - received:,} missing, {dropped:,} dropped", file=sys.stderr)
            return dropped == 0 and received >= warm + sent[0], sent

    def best(self, wire, file, count, options):
        """The highest rate held: (packets/s, bytes/s, whether the sender could do no more)."""
        def held(rate):
            loops = max(1, math.ceil((rate or 1_000_000) * options.seconds / count))
            for _ in range(options.tries):
                whole, sent = self.trial(wire, file, rate, loops)
                if whole:
                    return sent[0] / sent[2], sent[1] / sent[2]
                top[0] = min(top[0], sent[0] / sent[2])
            return None

        top = [math.inf]
        if found := held(None):
            return (*found, True)
        low, high, found = LEAST, top[0], None
        while high / low > 1 + options.precision:
            middle = math.sqrt(low * high) if found or high / low < 4 else high / 2
            if now := held(middle):
                found, low = now, middle
            else:
                high = middle
        return (*found, False) if found else (0.0, 0.0, False)


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout + done.stderr


def numbers(pattern, text):
    match = re.search(pattern, text)
    return tuple(int(n) for n in match.groups()) if match else (0, 1)


def summary(scratch, _):
    result = json.loads(pathlib.Path(scratch, "out", "summary.json").read_text())
    live = result["run"]["live"]
    return result["packets"], live["kernel_drops"] + live["ring_drops"] + live["interface_drops"]


def tools(options):
    sensor = shlex.split(options.sensor) if options.sensor else [str(SENSOR)]

    def live(workers):
        return lambda scratch: [*sensor, "live", "-i", "near", "--out", f"{scratch}/out", "--workers", str(workers), "--buffer", str(BUFFER_MIB)]

    wanted = [
        Tool("tcpdump", lambda _: ["tcpdump", "-Z", "root", "-i", "near", "-w", "/dev/null", "-B", str(BUFFER_MIB << 10)], "listening on",
             lambda _, log: numbers(r"(\d+) packets? captured[\s\S]*?(\d+) packets? dropped by kernel", log)),
        Tool("suricata", lambda scratch: ["suricata", "--af-packet=near", "-S", "/dev/null", "-l", scratch, "--runmode", "workers", *SURICATA], "Engine started",
             lambda _, log: numbers(r"packets: (\d+), drops: (\d+)", log)),
        Tool("sensor --workers 1", live(1), "listening on", summary),
        Tool("sensor --workers 2", live(2), "listening on", summary),
    ]
    found, notes = [], []
    for tool in wanted:
        if tool.name in options.skip:
            notes.append(f"{tool.name}: skipped on request")
        elif shutil.which(tool.command("")[0]):
            found.append(tool)
        else:
            notes.append(f"{tool.name}: not installed, skipped")
    return found, notes


def table(found, file, count, results):
    lines = [f"### {file.name}: {count:,} packets, {file.stat().st_size:,} bytes", "",
             "| Tool | packets/s | MB/s | of tcpdump's |", "|---|---:|---:|---:|"]
    peer = results.get("tcpdump", (0, 0, False))[0]
    for tool in found:
        rate, volume, limited = results[tool.name]
        lines.append(f"| {tool.name} | {'≥ ' if limited else ''}{rate:,.0f} | {volume / 1e6:,.1f} | {f'{rate / peer:.0%}' if peer else '-'} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bulk", type=pathlib.Path, help="capture of bulk DICOM (classic pcap)")
    parser.add_argument("hl7", type=pathlib.Path, help="capture of small HL7 messages (classic pcap)")
    parser.add_argument("--seconds", type=float, default=4, help="a replay lasts at least as long; the capture is repeated with other addresses (4)")
    parser.add_argument("--tries", type=int, default=2, help="a rate is held when one of so many replays is received whole (2)")
    parser.add_argument("--precision", type=float, default=0.05, help="how near to each other the highest rate held and the lowest not held are (0.05)")
    parser.add_argument("--sensor", metavar="CMD", help="command before 'live -i ...'; default: the published executable")
    parser.add_argument("--skip", metavar="TOOL", action="append", default=[], help="don't measure this tool (repeatable)")
    parser.add_argument("--record", nargs="?", type=pathlib.Path, const=HERE.parent / "record", metavar="DIR",
                        help="also write the table to DIR, benchmarks/record by default")
    options = parser.parse_args()

    found, notes = tools(options)
    load, now = os.getloadavg()[0], datetime.datetime.now(datetime.timezone.utc)
    cpu, cores, memory = first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"), os.cpu_count(), first_match("/proc/meminfo", r"^MemTotal:\s*(.*)$")
    lines = ["## Listening beside other tools", "",
             f"{now:%Y-%m-%d %H:%M} UTC. {cpu}, {cores} cores, {memory} of memory, Linux {platform.release()}.",
             f"{version('tcpdump', '--version')}; {version('tcpreplay', '--version')}.",
             "Highest rate at which a replay over a veth pair is received whole, found by bisection: sender and receiver share the processors.",
             f"Replays of {options.seconds:g} s or more, {options.tries} tries, buffers of {BUFFER_MIB} MiB; load average {load:.2f} before. "
             "≥: the sender can't do more. The sensor writes all its results.", ""]
    with Wire() as wire:
        for file in (options.bulk, options.hl7):
            count = packets(file)
            results = {tool.name: tool.best(wire, file, count, options) for tool in found}
            lines += table(found, file, count, results) + [""]
    if notes:
        lines += ["Notes:", "", *(f"- {note}" for note in notes)]
    text = "\n".join(lines).rstrip() + "\n"
    print(text)
    if options.record:
        options.record.mkdir(parents=True, exist_ok=True)
        slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\((R|TM)\)|\bCPU\b|@.*", "", cpu).lower()).strip("-")
        target = options.record / f"{now:%Y-%m-%d}-{slug}-{cores}-live.md"
        target.write_text(text)
        print(f"written: {target}", file=sys.stderr)


if __name__ == "__main__":
    main()
