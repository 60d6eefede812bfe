#!/usr/bin/python3
"""How many DIMSE commands and HL7 messages are still found when a mirror loses, reorders and doubles frames.

usage: loss.py [CAPTURE...] [--only] [--seeds N] [--kind TEXT] [--skip-tshark] [--misses] [--record]

Takes complete captures made of real software (those in pcaps/ and those named), works out by a plain reading which
commands and messages they hold and which packets carry each, damages the captures by fixed seeds, and asks the
sensor and tshark what they find in what is left. What counts is what could be found: commands and messages of
which every byte of their own was captured (of a command: its command set without the headers before it; of a
message: from MSH to the frame's end), compared one by one, by connection, direction, kind and id.
"""

import argparse
import collections
import concurrent.futures
import datetime
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import damage  # noqa: E402
import readers  # noqa: E402
import wire  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SENSOR = ROOT / "artifacts/bin/Sensor/release/sensor"
IN_ORDER = ["-o", "tcp.reassemble_out_of_order:TRUE"]


def programs(options):
    found = {"sensor": lambda path, ids: readers.sensor(options.sensor, path, ids)}
    if not options.skip_tshark:
        found["tshark"] = lambda path, ids: readers.tshark([], path)
        found["tshark, out of order on"] = lambda path, ids: readers.tshark(IN_ORDER, path)
    return found


def default_captures():
    """Those in the repository that hold every byte, of hosts on a plain or tagged Ethernet, each on its own."""
    parts = sorted((ROOT / "pcaps/parts").glob("*.pcap*"))
    unfit = ("lost", "midstream", "one-direction", "snap", "tunnel", "net-", "tls", "mirror-twice", "two-ports", "-443", "-8080")
    return [ROOT / "pcaps/radiology.pcap", *(p for p in parts if not any(u in p.name for u in unfit))]


class Tally:
    """Over all captures and seeds, for one kind of damage: items on the wire and captured, and found by each program."""

    def __init__(self):
        self.wire, self.captured = collections.Counter(), collections.Counter()
        self.found = collections.defaultdict(collections.Counter)
        self.invented = collections.Counter()

    def add(self, items, kept, results, misses):
        on_wire = collections.Counter(item.identity for item in items)
        captured = collections.Counter(item.identity for item in items if all(copy & kept for copy in item.copies))
        for counts, into in ((on_wire, self.wire), (captured, self.captured)):
            for identity, count in counts.items():
                into[group(identity)] += count
        for program, found in results.items():
            for identity, count in captured.items():
                got = min(count, found[identity])
                self.found[program][group(identity)] += got
                if got < count and program == "sensor" and misses is not None:
                    misses.append((identity, count - got))
            self.invented[program] += sum(max(0, count - on_wire[identity]) for identity, count in found.items())


def group(identity):
    return "messages" if identity[2] in ("message", "answer") else "commands"


def measure(captures, options):
    tallies = {kind: Tally() for kind in damage.KINDS if options.kind in (None, kind)}
    for capture in captures:
        packets = wire.packets(capture)
        items = wire.read(packets)
        if not items:
            continue
        identities = {item.identity for item in items}
        for kind, tally in tallies.items():
            for seed in range(1, 2 if kind in damage.WITHOUT_CHANCE else options.seeds + 1):
                left, kept = damage.apply(kind, packets, seed)
                with tempfile.TemporaryDirectory(prefix="loss-") as folder:
                    path = pathlib.Path(folder) / "damaged.pcap"
                    wire.write(path, left)
                    with concurrent.futures.ThreadPoolExecutor() as pool:
                        running = {name: pool.submit(run, path, identities) for name, run in programs(options).items()}
                    results = {name: run.result() for name, run in running.items()}
                misses = [] if options.misses else None
                tally.add(items, kept, results, misses)
                for identity, count in misses or []:
                    print(f"missed: {capture.name} | {kind} | seed {seed} | {' '.join(map(str, identity))} | {count}")
        print(f"{capture.name}: done", file=sys.stderr)
    return tallies


def percent(part, whole):
    """Rounded down: 100 % is said of all only."""
    return "-" if whole == 0 else "100 %" if part == whole else f"{int(part * 10000 / whole) / 100:.2f} %"


def table(tallies, names):
    lines = ["| Mirror | Commands captured | " + " | ".join(names) + " | HL7 captured | " + " | ".join(names) + " |",
             "|---|" + "---:|" * (2 + 2 * len(names))]
    for kind, tally in tallies.items():
        cells = [kind]
        for what in ("commands", "messages"):
            cells.append(f"{tally.captured[what]:,} of {tally.wire[what]:,}")
            cells += [percent(tally.found[name][what], tally.captured[what]) for name in names]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def version(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().splitlines()[0].rstrip(".")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="*", type=pathlib.Path)
    parser.add_argument("--only", action="store_true", help="without those in pcaps/ that aren't named")
    parser.add_argument("--seeds", type=int, default=3, help="how often each kind of damage that hangs on chance is done, 3 by default")
    parser.add_argument("--kind", choices=list(damage.KINDS), metavar="TEXT", help="this kind of damage only: " + "; ".join(damage.KINDS).replace("%", "%%"))
    parser.add_argument("--sensor", type=shlex.split, default=[str(SENSOR)], metavar="CMD", help="command before 'replay'; default: the build's")
    parser.add_argument("--skip-tshark", action="store_true")
    parser.add_argument("--misses", action="store_true", help="name what the sensor missed")
    parser.add_argument("--record", action="store_true", help="also write the table to benchmarks/record")
    options = parser.parse_args()

    captures = options.captures if options.only else default_captures() + options.captures
    tallies = measure(captures, options)
    names = list(programs(options))
    now = datetime.datetime.now(datetime.timezone.utc)
    text = "\n".join([
        "## Found of what was captured, by what the mirror did", "",
        f"{now:%Y-%m-%d %H:%M} UTC, by `benchmarks/loss/loss.py --seeds {options.seeds}`. {version(*options.sensor, '--version')} (sensor); "
        + ("" if options.skip_tshark else f"{version('tshark', '--version')}. ")
        + f"Captures: {', '.join(c.name for c in captures if c.parent.name != 'parts')}; "
        f"{sum(c.parent.name == 'parts' for c in captures)} small ones of pcaps/parts. Sums over all captures and seeds.", "",
        *table(tallies, names), "",
        "Found that was never said: " + ", ".join(f"{name} {sum(t.invented[name] for t in tallies.values()):,}" for name in names) + ".", ""])
    print(text)
    if options.record:
        target = ROOT / f"benchmarks/record/{now:%Y-%m-%d}-loss.md"
        target.write_text(text)
        print(f"written: {target}", file=sys.stderr)


if __name__ == "__main__":
    main()
