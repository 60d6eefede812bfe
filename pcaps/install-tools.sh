#!/bin/sh
# Installs the Debian 12 packages the scripts here need. Root.
# Orthanc's own service is kept from starting: the captures run it in a network namespace.
set -eu
packages="dcmtk orthanc tshark tcpdump iproute2 ethtool iputils-ping curl openssl
          python3 python3-hl7 python3-pydicom python3-scapy python3-odil
          nginx-light vsftpd python3-pyftpdlib inetutils-telnet inetutils-telnetd"
policy=/usr/sbin/policy-rc.d
made=no
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    made=yes
fi
trap '[ "$made" = no ] || rm -f "$policy"' EXIT
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086
apt-get install -y --no-install-recommends $packages
if command -v systemctl >/dev/null 2>&1; then
    systemctl mask orthanc.service >/dev/null 2>&1 || true
fi
