"""Recipes of captures about what is below the protocols: tags, fragments, faults on the wire, kinds of mirror."""

import asyncio
import socket

import archive
import parts_dicom
import parts_hl7
from hl7_link import Engine
from net import SWITCH, run

RECIPES = {}
PORT = 11112


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


class Cable:
    """Two hosts on a cable of their own (wire.py) instead of the bridge: near 10.31.0.1, far 10.31.0.2."""

    def __init__(self, lab, *options, mirror=False):
        self.lab = lab
        lab.network.host("near", "10.31.0.1", "00:0b:ab:31:00:01", wired_to="w-near")
        lab.network.host("far", "10.31.0.2", "00:06:5b:31:00:02", wired_to="w-far")
        if mirror:
            lab.network.ip(SWITCH, "link", "add", "m-in", "mtu", "1600", "type", "veth", "peer", "name", "m-out", "mtu", "1600")
            for port in ("m-in", "m-out"):
                run(*lab.network.command(SWITCH, "sysctl", "-qw", f"net.ipv6.conf.{port}.disable_ipv6=1"))
                lab.network.ip(SWITCH, "link", "set", port, "up")
            options = (*options, "--mirror", "m-in")
        self.wire = lab.processes.start(SWITCH, *lab.tool("wire.py", "w-near", "w-far", *options))
        self.server = lab.serve("far", PORT, "storescp", "-dhl", "-od", lab.scratch("received"), PORT)
        lab.call("near", "ping", "-c", "1", "-W", "5", "10.31.0.2")

    def store(self, repeat=1):
        self.lab.call("near", "storescu", "-R", "-aet", "CT1", "-aec", "FAR1", "--repeat", repeat, "10.31.0.2", PORT, *self.lab.many)

    def close(self):
        for process in (self.server, self.wire):
            self.lab.processes.stop(process)
        for host in ("near", "far"):
            self.lab.network.ip(SWITCH, "link", "del", "w-" + host)
            run("ip", "netns", "del", "pcaps-" + host)
        if "m-in" in self.lab.network.ip(SWITCH, "link"):
            self.lab.network.ip(SWITCH, "link", "del", "m-in")


async def _tagged(lab, prefix, tags, words):
    cable = Cable(lab, "--tags", tags, mirror=True)
    await lab.record(f"dicom-{prefix}.pcap", f"storescu to storescp, 8 CT images, on a mirror port with {words}", cable.store,
                     device="m-out")
    engine = Engine(lab.network, "far")
    await engine.start()
    lab_addresses = lab.address
    lab.address = lambda host, version=4: "10.31.0.2"
    network_inside = lab.network.inside
    lab.network.inside = lambda host: network_inside("near" if host == "his" else host)
    try:
        await lab.record(f"hl7-{prefix}.pcap", f"12 HL7 messages on a mirror port with {words}",
                         lambda: parts_hl7._send_all(lab, parts_hl7._day(300)), device="m-out")
    finally:
        lab.address, lab.network.inside = lab_addresses, network_inside
        await engine.stop()
        cable.close()


@recipe
async def vlan(lab):
    await _tagged(lab, "vlan", "8100:30", "802.1Q tag 30")


@recipe
async def qinq(lab):
    await _tagged(lab, "qinq", "88a8:200,8100:30", "802.1ad tag 200 around 802.1Q tag 30")


@recipe
async def faults(lab):
    for name, options, words in (
            ("reordered", ("--reorder", "0.15"), "15 % of the full segments overtaken by up to two others"),
            ("duplicated", ("--duplicate", "0.1"), "10 % of the full segments doubled"),
            ("retransmitted", ("--drop", "0.05"), "5 % of the full segments lost before the mirror and sent again by TCP")):
        cable = Cable(lab, *options)
        await lab.record(f"dicom-{name}.pcap", f"storescu to storescp, 16 CT images; {words}", lambda: cable.store(2), device="w-far")
        cable.close()


@recipe
async def mirror_twice(lab):
    await lab.record("dicom-mirror-twice.pcap", "one C-ECHO captured on all ports of the switch (tcpdump -i any, cooked Linux v2): "
                     "every frame is there several times",
                     parts_dicom._echo(lab), device="any",
                     note={"no_oracle": "mirrored duplicates; tshark takes them for retransmissions"})


@recipe
async def two_ports(lab):
    await lab.record("dicom-two-ports.pcapng", "one CT image stored, captured by dumpcap on two switch ports at once (two interfaces "
                     "in one file): every frame between the two hosts is there twice", parts_dicom._store(lab, [lab.image]),
                     device="p-ct,p-pacs", note={"no_oracle": "mirrored duplicates; tshark takes them for retransmissions"})


@recipe
async def ping(lab):
    def happen():
        lab.network.ip("ct", "neigh", "flush", "all")
        lab.call("ct", "ping", "-c", "3", "-i", "0.2", lab.address("pacs"))
        lab.call("ct", "ping", "-6", "-c", "3", "-i", "0.2", lab.address("pacs", 6))
        lab.call("ct", "ping", "-c", "1", "-W", "1", "10.30.0.99", ok=None)
    await lab.record("net-ping.pcap", "ARP, neighbour discovery, ICMP and ICMPv6 echo, and ARP requests nobody answers", happen)


@recipe
async def fragments(lab):
    def happen():
        for version, family in ((4, socket.AF_INET), (6, socket.AF_INET6)):
            with lab.network.inside("pacs"):
                server = socket.socket(family, socket.SOCK_DGRAM)
                server.bind((lab.address("pacs", version), 5514))
            with lab.network.inside("ct"):
                client = socket.socket(family, socket.SOCK_DGRAM)
            for size in (1000, 4000, 9000):
                client.sendto(bytes(i & 0xFF for i in range(size)), (lab.address("pacs", version), 5514))
                data, peer = server.recvfrom(65536)
                server.sendto(data[: size // 2], peer)
                client.recv(65536)
            server.close()
            client.close()
    await lab.record("net-fragments.pcap", "UDP datagrams of 1000, 4000 and 9000 bytes and answers of half the size, "
                     "over IPv4 and IPv6: whole and in fragments", happen)
