#!/usr/bin/env bash
# Passes the tests: installs what the integration tests talk to where it can (as root, with apt), names what stays missing, builds and runs everything.
# The last line is the result: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

wanted=(influxdb openssl prometheus victoria-metrics tshark dcmtk python3-hl7 python3-jsonschema tcpdump tcpreplay iproute2 ieee-data chromium rsyslog rsyslog-gnutls rsyslog-openssl)

missing() {
  local package
  for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
  done
}

if [ -n "$(missing)" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  # Services that a package would start on its own have no business here.
  policy=/usr/sbin/policy-rc.d
  made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy" && made=yes
  fi
  apt-get update -qq >/dev/null 2>&1
  # shellcheck disable=SC2046
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(missing) >/dev/null 2>&1
  [ -z "$made" ] || rm -f "$policy"
fi
for package in $(missing); do
  echo "not installed, its tests are skipped: $package (as root: apt-get install $package)"
done

dotnet build Sensor.sln -c Release -v quiet --nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A shell starts what runs in the background with Ctrl-C ignored, and nohup the end of its terminal; children inherit it, and tests signal the program by both.
env --default-signal=INT,HUP dotnet test --solution Sensor.sln -c Release --no-build 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

count() { grep -E "^ *$1: [0-9]+$" "$log" | tail -1 | grep -oE '[0-9]+' || echo 0; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if [ "$code" != 0 ] && [ "$failed" = 0 ]; then
  failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$code" = 0 ]
