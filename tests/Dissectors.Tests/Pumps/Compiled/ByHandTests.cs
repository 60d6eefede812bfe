using Sensor.Benchmarks.Pumps;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>A definition tells the same as a dissector written by hand.</summary>
public sealed class ByHandTests
{
    private static readonly FlowIdentity Flow = new() { Id = 1, ClientPort = 50000, ServerPort = 4001, Protocol = 6 };

    [Fact]
    public void Alaris_is_told_as_by_hand() => Same(MeasuredDefinitions.Alaris, MeasuredFrames.Alaris, context =>
    {
        var hand = new HandAlaris(context);
        hand.Reset(Flow);
        return hand;
    });

    [Fact]
    public void Bcc_is_told_as_by_hand() => Same(MeasuredDefinitions.Bcc, MeasuredFrames.Bcc, context =>
    {
        var hand = new HandBcc(context);
        hand.Reset(Flow);
        return hand;
    });

    private static void Same(ProtocolDefinition definition, IReadOnlyList<(Direction Direction, byte[] Bytes)> frames, Func<PartitionContext, Conversation> byHand)
    {
        var defined = Play(context => Families.Compile(definition).Open(context).Begin(Flow, midStream: false), frames);
        Assert.Equal(Play(byHand, frames), defined);
        Assert.Contains("\"status\"", defined, StringComparison.Ordinal);
    }

    private static string Play(Func<PartitionContext, Conversation> make, IReadOnlyList<(Direction Direction, byte[] Bytes)> frames)
    {
        var sink = new ListSink();
        var feeder = new Feeder(make(new PartitionContext(sink, new NameTable(4096, seed: 1), new Pseudonymizer("test"u8))));
        foreach (var (direction, bytes) in frames)
        {
            feeder.Segment(direction, bytes);
        }

        return sink.Events();
    }
}
