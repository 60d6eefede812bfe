"""Recipes of captures as a remote mirror would send them: the frames of real captures, wrapped by Scapy in each kind of tunnel."""

import logging

logging.getLogger("scapy").setLevel(logging.ERROR)

from scapy.all import (  # noqa: E402
    GRE, IP, UDP, Dot1Q, Ether, IPv6, IPv6ExtHdrFragment, PPP, PPPoE, PcapReader, PcapWriter, Raw, fragment, fragment6)
from scapy.contrib.erspan import ERSPAN_II, ERSPAN_III  # noqa: E402
from scapy.contrib.geneve import GENEVE  # noqa: E402
from scapy.contrib.mpls import MPLS  # noqa: E402
from scapy.layers.vxlan import VXLAN  # noqa: E402

RECIPES = {}

OUTER = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02")
MIRROR = OUTER / IP(src="172.16.0.1", dst="172.16.0.2", ttl=60)


def tunnel(name, source, what):
    def register(wrap):
        def recipe(lab):
            with PcapReader(str(lab.out / source)) as frames, PcapWriter(str(lab.folder / f"{name}.pcap"), sync=True) as out:
                for number, frame in enumerate(frames, 1):
                    for packet in wrap(frame, number):
                        packet.time = frame.time
                        out.write(packet)
            lab.keep(f"{name}.pcap", f"{source} in {what} (Scapy)", {"wraps": source})
        RECIPES[name] = recipe
        return recipe
    return register


def _ip(frame):
    """The IP packet in a frame; what isn't IP stays on its side of the tunnel."""
    return frame[IP] if IP in frame else frame[IPv6] if IPv6 in frame else None


@tunnel("tunnel-vxlan", "dicom-store.pcapng", "VXLAN, network 42")
def vxlan(frame, number):
    yield MIRROR / UDP(sport=40000 + number % 100, dport=4789) / VXLAN(vni=42, flags="Instance") / frame


@tunnel("tunnel-geneve", "hl7-persistent.pcap", "GENEVE with an option, network 77")
def geneve(frame, number):
    yield MIRROR / UDP(sport=41000, dport=6081) / GENEVE(vni=77, proto=0x6558, optionlen=2, options=Raw(b"\x01\x02\x03\x01\0\0\0\0")) / frame


@tunnel("tunnel-gre", "hl7-ipv6.pcap", "GRE with a key, IPv6 in IPv4")
def gre(frame, number):
    inner = _ip(frame)
    if inner is not None:
        yield MIRROR / GRE(key_present=1, key=7, proto=0x86DD if IPv6 in frame else 0x0800) / inner


@tunnel("tunnel-erspan-1", "hl7-two-in-one.pcap", "ERSPAN type I")
def erspan_1(frame, number):
    yield MIRROR / GRE(proto=0x88BE) / Raw(bytes(frame))


@tunnel("tunnel-erspan-2", "dicom-vlan.pcap", "ERSPAN type II, session 5, VLAN tags inside")
def erspan_2(frame, number):
    yield MIRROR / GRE(proto=0x88BE, seqnum_present=1, seqence_number=number) / ERSPAN_II(session_id=5) / frame


@tunnel("tunnel-erspan-3", "dicom-find.pcapng", "ERSPAN type III, session 6")
def erspan_3(frame, number):
    yield MIRROR / GRE(proto=0x22EB, seqnum_present=1, seqence_number=number) / ERSPAN_III(session_id=6) / frame


@tunnel("tunnel-ipip", "hl7-per-message.pcapng", "IP in IP")
def ipip(frame, number):
    if IP in frame:
        yield MIRROR / frame[IP]


@tunnel("tunnel-6in4", "dicom-ipv6.pcap", "6in4")
def six_in_four(frame, number):
    if IPv6 in frame:
        yield MIRROR / frame[IPv6]


@tunnel("tunnel-mpls", "dicom-echo.pcap", "MPLS, labels 100 and 200")
def mpls(frame, number):
    inner = _ip(frame)
    if inner is not None:
        yield OUTER / MPLS(label=100, s=0) / MPLS(label=200, s=1) / inner


@tunnel("tunnel-pppoe", "dicom-reject-called.pcap", "a PPPoE session")
def pppoe(frame, number):
    if IP in frame:
        yield OUTER / PPPoE(sessionid=9) / PPP(proto=0x0021) / frame[IP]


@tunnel("tunnel-nested", "dicom-move.ns.pcap", "VXLAN in GRE in a VLAN")
def nested(frame, number):
    outer = OUTER / Dot1Q(vlan=300) / IP(src="172.16.0.1", dst="172.16.0.2") / GRE(proto=0x0800)
    yield outer / IP(src="172.17.0.1", dst="172.17.0.2") / UDP(sport=40000, dport=4789) / VXLAN(vni=43, flags="Instance") / frame


@tunnel("tunnel-fragments", "dicom-store-implicit.ns.pcap", "GRE of which every larger packet is two IP fragments, the last first")
def fragments(frame, number):
    packet = IP(src="172.16.0.1", dst="172.16.0.2", id=number) / GRE(proto=0x6558) / frame
    for part in reversed(fragment(packet, fragsize=800)):
        yield OUTER / part


@tunnel("tunnel-vxlan-fragments", "dicom-vlan.pcap", "VXLAN of which every larger packet is two IP fragments, the last first for every second one")
def vxlan_fragments(frame, number):
    packet = IP(src="172.16.0.1", dst="172.16.0.2", id=number) / UDP(sport=40000, dport=4789) / VXLAN(vni=44, flags="Instance") / frame
    parts = fragment(packet, fragsize=1400)
    for part in reversed(parts) if number % 2 else parts:
        yield OUTER / part


@tunnel("tunnel-geneve-fragments", "hl7-enhanced.pcap", "GENEVE in IPv6 of which every larger packet is fragments of 512 bytes")
def geneve_fragments(frame, number):
    outer = IPv6(src="fd00::1", dst="fd00::2")
    datagram = UDP(sport=41000, dport=6081) / GENEVE(vni=78, proto=0x6558) / frame
    if len(datagram) <= 512:
        yield OUTER / outer / datagram
        return
    for part in fragment6(outer / IPv6ExtHdrFragment(id=number) / datagram, 560):
        yield OUTER / part
