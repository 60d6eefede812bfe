"""What mirrors do to packets, by fixed seeds. Each takes a capture's packets by number and answers with numbers, in a new order."""

import random

import wire


def loss(rate):
    def apply(packets, seed):
        chance = random.Random(seed).random
        return [n for n in range(len(packets)) if chance() >= rate]
    return apply


def bursts(rate, length):
    """As many lost, but in runs of about `length` frames."""
    def apply(packets, seed):
        source, kept, left = random.Random(seed), [], 0
        for n in range(len(packets)):
            if left == 0 and source.random() < rate / length:
                left = source.randint(1, 2 * length - 1)
            if left > 0:
                left -= 1
            else:
                kept.append(n)
        return kept
    return apply


def one_direction(to_server):
    """Every frame of one direction missing: a tap of one fibre. The client is who sent the SYN."""
    def apply(packets, seed):
        clients, kept = set(), []
        for n, packet in enumerate(packets):
            found = wire.segment(packet)
            if found is None:
                continue
            source, target, _, flags, _ = found
            if flags & 0x12 == 0x02:
                clients.add((source, target))
            if ((source, target) in clients) == to_server:
                kept.append(n)
        return kept
    return apply


def mid_stream(packets, seed):
    """The capture begins somewhere in its first half."""
    return list(range(random.Random(seed).randrange(len(packets) // 8, len(packets) // 2), len(packets)))


def reordered(rate):
    """A frame falls back behind up to three others; its time goes with it, as a mirror would stamp it."""
    def apply(packets, seed):
        source = random.Random(seed)
        places = [(n + source.randint(1, 3) + 0.5 if source.random() < rate else n, n) for n in range(len(packets))]
        return [n for _, n in sorted(places)]
    return apply


def duplicated(rate):
    def apply(packets, seed):
        chance = random.Random(seed).random
        return [m for n in range(len(packets)) for m in ((n, n) if chance() < rate else (n,))]
    return apply


def both(first, second):
    def apply(packets, seed):
        kept = first(packets, seed)
        return [kept[n] for n in second([packets[n] for n in kept], seed + 1)]
    return apply


KINDS = {
    "nothing": lambda packets, seed: list(range(len(packets))),
    "0.1 % lost": loss(0.001),
    "1 % lost": loss(0.01),
    "5 % lost": loss(0.05),
    "1 % lost in bursts of 10": bursts(0.01, 10),
    "1 % reordered": reordered(0.01),
    "1 % doubled": duplicated(0.01),
    "1 % lost, 1 % reordered, 1 % doubled": both(loss(0.01), both(reordered(0.01), duplicated(0.01))),
    "to the server only": one_direction(True),
    "to the client only": one_direction(False),
    "begun in mid-stream": mid_stream,
    "begun in mid-stream, 1 % lost": both(mid_stream, loss(0.01)),
}

# The same every time: nothing to repeat with another seed.
WITHOUT_CHANCE = {"nothing", "to the server only", "to the client only"}


def apply(kind, packets, seed):
    """The damaged capture's packets, times in order as a capture writes them, and the numbers of those that are left."""
    numbers = KINDS[kind](packets, seed)
    latest, out = 0, []
    for n in numbers:
        latest = max(latest, packets[n].time)
        out.append(packets[n]._replace(time=latest))
    return out, set(numbers)
