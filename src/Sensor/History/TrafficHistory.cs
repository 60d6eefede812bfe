using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Health;
using Sensor.Inventory;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.History;

/// <summary>
/// What went by, for reports: sums by protocol over packet time, what was lost, and who talked to whom. Commands and messages count when they are seen, packets
/// and bytes as they go by (to five seconds), conversations when they are over, where they began. Analysis thread only.
/// </summary>
internal sealed class TrafficHistory : IFactTap, IActTap, IStatePart
{
    private readonly IReadOnlyList<IProtocol> _protocols;
    private long _dropsKnown;

    // The fact at hand.
    private Pair _pair;
    private long _time;

    public TrafficHistory(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Timeline = new Timeline(Measures.Row(protocols.Count));
        Hours = new HourRing(Measures.Row(protocols.Count));
    }

    /// <summary>Names of the protocols that a saved history tells of; empty where it can't be read.</summary>
    public static IReadOnlyList<string> SavedProtocols(ReadOnlySpan<byte> saved)
    {
        var reader = new PartReader(saved);
        var names = new string[reader.Byte()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.Text(64);
        }

        return reader.Failed ? [] : names;
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
        if (kind == FlowProgress.Kind)
        {
            See(header.Time);
            Move(in MemoryMarshal.AsRef<FlowProgress>(body).Amount, in header, client, server, header.Time);
        }
        else if (kind == FlowEnded.Kind)
        {
            End(in header, in MemoryMarshal.AsRef<FlowEnded>(body), client, server);
        }
        else if (kind == LossSample.Kind)
        {
            // It stands at the end of its interval.
            Add(in MemoryMarshal.AsRef<LossSample>(body), header.Time - 1);
        }
        else if (kind == PartitionSample.Kind)
        {
            Add(in MemoryMarshal.AsRef<PartitionSample>(body), header.Time);
        }
        else if (kind != CameShort.Kind)
        {
            See(header.Time);
            if (header.Flow.App > 0)
            {
                (_pair, _time) = (PairOf(in header, client, server), header.Time);
                _ = Pairs.Of(_pair, _time);
            }
        }
    }

    public void Acted(Device? doer, Device? target, Command? command)
    {
        Pairs.Of(_pair, _time).Commands++;
        Add(Measures.Of(_pair.App, Measures.Commands), 1, _time);
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

    public const string PartName = "history";

    public string Name => PartName;

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

    private void Add(in LossSample sample, long time)
    {
        See(time);
        Add(Measures.Delivered, sample.Delivered, time);
        Add(Measures.Lost, sample.Lost, time);
        Add(Measures.Holes, sample.Holes, time);
    }

    private void Add(in PartitionSample sample, long time)
    {
        See(time);
        Add(Measures.Undecodable, sample.Undecodable, time);
        Add(Measures.Truncated, sample.Truncated, time);
        Add(Measures.Duplicates, sample.Duplicates, time);
        Add(Measures.Conflicts, sample.Conflicts, time);
    }

    private void Move(in TrafficAmount amount, in FactHeader header, Device? client, Device? server, long time)
    {
        var bytes = amount.BytesToServer + amount.BytesToClient;
        Pairs.Of(PairOf(in header, client, server), time).Bytes += bytes;
        Add(Measures.Of(header.Flow.App, Measures.Packets), amount.Packets, time);
        Add(Measures.Of(header.Flow.App, Measures.Bytes), bytes, time);
    }

    private void End(in FactHeader header, in FlowEnded flow, Device? client, Device? server)
    {
        // What a flow remembers of its times may have been doubted: they lie among those that were believed.
        var first = Times?.First ?? header.Time;
        var latest = Math.Max(first, Math.Max(Times?.Last ?? first, header.Time));
        var end = Math.Clamp(flow.EndTime, first, latest);
        var start = Math.Clamp(flow.StartTime, first, end);
        Times = (first, Math.Max(Times?.Last ?? end, end));
        var untold = flow.Untold;
        Move(in untold, in header, client, server, end);
        ref var dealings = ref Pairs.Of(PairOf(in header, client, server), end);
        dealings.First = Math.Min(dealings.First, start);
        dealings.Conversations++;
        Add(Measures.Of(header.Flow.App, Measures.Conversations), 1, start);
        Add(Measures.Cut, flow.CutBytes, end);
    }
}
