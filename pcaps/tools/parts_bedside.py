"""Recipes of captures of bedside devices other than pumps: patient monitors, and devices that find each other (SDC)."""

import subprocess
import time

RECIPES = {}
UUID = "11f8a4a0-6d3c-4c3e-9a5a-0d5f0c9d1a01"


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


def _start(lab, host, *arguments):
    return subprocess.Popen(lab.network.command(host, *lab.tool("bedside_link.py", *arguments)))


@recipe
async def bedside_intellivue(lab):
    def happen():
        monitor = _start(lab, "ct", "monitor", lab.address("ct"), "DE00000001")
        time.sleep(1)
        gateway = _start(lab, "engine", "gateway", lab.address("ct"))
        if gateway.wait(20) or monitor.wait(20):
            raise RuntimeError("the monitor and its gateway didn't get through")
    await lab.record("bedside-intellivue.pcap", "An IntelliVue monitor broadcasts that it is there; a gateway associates, polls (the patient too), is refused a SET, releases",
                     happen)


@recipe
async def bedside_sdc(lab):
    def happen():
        for host, port in (("ct", 6464), ("ws", 6465)):
            provider = _start(lab, host, "provider", lab.address(host), UUID, port)
            time.sleep(1)
            consumer = _start(lab, "engine", "consumer", lab.address("engine"))
            if consumer.wait(20) or provider.wait(20):
                raise RuntimeError("provider and consumer didn't get through")
    await lab.record("bedside-sdc.pcap", "SDC in clear: a device says hello, is found, asked and set by HTTP; then another address answers under the same identifier", happen)
