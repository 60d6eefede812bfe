#!/usr/bin/python3
"""Wall time, CPU time and memory of the sensor and its peers on two captures, as a Markdown table.

All runs are interleaved and read from the page cache. Every command is also run on an empty capture,
and this start-up is subtracted; ratios are of what remains. Only the standard library is needed.
"""
import argparse
import datetime
import os
import pathlib
import platform
import re
import shlex
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SENSOR = HERE.parents[1] / "artifacts/publish/Sensor/release/sensor"
EMPTY = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
TSHARK = ["-o", "tcp.reassemble_out_of_order:TRUE", "--enable-heuristic", "dicom_tcp", "--enable-heuristic", "hl7_tcp"]
FIELDS = [argument for field in ("frame.number", "frame.time_epoch", "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport", "dicom.pdu.type",
                                 "dicom.assoc.ae.calling", "dicom.assoc.ae.called", "dicom.tag", "dicom.tag.value.str", "dicom.tag.value.16u",
                                 "_ws.col.Info") for argument in ("-e", field)]


class Tool:
    """A command to measure. `command` maps (file, scratch directory) to the argument list."""

    def __init__(self, name, command, runs):
        self.name, self.command, self.runs = name, command, runs
        self.samples, self.failure = {}, None      # samples: {file: [(wall, cpu, rss)]}

    def run(self, file):
        with tempfile.TemporaryDirectory(prefix="sensor-compare-") as scratch, open(f"{scratch}/log", "wb") as log:
            arguments = self.command(str(file), scratch)
            quiet = log if arguments[0] != "cat" else subprocess.DEVNULL     # cat's output is the copy; tshark's is written to a file
            begin = time.perf_counter()
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=quiet, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                log.flush()
                last = pathlib.Path(scratch, "log").read_text(errors="replace").strip().splitlines()[-1:]
                self.failure = f"exit {process.returncode} on {file.name}: {' '.join(last)}"
            self.samples.setdefault(file, []).append((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss))

    def median(self, file):
        return tuple(statistics.median(values) for values in zip(*self.samples[file]))

    def net(self, file, empty):
        """Medians of wall and CPU time without start-up."""
        return tuple(max(whole - start, 0.0) for whole, start in zip(self.median(file)[:2], self.median(empty)[:2]))


def tools(options):
    """The tools to measure and notes about those that are missing."""
    sensor = shlex.split(options.sensor) if options.sensor else [str(SENSOR)]

    def replay(workers):
        return lambda file, out: [*sensor, "replay", file, "--out", f"{out}/out", "--workers", str(workers)]

    wanted = [
        ("cat", lambda file, out: ["cat", file], options.runs),
        ("tcpdump", lambda file, out: ["tcpdump", "-r", file, "-w", "/dev/null"], options.runs),
        ("ndpiReader", lambda file, out: ["ndpiReader", "-q", "-i", file], options.runs),
        ("suricata", lambda file, out: ["suricata", "-r", file, "-S", "/dev/null", "-l", out], options.runs),
        ("tshark", lambda file, out: ["tshark", "-r", file, *TSHARK, "-q", "-z", "io,phs"], 1),
        ("tshark -T fields", lambda file, out: ["tshark", "-r", file, *TSHARK, "-Y", "dicom or hl7", "-T", "fields", *FIELDS], 1),
        ("sensor --workers 1", replay(1), options.runs),
        ("sensor --workers 2", replay(2), options.runs),
    ]
    found, notes = [], []
    for name, command, runs in wanted:
        program = command("", "")[0]
        if name in options.skip:
            notes.append(f"{name}: skipped on request")
        elif shutil.which(program):
            found.append(Tool(name, command, runs))
        else:
            notes.append(f"{name}: not installed, skipped")
    return found, notes


def measure(found, files, runs):
    for file in files:                             # into the page cache
        with open(file, "rb") as stream:
            while stream.read(1 << 18):
                pass
    for run in range(runs):
        for file in files:
            for tool in found:
                if run < tool.runs and not tool.failure:
                    print(f"run {run + 1}/{runs}: {tool.name} {file.name}", file=sys.stderr)
                    tool.run(file)


def packets(file):
    """Number of packets in a classic pcap file. Not with mmap: it would count as this process's memory."""
    with open(file, "rb", buffering=1 << 18) as stream:
        magic = stream.read(24)[:4]
        order = "<" if magic in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
        if order == ">" and magic not in (b"\xa1\xb2\xc3\xd4", b"\xa1\xb2\x3c\x4d"):
            raise SystemExit(f"{file}: not a classic pcap file")
        length, count = struct.Struct(order + "8xI4x").unpack, 0
        while len(header := stream.read(16)) == 16:
            stream.seek(length(header)[0], os.SEEK_CUR)
            count += 1
        return count


def first_match(path, pattern):
    try:
        match = re.search(pattern, pathlib.Path(path).read_text(), re.M)
        return match.group(1).strip() if match else "unknown"
    except OSError:
        return "unknown"


