"""An infusion ward: its pumps, who asks and commands them, and what goes on there all the time."""

import asyncio
import collections
import contextlib
import random

import alaris
import bcc
import dianet
import orchestra
import pcd
import pcd_text
import people
import sockets
from infusing import Infusion, Journal

HOSTS = {  # name: (last byte of the address, hardware address)
    "ts1": (20, "00:90:e8:40:00:20"), "ts2": (21, "00:20:4a:40:00:21"), "tiva": (30, "00:08:02:40:00:30"),
    "space1": (40, "00:12:21:40:00:40"), "space2": (41, "00:12:21:40:00:41"), "pdms": (31, "00:06:5b:40:00:31"), "trac": (32, "00:06:5b:40:00:32"),
    "base1": (50, "00:40:9d:40:00:50"), "oric": (33, "00:08:02:40:00:33"), "star1": (60, "00:90:e8:40:00:60"), "fmc": (34, "00:08:02:40:00:34"),
    "gateway": (70, "00:06:5b:40:00:70"), "bpoc": (71, "00:06:5b:40:00:71"), "cis": (72, "00:06:5b:40:00:72"), "alerts": (73, "00:06:5b:40:00:73"),
    "laptop": (66, "02:4c:41:50:01:66"), "box": (77, "02:42:4f:58:01:77"),
}
STRANGERS = ("laptop", "box")
ADDRESS = {name: f"10.40.0.{last}" for name, (last, _) in HOSTS.items()}


class PcdPump(Infusion):
    library = "ADULT ICU 7"


