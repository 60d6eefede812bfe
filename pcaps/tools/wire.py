"""A cable and a mirror port in user space, for what the kernel at hand may lack (netem, VLAN devices).

usage: wire.py PORT PORT [--reorder SHARE] [--duplicate SHARE] [--drop SHARE] [--mirror PORT] [--tags TPID:ID,...]

Carries frames between two ports. What goes from the first to the second may be reordered, doubled or lost: the
hosts' own TCP then deals with it. --mirror sends a copy of every frame out of one more port, with VLAN tags.
"""

import argparse
import random
import selectors
import socket
import struct
import time

HELD_SECONDS = 0.006
HELD_FRAMES = 2


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("ports", nargs=2)
    for fault in ("reorder", "duplicate", "drop"):
        parser.add_argument("--" + fault, type=float, default=0)
    parser.add_argument("--mirror")
    parser.add_argument("--tags", default="")
    return parser.parse_args()


def opened(port):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((port, 0))
    sock.setsockopt(263, 1, struct.pack("IHH8s", socket.if_nametoindex(port), 1, 0, bytes(8)))  # promiscuous
    return sock


def is_bulk(frame):
    """A full TCP segment over IPv4."""
    return len(frame) > 1000 and frame[12:14] == b"\x08\x00" and frame[23] == 6


class Faults:
    """Decides what happens to each frame of the one direction."""

    def __init__(self, options, send):
        self.options, self.send = options, send
        self.dice = random.Random("wire")
        self.held, self.passed, self.until = None, 0, 0.0

    def frame(self, frame):
        if is_bulk(frame):
            roll = self.dice.random()
            if roll < self.options.drop:
                return
            roll -= self.options.drop
            if roll < self.options.duplicate:
                self.send(frame)
            elif roll - self.options.duplicate < self.options.reorder and not self.held:
                self.held, self.passed, self.until = frame, 0, time.monotonic() + HELD_SECONDS
                return
        self.send(frame)
        self.passed += 1
        if self.held and self.passed >= HELD_FRAMES:
            self.release()

    def release(self):
        self.held, frame = None, self.held
        self.send(frame)


def main():
    options = arguments()
    near, far = map(opened, options.ports)
    mirror = opened(options.mirror) if options.mirror else None
    tags = b"".join(struct.pack(">HH", int(t.split(":")[0], 16), int(t.split(":")[1])) for t in options.tags.split(",") if t)
    faults = Faults(options, far.send)
    selector = selectors.DefaultSelector()
    selector.register(near, selectors.EVENT_READ, faults.frame)
    selector.register(far, selectors.EVENT_READ, near.send)
    while True:
        for key, _ in selector.select(0.001 if faults.held else None):
            frame, address = key.fileobj.recvfrom(65536)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            if mirror:
                mirror.send(frame[:12] + tags + frame[12:])
            key.data(frame)
        if faults.held and time.monotonic() > faults.until:
            faults.release()


if __name__ == "__main__":
    main()
