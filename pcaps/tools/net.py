"""A switched network made of Linux network namespaces: one namespace per host, one bridge."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time

PREFIX = "pcaps-"
SWITCH = "switch"
_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWNET = 0x40000000


def run(*args, check=True):
    """Runs a command to its end and gives its output back; its message is shown when it fails."""
    done = subprocess.run([str(a) for a in args], text=True, capture_output=True)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, args))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _namespaces():
    names = (line.split()[0] for line in run("ip", "netns", "list").splitlines() if line.strip())
    return [name for name in names if name.startswith(PREFIX)]


def clean_up():
    """Ends what still runs in namespaces of ours, and removes them."""
    for namespace in _namespaces():
        for pid in run("ip", "netns", "pids", namespace, check=False).split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
    for _ in range(20):
        if not any(run("ip", "netns", "pids", n, check=False).split() for n in _namespaces()):
            break
        time.sleep(0.05)
    for namespace in _namespaces():
        run("ip", "netns", "del", namespace)


class Network:
    """Hosts on one bridge. Frames on the wire are what a mirror port shows: no offloads."""

    def __init__(self):
        clean_up()
        self.addresses = {}
        self._add_namespace(SWITCH)
        self.ip(SWITCH, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0", "stp_state", "0")
        self._quiet(SWITCH, "br0")
        self.ip(SWITCH, "link", "set", "br0", "up")

    def ip(self, host, *args):
        return run("ip", "-n", PREFIX + host, *args)

    def command(self, host, *args):
        """The arguments that run a command on a host."""
        return ["ip", "netns", "exec", PREFIX + host, *(str(a) for a in args)]

    def _add_namespace(self, host):
        run("ip", "netns", "add", PREFIX + host)
        self.ip(host, "link", "set", "lo", "up")
        run(*self.command(host, "sysctl", "-qw", "net.ipv4.tcp_congestion_control=cubic"), check=False)

    def _quiet(self, host, device):
        """No IPv6 chatter on a device that has no IPv6 address of its own."""
        run(*self.command(host, "sysctl", "-qw", f"net.ipv6.conf.{device}.disable_ipv6=1"), check=False)

    def _no_offloads(self, host, device):
        run(*self.command(host, "ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off", "gro", "off"),
            check=False)

    def host(self, name, address, mac, address6=None, wired_to=None, mtu=1500):
        """Adds a host with one card, on the bridge or at the end of a cable to `wired_to` (a port name)."""
        self._add_namespace(name)
        self.addresses[name] = address
        port = wired_to or f"p-{name}"
        self.ip(name, "link", "add", "eth0", "address", mac, "mtu", mtu,
                "type", "veth", "peer", "name", port, "netns", PREFIX + SWITCH)
        self._no_offloads(name, "eth0")
        self._no_offloads(SWITCH, port)
        self._quiet(SWITCH, port)
        if address6:
            self.ip(name, "addr", "add", address6 + "/64", "dev", "eth0", "nodad")
        else:
            self._quiet(name, "eth0")
        self.ip(name, "addr", "add", address + "/24", "dev", "eth0")
        if not wired_to:
            self.ip(SWITCH, "link", "set", port, "master", "br0")
        else:
            self.ip(SWITCH, "link", "set", port, "mtu", 1600)
        self.ip(SWITCH, "link", "set", port, "up")
        self.ip(name, "link", "set", "eth0", "up")

    @contextlib.contextmanager
    def inside(self, host):
        """The calling thread is on that host meanwhile; sockets opened then stay there."""
        with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{PREFIX}{host}") as there:
            self._enter(there)
            try:
                yield
            finally:
                self._enter(home)

    @staticmethod
    def _enter(namespace):
        if _libc.setns(namespace.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    def close(self):
        clean_up()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
