#!/bin/sh
# Makes the captures of this folder again, from real software in network namespaces. Root, Debian 12.
#
#   ./install-tools.sh             the Debian packages needed
#   ./make.sh                      everything (about 13 minutes)
#   ./make.sh radiology            radiology.pcap and its labels (about 5 minutes)
#   ./make.sh infusion             infusion.pcap and its labels (about 5 minutes)
#   ./make.sh parts [NAME...]      the small captures; NAME as in tools/parts_*.py and tools/cuts.py, with dashes
#   ./make.sh truth                truth.json, and the table in README.md
set -eu
cd "$(dirname "$0")"
python="/usr/bin/python3 -B"
exec 9<"$0"
flock -n 9 || { echo "make.sh: already running" >&2; exit 1; }

radiology() { $python tools/radiology.py radiology.pcap radiology.labels.json; }
infusion() { $python tools/infusion.py infusion.pcap infusion.labels.json; }
parts() { mkdir -p parts; $python tools/parts.py parts "$@"; }
truth() { $python truth.py; $python tools/readme_table.py README.md; }

if [ "${1:-all}" != truth ]; then
    [ "$(id -u)" = 0 ] || { echo "make.sh: needs root, for network namespaces" >&2; exit 1; }
    for tool in Orthanc storescu wlmscpfs tcpdump dumpcap tshark editcap ip ethtool ping curl openssl nginx vsftpd telnet telnetd; do
        command -v "$tool" >/dev/null || { echo "make.sh: $tool is missing, see install-tools.sh" >&2; exit 1; }
    done
fi
case "${1:-all}" in
    all) radiology; infusion; parts; truth ;;
    radiology) radiology; truth ;;
    infusion) infusion; truth ;;
    parts) shift; parts "$@"; truth ;;
    truth) truth ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
