using Sensor.Commands;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;

namespace Scorecard.Feed;

/// <summary>Makes a front half with one partition that has room for what 64 would have.</summary>
internal static class Front
{
    private const int NamesPerKind = 1 << 20;

    /// <param name="consumer">Takes the facts.</param>
    /// <param name="names">Learns their names.</param>
    /// <param name="cost">Measures the work.</param>
    public static FrontHalf Of(IFactConsumer consumer, NameDirectory names, CostMeter cost)
    {
        var facts = new DirectFacts(names);
        var settings = AnalysisRun.SettingsFor(SensorOptions.Protocols, [.. "scorecard"u8], new Bounds { NamesPerKind = NamesPerKind });
        var partition = new Partition(0, settings, facts);
        partition.SetLimits((int)Replay.MaxFlows, Replay.MaxStreamBytes);
        return new FrontHalf(facts, consumer, partition, cost);
    }
}
