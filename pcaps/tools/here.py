"""Runs recipes of pump captures on this machine's own loopback, without capturing, and says as JSON what was sent: for tests that listen meanwhile.

usage: here.py NAME...
"""

import asyncio
import contextlib
import json
import sys

import alaris
import dianet
import parts_pumps

alaris.Master.patience = dianet.Host.patience = 3  # a machine that has other things to do isn't what is tested


class Here:
    """What recipes need of a laboratory, with one host."""

    def __init__(self):
        self.network, self.notes = self, {}

    def inside(self, _host):
        return contextlib.nullcontext()

    def address(self, _host):
        return "127.0.0.1"

    async def record(self, name, _what, happen, note=None):
        await happen()
        self.notes[name] = dict(note or {})


async def main(names):
    here = Here()
    for name in names:
        await parts_pumps.RECIPES[name](here)
    print(json.dumps(here.notes))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
