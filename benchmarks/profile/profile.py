#!/usr/bin/python3
"""Where each nanosecond goes: processor time of a replay by stage, as a Markdown table.

profile.py CAPTURE [--workers N] [--sensor CMD]

Samples the published sensor with perf (Debian: linux-perf), everything compiled once and for good, so that start-up and compilation stand apart from the work.
A sample belongs to the innermost stage on its stack.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SENSOR = HERE.parents[1] / "artifacts/publish/Sensor/release/sensor"
ENVIRONMENT = {"DOTNET_PerfMapEnabled": "1", "DOTNET_EnableWriteXorExecute": "0", "DOTNET_ReadyToRun": "0", "DOTNET_TieredCompilation": "0"}
FREQUENCY = 1999

# Thread, pattern of a frame, stage. The first pattern that fits a frame counts, and the innermost frame that fits any.
STAGES = [(thread, re.compile(pattern), stage) for thread, pattern, stage in (
    ("worker", r"vfs_read|__libc_pread|RandomAccess::", "reading the file (the kernel's copy)"),
    ("worker", r"Streams\.DuplicateFilter", "mirrored duplicates"),
    ("worker", r"Streams\.RecentSegments|TcpReassembler::.*Conflict", "conflicts (hashes of what was delivered)"),
    ("worker", r"Dissectors\.Dicom\.", "DICOM"),
    ("worker", r"Dissectors\.Hl7\.", "HL7"),
    ("worker", r"Streams\.(TcpReassembler|Delivery|HeldSegments|HoleTimers|Holders|HalfStream)", "streams: order, holes, delivery"),
    ("worker", r"Streams\.Flow", "flows"),
    ("worker", r"Capture\.|Dissectors\.Packets\.(Link|Tunnel|NetworkLocation)|Partitioning", "records, link headers, tunnels, partition (index)"),
    ("worker", r"Streams\.|Dissectors\.Packets\.", "IP and TCP headers"),
    ("worker", r"Facts\.|FactSink", "facts"),
    ("worker", r"Pipeline\.", "walking the index"),
    ("sensor", r"Models\.(Rate|RobustBaseline|ValueHistogram|ShiftDetector|TailCounts|TailFit|GroupRate)", "models: rates"),
    ("sensor", r"Models\.(Relation|EverSeen|NoveltyRate|Announcements)", "models: relations"),
    ("sensor", r"Models\.(Sequence|Transition|Grammar|Session|Symbols|Step)", "models: sequences"),
    ("sensor", r"Models\.", "models: the rest"),
    ("sensor", r"Rules\.", "rules"),
    ("sensor", r"Inventory\.", "inventory"),
    ("sensor", r"Detection\.", "interpretation"),
    ("sensor", r"Outputs\.", "events: handing over"),
    ("sensor", r"Facts\.", "merging facts"),
    ("sensor", r"Pipeline\.", "analysis: the rest"),
    ("events", r"vfs_write|__libc_pwrite", "events: writing the file (the kernel's copy)"),
    ("events", r"", "events: making JSON"),
)]


def stage_of(thread, frames):
    if any("libclrjit.so" in frame or "MethodDesc" in frame for frame in frames) or thread.startswith(".NET"):
        return "compilation"
    for frame in frames:
        for of, pattern, stage in STAGES:
            if thread.startswith(of) and pattern.search(frame):
                return stage
    return "start-up and runtime"


def samples(data):
    """Each sample as (thread, frames from the innermost out)."""
    script = subprocess.run(["perf", "script", "-i", data, "-F", "comm,ip,sym,dso"], capture_output=True, text=True, check=True).stdout
    for sample in script.split("\n\n"):
        lines = sample.strip("\n").split("\n")
        if len(lines) > 1:
            # A managed symbol ends with its parameters, whose types mustn't be taken for frames.
            yield lines[0].strip(), [re.sub(r"^\s*[0-9a-f]+ ", "", line).split("(valuetype")[0].split("(class")[0] for line in lines[1:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("capture", type=pathlib.Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sensor", metavar="CMD", default=str(SENSOR), help="command before 'replay FILE ...'; default: the published executable")
    options = parser.parse_args()
    begin = time.time()
    with tempfile.TemporaryDirectory(prefix="sensor-profile-") as scratch:
        out, data = f"{scratch}/out", f"{scratch}/perf.data"
        command = [*shlex.split(options.sensor), "replay", str(options.capture), "--out", out, "--workers", str(options.workers)]
        subprocess.run(["perf", "record", "-q", "-F", str(FREQUENCY), "-g", "-e", "cpu-clock", "-o", data, *command], check=True,
                       env={**os.environ, **ENVIRONMENT}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        packets = json.loads(pathlib.Path(out, "summary.json").read_text())["packets"]
        with open(f"{out}/events.jsonl", "rb") as lines:
            events = sum(1 for _ in lines)
        counts = collections.Counter(stage_of(thread, frames) for thread, frames in samples(data))
    print(f"{options.capture.name}: {packets:,} packets, {events:,} events; {sum(counts.values()) / FREQUENCY:.2f} s of processor time, {options.workers} worker(s)\n")
    print("| Stage | ns a packet | share |\n|---|---:|---:|")
    for stage, count in counts.most_common():
        print(f"| {stage} | {count / FREQUENCY * 1e9 / packets:.0f} | {100 * count / sum(counts.values()):.1f} % |")
    for path in pathlib.Path("/tmp").glob("perf-*.map"):
        if path.stat().st_mtime >= begin:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
