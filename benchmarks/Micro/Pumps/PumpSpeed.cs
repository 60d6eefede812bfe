using System.Diagnostics;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Benchmarks.Pumps;

/// <summary>Small pump frames through dissectors made from definitions and through those written by hand, in turns on one core: <c>pumps [SECONDS]</c>.</summary>
public static class PumpSpeed
{
    /// <summary>Frames in one round, about: less than a millisecond, so that among many rounds some aren't disturbed by what else runs.</summary>
    private const int RoundFrames = 4000;

    private static long _ordinal;
    private static readonly FlowIdentity Flow = new() { Id = 1, ClientPort = 50000, ServerPort = 4001, Protocol = 6 };

    public static int Run(double seconds)
    {
        Compare("alaris", MeasuredDefinitions.Alaris, MeasuredFrames.Alaris, context => Reset(new HandAlaris(context)), seconds);
        Compare("alaris, no two alike", MeasuredDefinitions.Alaris, MeasuredFrames.AlarisUnlike, context => Reset(new HandAlaris(context)), seconds);
        Compare("bcc", MeasuredDefinitions.Bcc, MeasuredFrames.Bcc, context => Reset(new HandBcc(context)), seconds);
        return 0;
    }

    private static void Compare(
        string name, ProtocolDefinition definition, IReadOnlyList<(Direction Direction, byte[] Bytes)> frames, Func<PartitionContext, Conversation> byHand, double seconds)
    {
        var faults = new DefinitionFaults();
        var protocol = PumpProtocol.Compile(definition, faults) ?? throw new InvalidOperationException(string.Join(' ', faults.All));
        var defined = protocol.Open(Context()).Begin(Flow, midStream: false);
        var hand = byHand(Context());
        var all = frames.ToArray();
        var (best, bestHand) = (double.MaxValue, double.MaxValue);
        var watch = Stopwatch.StartNew();

        // The best of many: only those rounds are slower in which something else ran.
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            best = Math.Min(best, Measure(defined, all));
            bestHand = Math.Min(bestHand, Measure(hand, all));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{name,-20} defined {best,6:F0} ns/frame ({1e3 / best:F2} M frames/s), by hand {bestHand,6:F0} ns/frame, ratio {best / bestHand:F2}"));
    }

    private static double Measure(Conversation conversation, (Direction Direction, byte[] Bytes)[] frames)
    {
        var passes = Math.Max(1, RoundFrames / frames.Length);
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < passes; n++)
        {
            foreach (var (direction, bytes) in frames)
            {
                conversation.OnData(direction, bytes, new Moment(++_ordinal * 1_000_000, _ordinal));
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / (passes * frames.Length);
    }

    private static PartitionContext Context() => new(new Nowhere(), new NameTable(4096, seed: 1), new Pseudonymizer("benchmark"u8));

    private static HandAlaris Reset(HandAlaris hand)
    {
        hand.Reset(Flow);
        return hand;
    }

    private static HandBcc Reset(HandBcc hand)
    {
        hand.Reset(Flow);
        return hand;
    }

    private sealed class Nowhere : FactSink
    {
        private readonly ulong[] _room = new ulong[256];

        public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text)
        {
        }

        protected override Span<byte> Take(int length) => MemoryMarshal.AsBytes(_room.AsSpan())[..length];
    }
}
