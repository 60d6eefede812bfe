using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.History;

/// <summary>
/// What went by, for reports: sums by protocol over packet time, what was lost, and who talked to whom. Analysis thread only.
/// <para>
/// Commands and messages count when they are seen, and so do bytes of TCP of all protocols together. What only the end of a conversation tells, its packets and
/// bytes, is then spread evenly over those stretches of its life in which anything was captured; a conversation counts where it began.
/// </para>
/// </summary>
internal sealed class TrafficHistory : IFactTap, IStatePart
{
    /// <summary>Nanoseconds over which a conversation's bytes are spread at most: 31 days, those before its end.</summary>
    private const long LongestSpread = 31L * 24 * HourRing.Hour;

    private readonly IReadOnlyList<IProtocol> _protocols;
    private readonly ActCounter _acts = new();
    private long _dropsKnown;

    public TrafficHistory(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Timeline = new Timeline(Measures.Row(protocols.Count));
        Hours = new HourRing(Measures.Row(protocols.Count));
    }

    /// <summary>Names of protocols, by their number less 1.</summary>
    public IEnumerable<string> Protocols => _protocols.Select(p => p.Name);

    /// <summary>All of it, at what width there is room for.</summary>
    public Timeline Timeline { get; }

    /// <summary>The last 400 days by the hour.</summary>
    public HourRing Hours { get; }

    public PairTable Pairs { get; } = new();

    /// <summary>Packet times of the first and the last that was seen; null when nothing was.</summary>
    public (long First, long Last)? Times { get; private set; }

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (kind == FlowEnded.Kind)
        {
            End(in header, in MemoryMarshal.AsRef<FlowEnded>(body), client, server);
        }
        else
        {
            See(header.Time);
            if (header.Flow.App > 0)
            {
                var acts = _acts.Of(kind, body);
                Pairs.Of(PairOf(in header, client, server), header.Time).Commands += acts;
                Add(Measures.Of(header.Flow.App, Measures.Commands), acts, header.Time);
            }
        }
    }

    /// <summary>Takes a partition's <see cref="LossSample"/>.</summary>
    public void TakeLoss(in FactHeader header, ReadOnlySpan<byte> body)
    {
        // It stands at the end of its interval.
        ref readonly var sample = ref MemoryMarshal.AsRef<LossSample>(body);
        var time = header.Time - 1;
        See(time);
        Add(Measures.Delivered, sample.Delivered, time);
        Add(Measures.Lost, sample.Lost, time);
        Add(Measures.Holes, sample.Holes, time);
    }

    /// <summary>Takes what a live capture has dropped since it began.</summary>
    public void TakeDrops(long packets, long time)
    {
        if (packets > _dropsKnown)
        {
            Add(Measures.Dropped, packets - _dropsKnown, time);
        }

        _dropsKnown = packets;
    }

    public string Name => "history";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Byte((byte)_protocols.Count);
        foreach (var protocol in _protocols)
        {
            writer.Text(protocol.Name);
        }

        writer.Boolean(Times is not null);
        writer.Int64(Times?.First ?? 0);
        writer.Int64(Times?.Last ?? 0);
        writer.Int64(_dropsKnown);
        Timeline.Save(writer);
        Hours.Save(writer);
        Pairs.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        // A protocol that is no more counts as none.
        var apps = new int[reader.Byte() + 1];
        for (var i = 1; i < apps.Length; i++)
        {
            var name = reader.Text(64);
            apps[i] = _protocols.Index().Where(p => p.Item.Name == name).Select(p => p.Index + 1).FirstOrDefault();
        }

        var places = Enumerable.Range(0, Measures.OfAll)
            .Concat(apps.SelectMany(app => Enumerable.Range(0, Measures.OfProtocol).Select(measure => Measures.Of(app, measure)))).ToArray();
        var (hasTimes, first, last, drops) = (reader.Boolean(), reader.Int64(), reader.Int64(), reader.Tally());
        Times = hasTimes ? (first, last) : null;

        // Another capture counts from nothing.
        _dropsKnown = origin.SameInput ? drops : 0;
        Timeline.Load(ref reader, places);
        Hours.Load(ref reader, places);
        Pairs.Load(ref reader, apps);
        return reader.Complete;
    }

    private static Pair PairOf(in FactHeader header, Device? client, Device? server) => new(client?.Number ?? 0, server?.Number ?? 0, header.Flow.App);

    private void See(long time)
    {
        Times = Times is { } times ? (Math.Min(times.First, time), Math.Max(times.Last, time)) : (time, time);
        Add(Measures.Seen, 1, time);
    }

    private void Add(int measure, long more, long time)
    {
        if (more != 0)
        {
            Timeline.At(time)[measure] += more;
            Hours.At(time)[measure] += more;
        }
    }

    private void End(in FactHeader header, in FlowEnded flow, Device? client, Device? server)
    {
        // What a flow remembers of its times may have been doubted: they lie among those that were believed.
        var first = Times?.First ?? header.Time;
        var latest = Math.Max(first, Math.Max(Times?.Last ?? first, header.Time));
        var end = Math.Clamp(flow.EndTime, first, latest);
        var start = Math.Max(Math.Clamp(flow.StartTime, first, end), end - LongestSpread);
        Times = (first, Math.Max(Times?.Last ?? end, end));

        var bytes = flow.BytesToServer + flow.BytesToClient;
        ref var dealings = ref Pairs.Of(PairOf(in header, client, server), end);
        dealings.First = Math.Min(dealings.First, start);
        dealings.Conversations++;
        dealings.Bytes += bytes;
        Add(Measures.Of(header.Flow.App, Measures.Conversations), 1, start);
        Add(Measures.Cut, flow.CutBytes, end);
        foreach (var buckets in (ReadOnlySpan<IBuckets>)[Timeline, Hours])
        {
            Spread(buckets, Measures.Of(header.Flow.App, Measures.Packets), flow.PacketsToServer + flow.PacketsToClient, start, end);
            Spread(buckets, Measures.Of(header.Flow.App, Measures.Bytes), bytes, start, end);
        }
    }

    /// <summary>Spreads an amount evenly over the stretches from start to end in which anything was seen; to the last of them goes what can't be divided.</summary>
    private static void Spread(IBuckets buckets, int measure, long amount, long start, long end)
    {
        var width = buckets.Width;
        var stretches = 0;
        for (var time = start - (start % width); time <= end; time += width)
        {
            stretches += IsSeen(buckets, time) ? 1 : 0;
        }

        var share = amount / Math.Max(1, stretches);
        var last = end;
        for (var time = start - (start % width); time <= end && stretches > 1; time += width)
        {
            if (IsSeen(buckets, time))
            {
                buckets.At(time)[measure] += share;
                amount -= share;
                last = time;
            }
        }

        buckets.At(last)[measure] += amount;

        static bool IsSeen(IBuckets buckets, long time) => buckets.Find(time) is { IsEmpty: false } row && row[Measures.Seen] > 0;
    }
}
