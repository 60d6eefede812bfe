using Sensor.Dissectors.Packets;
using Sensor.Inventory;

namespace Sensor.Rules.Engine;

/// <summary>A rule found what it looks for.</summary>
internal readonly ref struct RuleMatch
{
    public required RuleDefinition Rule { get; init; }

    public required IpAddress SourceAddress { get; init; }

    public required IpAddress DestinationAddress { get; init; }

    public Device? Source { get; init; }

    public Device? Destination { get; init; }

    /// <summary>Tells one story from another.</summary>
    public ulong Story { get; init; }

    /// <summary>Number or sum observed.</summary>
    public required double Observed { get; init; }

    /// <summary>Packet time of the first thing it rests on.</summary>
    public required long Since { get; init; }

    public required long Time { get; init; }

    /// <summary>Packets it rests on, the latest few.</summary>
    public required ReadOnlySpan<long> Packets { get; init; }

    /// <summary>The different values, where such are counted.</summary>
    public ReadOnlySpan<Cell> Values { get; init; }
}

/// <summary>Takes what rules find.</summary>
internal interface IRuleListener
{
    /// <param name="match">What was found.</param>
    /// <param name="view">The fact that tipped the scales; of an absence, the ends it is about.</param>
    /// <returns>False: nobody wants to hear it now. The story may be told as soon as it goes on.</returns>
    bool Found(in RuleMatch match, FactView view);

    /// <summary>What a rule told was dealt with by people since: it may be told again before its time.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="told">When it was told: packet time.</param>
    bool WasClosedSince(RuleDefinition rule, long told) => false;
}