class Ward:
    """The hosts, the pumps on them, and what each does over and over. `tasks` is all that must not end."""

    def __init__(self, network):
        self.network, self.journal, self.messages = network, Journal(), collections.Counter()
        self.dice = random.Random("infusion")
        for name, (_, mac) in HOSTS.items():
            if name not in STRANGERS:
                network.host(name, ADDRESS[name], mac)
        self._servers = []

    # -- what stands there ---------------------------------------------------------------------------------------

    async def open(self):
        self.alaris = [self._alaris("ts1", 4001, "8002-51740", "GH", "PROPOFOL", 20.0), self._alaris("ts1", 4002, "8002-51733", "GH", "REMIFENTANIL", 8.0, bytewise=True),
                       self._alaris("ts1", 4003, "8003-11005", "CC", "KETAMIN", 20.0), self._alaris("ts2", 2001, "8002-60210", "GH", "FENTANYL", 5.0, telnet=True)]
        self.rack = bcc.Rack("ICU7", {"11": Infusion("B0011", "688F030006", "NORADRENALIN", 12.5, 50, 1.4), "12": Infusion("B0012", "688F030006", "HEPARIN", 2.0, 50, 20),
                                      "13": Infusion("B0013", "686U030006", "RINGER", 80.0, 500, 120)}, self.journal)
        self.battery = bcc.Rack("ICU9", {"11": Infusion("B0091", "688F030006", "DOBUTAMIN", 4.0, 50, 12)}, self.journal)
        self.base = orchestra.Base({"1": Infusion("F1", "Module DPS", "SUFENTANIL", 20.0, 50, 5), "2": Infusion("F2", "Module DPS", "MIDAZOLAM", 4.0, 50, 9)}, self.journal)
        self.star = dianet.Pumps({"A": Infusion("74565", "Perfusor fm", "DOPAMIN", 5.0, 50, 2), "B": Infusion("74566", "Perfusor fm", "INSULIN", 1.5, 50, 8)},
                                 {"A": 74565, "B": 74566}, self.journal)
        drugs = ("SODIUM CHLORIDE", "POTASSIUM CHLORIDE", "GLUCOSE 5%", "CEFAZOLIN")
        pumps = [PcdPump(f"A000{i}", "Infusomat", drug, 0.0, 500, running=False) for i, drug in enumerate(drugs, 1)]
        self.gateway = pcd.Gateway(self.network, "gateway", 3000, pumps, {p.serial: people.patient(800 + i) for i, p in enumerate(pumps)}, self.journal,
                                   (ADDRESS["bpoc"], 3001), (ADDRESS["cis"], 3002), (ADDRESS["alerts"], 3003), self.messages)
        self._servers = [*self.alaris, *(sockets.Server(self.network, host, port, serve) for host, port, serve in (
            ("space1", 4001, self.rack.serve), ("trac", 4002, bcc.receive), ("base1", 2101, self.base.serve), ("star1", 4001, self.star.serve))),
            self.gateway, *(pcd.Receiver(self.network, host, port, self.messages) for host, port in (("bpoc", 3001), ("cis", 3002), ("alerts", 3003)))]
        for server in self._servers:
            await server.start()
        self.bpoc = pcd.Link(self.network, "bpoc", (ADDRESS["gateway"], 3000), self.messages)

    def _alaris(self, host, port, serial, model, drug, rate, **how):
        return alaris.Port(self.network, host, port, Infusion(serial, model, drug, rate, 500.0, 3.0), self.journal, **how)

    async def close(self):
        for server in reversed(self._servers):
            with contextlib.suppress(ConnectionError):
                await server.stop()

    def pause(self, seconds):
        return asyncio.sleep(seconds * self.dice.uniform(0.97, 1.03))

    # -- what goes on all the time -------------------------------------------------------------------------------

    async def titrate(self):
        """The anaesthesia computer has the first Alaris pump in its hand: it keeps control every second, and changes the rate a little."""
        master = await alaris.Master(self.network, "tiva", (ADDRESS["ts1"], 4001), self.journal).open()
        code = await master.identify()
        await master.ask(f"REMOTE_CFG^ENABLED^{code}")
        for turn in range(1 << 30):
            await master.ask(f"REMOTE_CTRL^ENABLED^{code}")
            if turn % 12 == 5:
                await master.ask(f"INF_RATE^{20 + (0.5, 1.0, 0.5, 0.0)[turn // 12 % 4]:.2f}^ml/h")
            elif turn % 2:
                await master.ask("INF")
            await self.pause(1)

    async def watch_alaris(self, peer, period, telnet=False):
        """The same computer reads the others."""
        master = await alaris.Master(self.network, "tiva", peer, self.journal, telnet).open()
        await master.identify()
        while True:
            await master.ask("INF")
            await self.pause(period)

    async def ask_rack(self):
        client = await bcc.Client(self.network, "pdms", (ADDRESS["space1"], 4001), "ICU7", self.journal).open()
        while True:
            await client.ask("MEM:GET")
            await self.pause(5)

    async def push(self):
        await asyncio.sleep(2)
        await self.battery.push(self.network, "space2", (ADDRESS["trac"], 4002))

    async def sedate(self):
        """The computer at the Fresenius base reads both modules and adjusts the first."""
        host = await orchestra.Host(self.network, "oric", (ADDRESS["base1"], 2101), self.journal).open()
        for text in ("0DC", "0LE;b", "1DC", "2DC", "1MO;2"):
            await host.ask(text)
        for turn in range(1 << 30):
            for module in "12":
                await host.ask(f"{module}LE;dr")
            if turn % 10 == 6:
                await host.ask(f"1PR;{(205, 200)[turn // 10 % 2]:04X}")
            await self.pause(2)

    async def watch_line(self):
        """The computer at the Dianet line only documents."""
        host = await dianet.Host(self.network, "fmc", (ADDRESS["star1"], 4001), self.journal).open()
        for address in "AB":
            await host.ask(address, dianet.IDENT)
            await host.control(address, 0)
        for turn in range(1 << 30):
            for address in "AB":
                await host.ask(address, dianet.STATUS)
                if turn % 5 == 0:
                    await host.ask(address, dianet.ACTUAL)
                    await host.ask(address, dianet.TARGET)
            await self.pause(1.2)

    async def observe(self):
        """The gateway tells what its pumps do."""
        while True:
            for serial in self.gateway.pumps:
                await self.gateway.observe(serial)
                await self.pause(2.4)

    async def finish(self):
        """Pumps that have given their volume."""
        while True:
            await asyncio.sleep(0.5)
            for serial, pump in self.gateway.pumps.items():
                if pump.running and pump.remaining <= 0:
                    pump.stop()
                    await self.gateway.event(serial, pcd_text.COMPLETE)

    async def order(self, serial, rate, volume=500, control="RE", number=None):
        pump = self.gateway.pumps[serial]
        number = number or self.gateway.orders.get(serial) or f"ORD{8000 + int(serial[1:])}"
        await self.bpoc.send(pcd_text.order(self.gateway.patients[serial], pump, number, pump.drug, rate, volume, control))

    async def nurses(self):
        """What people do at their own times: orders, and hands on pumps."""
        async def alarm():
            await self.gateway.alert("A0002", "start", "Occlusion Downstream")
            await asyncio.sleep(3)
            await self.gateway.alert("A0002", "end", "Occlusion Downstream")

        async def turn(pump, rate):
            pump.rate = rate
        plan = [(8, lambda: self.order("A0001", 13.3)), (14, lambda: self.order("A0004", 120, 2)), (22, lambda: self.order("A0002", 10)), (36, lambda: self.order("A0003", 40)),
                (48, lambda: self.order("A0002", 11, control="XO")),
                (58, lambda: self.order("A0001", 20, control="XO")), (75, lambda: turn(self.rack.pumps["13"], 100.0)), (92, alarm),
                (112, lambda: self.order("A0004", 100, 3, number="ORD8014")), (130, lambda: self.order("A0003", 42, control="XO")),
                (164, lambda: self.order("A0002", 12, control="XO")), (172, lambda: turn(self.rack.pumps["11"], 13.0)), (200, lambda: self.order("A0001", 22, control="XO"))]
        at = 0
        for due, act in plan:
            await asyncio.sleep(due - at)
            at = due
            await act()

    def everything(self):
        return [asyncio.create_task(work) for work in (
            self.titrate(), self.watch_alaris((ADDRESS["ts1"], 4002), 6), self.watch_alaris((ADDRESS["ts1"], 4003), 2), self.watch_alaris((ADDRESS["ts2"], 2001), 4, True),
            self.ask_rack(), self.push(), self.sedate(), self.watch_line(), self.observe(), self.finish(), self.nurses())]
