using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>A partition with one protocol and one conversation on it, for a test to play on and look at.</summary>
public sealed class Stage
{
    /// <summary>Between turns, so that what is told of time depends on turns, not on segments.</summary>
    private const long TurnTime = 20_000_000;

    private readonly ProtocolShare _share;
    private long _time = 1_700_000_000_000_000_000;

    public Stage(IProtocol protocol, bool midStream = false)
    {
        Context = new PartitionContext(Sink, new NameTable(4096, seed: 1), new Pseudonymizer("test"u8));
        _share = protocol.Open(Context);
        Feeder = new Feeder(_share.Begin(new FlowIdentity { Id = 1, ClientPort = 50000, ServerPort = 2575 }, midStream));
    }

    public ListSink Sink { get; } = new();

    public PartitionContext Context { get; }

    public Feeder Feeder { get; }

    public ProtocolCounters Counters => _share.Counters;

    public string CountersText
    {
        get
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                Counters.WriteTo(json);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    /// <summary>All that can be seen from outside.</summary>
    public string Result => Sink.Events() + CountersText + " resyncs " + Counters.Resyncs;

    public IReadOnlyList<JsonElement> Events =>
        [.. Sink.Events().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Feeds one turn, cut into segments of the given sizes (repeated), all at the turn's own time.</summary>
    public Stage Say(Direction direction, ReadOnlySpan<byte> bytes, params int[] sizes)
    {
        _time += TurnTime;
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var size = Math.Min(bytes.Length, sizes.Length == 0 ? 1448 : sizes[i % sizes.Length]);
            Feeder.Time = _time;
            Feeder.Segment(direction, bytes[..size]);
            bytes = bytes[size..];
        }

        return this;
    }

    public Stage Play(Recording recording, params int[] sizes)
    {
        foreach (var turn in recording.Turns)
        {
            Say(turn.Direction, turn.Bytes, sizes);
        }

        return this;
    }

    public Stage Missing(Direction direction, long bytes, MissingCause cause = MissingCause.Lost)
    {
        Feeder.Time = _time += TurnTime;
        Feeder.Missing(direction, bytes, cause);
        return this;
    }

    public Stage Wait(long nanoseconds)
    {
        _time += nanoseconds;
        return this;
    }

    public Stage End(EndCause cause = EndCause.Fin)
    {
        Feeder.Time = _time += TurnTime;
        Feeder.End(cause);
        return this;
    }
}
