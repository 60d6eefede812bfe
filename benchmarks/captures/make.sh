#!/bin/bash
# Makes bulk-dicom.pcap and small-hl7.pcap from real software in two network namespaces.
# Usage: make.sh [OUTDIR] [--small] [--size GB] [--hl7-size GB]        (needs root; see README.md)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${TMPDIR:-/tmp}/sensor-bench
dicom_gb=1.5
hl7_gb=0.35
while [ $# -gt 0 ]; do
    case $1 in
        --small) dicom_gb=0.03; hl7_gb=0.01 ;;
        --size) dicom_gb=$2; shift ;;
        --hl7-size) hl7_gb=$2; shift ;;
        -*) sed -n '2,3s/^# //p' "$0" >&2; exit 64 ;;
        *) out=$1 ;;
    esac
    shift
done

python=${PYTHON:-/usr/bin/python3}      # the one that sees Debian's python3-hl7 and python3-pydicom
fail() { echo "make.sh: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "needs root, for network namespaces"
for tool in ip ss ethtool tcpdump storescp storescu; do
    command -v $tool > /dev/null || fail "missing: $tool (apt install iproute2 ethtool tcpdump dcmtk)"
done
"$python" -c 'import hl7, pydicom' || fail "missing: apt install python3-hl7 python3-pydicom"

mkdir -p "$out"
work=$(mktemp -d "$out/making.XXXXXX")
client=bench-$$-c
server=bench-$$-s
started=()                              # background processes: only these and their children are ended
cleanup() {
    local pid ns
    for pid in "${started[@]}"; do kill "$pid" 2> /dev/null || true; done
    for ns in $client $server; do
        for pid in $(ip netns pids $ns 2> /dev/null); do kill "$pid" 2> /dev/null || true; done
    done
    wait
    ip netns del $client 2> /dev/null || true
    ip netns del $server 2> /dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# Devices 10.77.1.1-16 in one namespace, servers 10.77.2.1-8 in the other. Offloads are off, so
# that the capture holds frames as a switch would mirror them, with true checksums.
network() {
    ip netns add $client
    ip netns add $server
    ip link add eth0 mtu 1500 netns $client type veth peer name eth0 mtu 1500 netns $server
    local ns i
    for ns in $client $server; do
        ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1
        ip netns exec $ns ethtool -K eth0 tso off gso off gro off tx off rx off > /dev/null 2>&1
        ip -n $ns link set lo up
        ip -n $ns link set eth0 up
    done
    for i in {1..16}; do ip -n $client addr add 10.77.1.$i/16 dev eth0; done
    for i in {1..8}; do
        ip -n $server addr add 10.77.2.$i/16 dev eth0
        ip -n $client route add 10.77.2.$i/32 dev eth0 src 10.77.1.$i     # storescu can't bind
    done
}

# background COMMAND...: sets $pid
background() { "$@" & pid=$!; started+=($pid); }

listening() {
    for _ in {1..100}; do
        [ -n "$(ip netns exec $server ss -ltnH "sport = :$1")" ] && return
        sleep 0.1
    done
    fail "nothing listens on port $1"
}

capture_start() {
    background ip netns exec $server tcpdump -Z root -i eth0 -s 0 -B 1048576 -w "$work/$1" 2> "$work/tcpdump.log"
    dumper=$pid
    for _ in {1..100}; do
        grep -q 'listening on' "$work/tcpdump.log" && return
        sleep 0.1
    done
    fail "tcpdump did not start: $(cat "$work/tcpdump.log")"
}

# What still waits in tcpdump's ring when it is ended is lost uncounted, so wait until the file rests.
capture_stop() {
    local before=-1 now
    while now=$(stat -c %s "$work/$1"); [ "$now" != "$before" ]; do before=$now; sleep 2; done
    kill $dumper
    wait $dumper || true
    grep -q '^0 packets dropped by kernel' "$work/tcpdump.log" || fail "lossy capture: $(cat "$work/tcpdump.log")"
    mv "$work/$1" "$out/$1"
    echo "$out/$1: $(stat -c %s "$out/$1") bytes, $(grep -E '^[0-9]+ packets? (captured|dropped by kernel)' "$work/tcpdump.log" | paste -sd, | sed 's/,/, /')"
}

# One modality sends its studies one after the other, an association each.
modality() {
    local number=$1 directory=$2 port=104 study
    [ $((number % 2)) = 0 ] && port=11112
    for study in "$directory"/*; do
        ip netns exec $client storescu -R -aet "$(basename "$directory")" -aec ARCHIVE$port +sd +r \
            10.77.2.$number $port "$study" || return
    done
}

dicom() {
    local number=0 senders=() directory
    "$python" "$here/dicom_objects.py" "$work/objects" "$dicom_gb"
    background ip netns exec $server storescp --fork -dhl --ignore -aet ARCHIVE104 --max-pdu 16384 104
    background ip netns exec $server storescp --fork -dhl --ignore -aet ARCHIVE11112 --max-pdu 131072 11112
    listening 104
    listening 11112
    capture_start bulk-dicom.pcap
    for directory in "$work"/objects/*; do
        number=$((number + 1))
        background modality $number "$directory"
        senders+=($pid)
    done
    for pid in "${senders[@]}"; do wait "$pid" || fail "a storescu failed"; done
    capture_stop bulk-dicom.pcap
    rm -rf "$work/objects"
}

hl7() {
    background ip netns exec $server "$python" "$here/hl7_traffic.py" receive
    listening 2575
    capture_start small-hl7.pcap
    ip netns exec $client "$python" "$here/hl7_traffic.py" send "$hl7_gb"
    capture_stop small-hl7.pcap
}

network
dicom
hl7
