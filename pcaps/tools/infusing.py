"""What a pump gives, and what the simulators did: the two things all pump families share."""

import collections
import time


class Infusion:
    """A pump that infuses: its volume follows from its rate and the time that went by."""

    def __init__(self, serial, model, drug, rate, vtbi, infused=0.0, running=True):
        self.serial, self.model, self.drug = serial, model, drug
        self.vtbi, self.running = vtbi, running
        self.boluses, self.bolus_left, self.bolus_rate = 0, 0.0, 0.0
        self.alarms_on, self.remote = True, False
        self._rate, self._infused, self._since = rate, infused, time.monotonic()

    @property
    def rate(self):
        """What was set, in mL/h."""
        return self._rate

    @rate.setter
    def rate(self, value):
        self._settle()
        self._rate = value

    @property
    def flow(self):
        """What runs now, in mL/h."""
        if not self.running:
            return 0.0
        return self.bolus_rate if self.bolus_left > 0 else self._rate

    @property
    def infused(self):
        self._settle()
        return self._infused

    @property
    def remaining(self):
        return max(0.0, self.vtbi - self.infused)

    @property
    def seconds_left(self):
        return int(self.remaining / self.flow * 3600) if self.flow else 0

    def start(self):
        self._settle()
        self.running = True

    def stop(self):
        self._settle()
        self.running, self.bolus_left = False, 0.0

    def clear(self):
        self._settle()
        self._infused = 0.0

    def bolus(self, volume, rate):
        self._settle()
        self.boluses += 1
        self.bolus_left, self.bolus_rate = volume, rate

    def _settle(self):
        """Adds what was given since the last look."""
        now = time.monotonic()
        hours, self._since = (now - self._since) / 3600, now
        if not self.running:
            return
        if self.bolus_left > 0:
            part = min(hours, self.bolus_left / self.bolus_rate)
            self._infused += part * self.bolus_rate
            self.bolus_left = max(0.0, self.bolus_left - part * self.bolus_rate)
            hours -= part
        self._infused = min(self.vtbi, self._infused + hours * self._rate)


class Journal:
    """What the simulators sent, by their own account: whoever reads the capture must find the same."""

    def __init__(self):
        self._counts = collections.defaultdict(lambda: {"requests": 0, "responses": 0, "commands": collections.Counter()})
        self.orders = []  # what changes a pump: (time, family, host that asked, pump, command, value)

    def request(self, family, command):
        self._counts[family]["requests"] += 1
        self._counts[family]["commands"][command] += 1

    def response(self, family):
        self._counts[family]["responses"] += 1

    def order(self, family, host, pump, command, value=None):
        self.orders.append((time.time(), family, host, pump, command, value))

    @property
    def counts(self):
        return {family: {**entry, "commands": dict(sorted(entry["commands"].items()))} for family, entry in sorted(self._counts.items())}
