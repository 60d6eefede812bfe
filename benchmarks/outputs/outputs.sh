#!/bin/sh
# What sending costs, and what a receiver misses that is down for an hour: outputs.sh PAIRS [CAPTURE] (see outputs.py). Needs rsyslog.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=$here/../..
dotnet build "$root/src/Sensor" -c Release -v quiet --nologo
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$here/outputs.py" "$root/artifacts/bin/Sensor/release/sensor" "$scratch" "$1" "${2:-$root/pcaps/radiology.pcap}"
