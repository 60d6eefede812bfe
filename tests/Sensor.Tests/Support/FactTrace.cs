using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;

namespace Sensor.Tests.Support;

/// <summary>Takes facts in the order they come and keeps one line of each: what it is, and what it says.</summary>
internal sealed class FactTrace : IFactConsumer
{
    private readonly NameDirectory _names = new();
    private readonly FactContent _content = new();
    private readonly List<FactLine> _lines = [];

    public IReadOnlyList<FactLine> Lines => _lines;

    /// <summary>Called with the number of each fact before it is taken.</summary>
    public Action<int>? Before { get; init; }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        Before?.Invoke(_lines.Count);
        var name = "";
        if (header.KindId == FactPublisher.NameDefinition)
        {
            var (id, length) = FactPublisher.ReadName(body);
            _names.Define(header.Partition, id, body.Slice(8, length));
            _names.Partition = header.Partition;
            name = $"{id.Value} {_names[id].Text}";
        }

        _lines.Add(new FactLine(header.Ordinal, header.Partition, header.KindId, header.Time, header.Flow, header.FirstOrdinal, header.Quality, header.Actor, name, _content.Of(in header, body, _names)));
    }
}

/// <summary>A fact: its whole header, and what it says.</summary>
internal readonly record struct FactLine(
    long Ordinal, byte Partition, ushort Kind, long Time, FlowIdentity Flow, long FirstOrdinal, Quality Quality, Endpoint Actor, string Name, string Content);

/// <summary>A replay of some files, and what came of it.</summary>
internal sealed class ReplayRun
{
    private ReplayRun(FactTrace trace, Replay replay, IReadOnlyList<InputReport> reports)
    {
        Lines = trace.Lines;
        Replay = replay;
        Reports = reports;
        var counters = new PartitionCounters();
        foreach (var partition in replay.Partitions)
        {
            counters.Add(partition.Counters);
        }

        Counters = counters;
    }

    public IReadOnlyList<FactLine> Lines { get; }

    public Replay Replay { get; }

    public IReadOnlyList<InputReport> Reports { get; }

    public PartitionCounters Counters { get; }

    public static PartitionSettings Settings => new([new Hl7Protocol(), new RecordingProtocol { TellsFacts = true, Forgets = true }], new Pseudonymizer("replay"u8)) { Seed = 5 };

    public static ReplayRun Of(string path, int workers, long maxFlows = Replay.MaxFlows, long maxStreamBytes = Replay.MaxStreamBytes, PartitionSettings? settings = null)
    {
        using var input = new CaptureInput([path]);
        var replay = new Replay(input, workers, settings ?? Settings, maxFlows, maxStreamBytes);
        var trace = new FactTrace();
        Within(TimeSpan.FromSeconds(60), () => replay.Run(trace));
        return new ReplayRun(trace, replay, [.. input.Reports]);
    }

    /// <summary>Runs something that must not hang.</summary>
    public static void Within(TimeSpan limit, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(limit), "it hangs");
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
