namespace Sensor.Evidence;

/// <summary>
/// Collects an alert's packets within a bound: those that prove it, whatever they take, and of its conversation those nearest to them in time. Memory is bounded by
/// what is kept, however many go by.
/// </summary>
/// <param name="proof">The alert.</param>
/// <param name="bounds">How much is kept.</param>
internal sealed class PacketCollector(Proof proof, CollectorBounds bounds)
{
    private readonly List<FoundPacket> _proving = [];

    /// <summary>The farthest comes out first; where two are as far, the one found later.</summary>
    private readonly PriorityQueue<FoundPacket, (long Distance, long Order)> _around = new(Comparer<(long, long)>.Create((a, b) => b.CompareTo(a)));

    private long _bytes;
    private long _order;

    /// <summary>Packets of the conversation near enough in time for which there was no room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Earliest and latest packet time that is looked for.</summary>
    public long Begin { get; } = Saturated(proof.From, -bounds.Around);

    public long End { get; } = Saturated(proof.To, bounds.Around);

    /// <summary>What was found, in the order of packet time.</summary>
    public IReadOnlyList<FoundPacket> Packets => [.. _proving.Concat(_around.UnorderedItems.Select(i => i.Element)).OrderBy(p => p.Time).ThenBy(p => p.Order)];

    /// <summary>Takes a packet that proves the alert.</summary>
    public void Prove(FoundPacket packet)
    {
        _proving.Add(packet with { Order = _order++, IsProof = true });
        _bytes += packet.Frame.Length;
        Trim();
    }

    /// <summary>Whether a packet of the conversation would be kept by now, so that it needn't be copied.</summary>
    public bool Wants(long time, int length)
    {
        if (time < Begin || time > End)
        {
            return false;
        }

        var isNear = (_around.Count < bounds.Packets && _bytes + length <= bounds.Bytes) || (_around.TryPeek(out _, out var farthest) && Distance(time) < farthest.Distance);
        LeftOut += isNear ? 0 : 1;
        return isNear;
    }

    /// <summary>Takes a packet of the conversation that <see cref="Wants"/> let pass.</summary>
    public void Add(FoundPacket packet)
    {
        var order = _order++;
        _around.Enqueue(packet with { Order = order }, (Distance(packet.Time), order));
        _bytes += packet.Frame.Length;
        Trim();
    }

    private void Trim()
    {
        while (_around.Count > 0 && (_around.Count > bounds.Packets || _bytes > bounds.Bytes))
        {
            _bytes -= _around.Dequeue().Frame.Length;
            LeftOut++;
        }
    }

    private long Distance(long time) => Math.Min(Math.Abs(time - proof.From), Math.Abs(time - proof.To));

    private static long Saturated(long time, long more) => (long)Int128.Clamp((Int128)time + more, long.MinValue, long.MaxValue);
}

/// <summary>How much is kept of an alert's conversation.</summary>
internal sealed record CollectorBounds
{
    public const int DefaultPackets = 2000;

    /// <summary>Packets besides those that prove the alert.</summary>
    public int Packets { get; init; } = DefaultPackets;

    public long Bytes { get; init; } = 8 << 20;

    /// <summary>Nanoseconds before the first packet that proves the alert and after the last.</summary>
    public long Around { get; init; } = 5_000_000_000;
}