def version(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return ((done.stdout or done.stderr).strip().splitlines() or ["unknown"])[0]
    except OSError:
        return "not installed"


def memory_floor():
    """Linux counts what the parent held at exec as the child's peak; less than this can't be seen."""
    process = subprocess.Popen(["true"])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return usage.ru_maxrss * 1.05


def table(found, file, empty, count, floor):
    lines = [f"### {file.name}: {file.stat().st_size:,} bytes, {count:,} packets", "",
             "| Tool | wall s | CPU s | start-up s (CPU) | net wall s | net CPU s | net CPU ns/packet | peak MiB "
             "| wall / cat | CPU / cat | wall, tshark / this | wall, tshark -T fields / this |",
             "|---|" + "---:|" * 11]
    measured = {tool.name: tool for tool in found if not tool.failure}

    def ratio(top, bottom):
        return f"{top / bottom:.2f}×" if bottom > 0.0005 else "-"

    for tool in found:
        if tool.failure:
            lines.append(f"| {tool.name} | failed |" + " |" * 10)
            continue
        wall, cpu, rss = tool.median(file)
        start_wall, start_cpu, _ = tool.median(empty)
        net = tool.net(file, empty)
        cells = [f"{wall:.3f}", f"{cpu:.3f}", f"{start_wall:.3f} ({start_cpu:.3f})", f"{net[0]:.3f}", f"{net[1]:.3f}",
                 f"{net[1] / count * 1e9:.0f}" if count else "-", f"{rss / 1024:.0f}" if rss > floor else f"< {floor / 1024:.0f}"]
        for peer, index in (("cat", 0), ("cat", 1), ("tshark", 0), ("tshark -T fields", 0)):
            if peer not in measured:
                cells.append("-")
                continue
            other = measured[peer].net(file, empty)[index]
            cells.append(ratio(net[index], other) if peer == "cat" else ratio(other, net[index]))
        lines.append(f"| {tool.name} | " + " | ".join(cells) + " |")
    one, two = measured.get("sensor --workers 1"), measured.get("sensor --workers 2")
    if one and two:
        lines += ["", f"Speed of 2 workers over 1 (net wall): {ratio(one.net(file, empty)[0], two.net(file, empty)[0])}"]
    return lines


def spread(found, files):
    """How far apart the runs were: least and greatest wall time."""
    lines = ["Least to greatest wall time, s (runs):", ""]
    for tool in found:
        if not tool.failure:
            cells = []
            for file in files:
                walls = [sample[0] for sample in tool.samples[file]]
                cells.append(f"{file.name} {min(walls):.3f}-{max(walls):.3f} ({len(walls)})")
            lines.append(f"- {tool.name}: " + "; ".join(cells))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bulk", type=pathlib.Path, help="capture of bulk DICOM (classic pcap)")
    parser.add_argument("hl7", type=pathlib.Path, help="capture of small HL7 messages (classic pcap)")
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs, 5 by default; tshark runs once")
    parser.add_argument("--sensor", metavar="CMD", help="command before 'replay FILE ...'; default: the published executable")
    parser.add_argument("--skip", metavar="TOOL", action="append", default=[], help="don't measure this tool (repeatable)")
    parser.add_argument("--record", nargs="?", type=pathlib.Path, const=HERE.parent / "record", metavar="DIR",
                        help="also write the table to DIR, benchmarks/record by default")
    options = parser.parse_args()

    found, notes = tools(options)
    captures = [options.bulk, options.hl7]
    counts = [packets(file) for file in captures]
    load, total = os.getloadavg()[0], first_match("/proc/meminfo", r"^MemTotal:\s*(.*)$")
    with tempfile.TemporaryDirectory(prefix="sensor-compare-") as scratch:
        empty = pathlib.Path(scratch, "empty.pcap")
        empty.write_bytes(EMPTY)
        os.chmod(scratch, 0o755)                   # tcpdump reads as a user of its own
        measure(found, [empty, *captures], options.runs)
        now = datetime.datetime.now(datetime.timezone.utc)
        cpu, cores, floor = first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"), os.cpu_count(), memory_floor()
        lines = ["## Replay of captures beside other tools", "",
                 f"{now:%Y-%m-%d %H:%M} UTC. {cpu}, {cores} cores, "
                 f"{total} of memory, Linux {platform.release()}.",
                 f".NET SDK {version('dotnet', '--version')}; {version('tcpdump', '--version')}; {version('tshark', '--version').rstrip('.')}.",
                 f"Medians of {options.runs} interleaved runs (tshark: one), files in the page cache; load average {load:.2f} before.",
                 "Net: without the start-up, measured with an empty capture. CPU: user and system.", ""]
        for file, count in zip(captures, counts):
            lines += table(found, file, empty, count, floor) + [""]
        lines += spread(found, [empty, *captures])
        notes += [f"{tool.name}: failed, {tool.failure}" for tool in found if tool.failure]
        if notes:
            lines += ["", "Notes:", "", *(f"- {note}" for note in notes)]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.record:
        options.record.mkdir(parents=True, exist_ok=True)
        slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\((R|TM)\)|\bCPU\b|@.*", "", cpu).lower()).strip("-")
        target = options.record / f"{now:%Y-%m-%d}-{slug}-{cores}.md"
        target.write_text(text)
        print(f"written: {target}", file=sys.stderr)
    return 1 if any(tool.failure for tool in found) else 0


if __name__ == "__main__":
    sys.exit(main())
