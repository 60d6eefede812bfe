"""Servers, clients and tcpdump, run on the hosts of a network."""

import asyncio
import os
import signal
import subprocess
import sys
import time


class Processes:
    """What was started here is ended here, by process id."""

    def __init__(self, network):
        self.network = network
        self._running = []
        self.failures = 0

    def start(self, host, *args, cwd=None, log=subprocess.DEVNULL):
        """Starts a server in the background."""
        process = subprocess.Popen(self.network.command(host, *args), cwd=cwd, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self._running.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM, patience=5.0):
        if process in self._running:
            self._running.remove(process)
        if process.poll() is None:
            os.killpg(process.pid, how)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def stop_all(self):
        for process in list(self._running):
            self.stop(process)

    def wait_for_port(self, host, port, patience=30.0):
        """Waits for a listener without sending it anything."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            listening = subprocess.run(self.network.command(host, "ss", "-Hltn", f"sport = :{port}"),
                                       capture_output=True, text=True).stdout
            if listening.strip():
                return
            time.sleep(0.05)
        raise RuntimeError(f"{host}: nothing listens on port {port}")

    def call(self, host, *args, cwd=None, ok=(0,)):
        """Runs a client to its end. An exit code that isn't expected is shown and counted."""
        done = subprocess.run(self.network.command(host, *args), cwd=cwd, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        self._judge(host, args, done.returncode, done.stdout + done.stderr, ok)
        return done.stdout + done.stderr

    async def acall(self, host, *args, cwd=None, ok=(0,)):
        """The same, while other things go on."""
        process = await asyncio.create_subprocess_exec(
            *self.network.command(host, *args), cwd=cwd, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        output = (await process.communicate())[0].decode(errors="replace")
        self._judge(host, args, process.returncode, output, ok)
        return output

    def _judge(self, host, args, code, output, ok):
        if ok is not None and code not in ok:
            self.failures += 1
            print(f"{host}: {' '.join(map(str, args))[:160]} ended with {code}: {output.strip()[:400]}", file=sys.stderr)


class Capture:
    """tcpdump on a device, or dumpcap on some (with commas); no frame may be dropped."""

    def __init__(self, processes, host, device, path, expression=(), snaplen=262144, nanoseconds=False, dumpcap=False):
        self.processes, self.path = processes, path
        precision = "nano" if nanoseconds else "micro"
        if dumpcap:
            filters = ["-f", " ".join(expression)] if expression else []
            devices = [word for name in device.split(",") for word in ("-i", name)]
            command = ["dumpcap", "-q", *devices, "-s", snaplen, "-B", 32, *filters, "-w", path]
        else:
            command = ["tcpdump", "-q", "-Z", "root", "-i", device, "-s", snaplen, "-B", 65536, "-U", "--immediate-mode",
                       "--time-stamp-precision", precision, "-w", path, *expression]
        self._log = open(str(path) + ".log", "w+")
        self._process = processes.start(host, *command, log=self._log)
        deadline = time.monotonic() + 10
        while self._process.poll() is None and time.monotonic() < deadline:
            text = self._text()
            if "listening on" in text or "File: " in text:
                break
            time.sleep(0.02)
        else:
            raise RuntimeError(self._text())
        time.sleep(0.3)

    def _text(self):
        self._log.flush()
        with open(self._log.name) as file:
            return file.read()

    def stop(self):
        time.sleep(0.4)
        self.processes.stop(self._process, signal.SIGINT)
        text = self._text()
        self._log.close()
        os.unlink(self._log.name)
        for line in text.splitlines():
            words = line.split()
            if "dropped by" in line and words[0] != "0":
                raise RuntimeError(f"{self.path}: {line}")
