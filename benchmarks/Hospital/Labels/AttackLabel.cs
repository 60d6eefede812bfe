using Hospital.Network;

namespace Hospital.Labels;

/// <summary>The truth about one attack.</summary>
public sealed record AttackLabel
{
    /// <summary>Unique in a run, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Row of the catalogue.</summary>
    public required int Kind { get; init; }

    /// <summary>The kind in a few words.</summary>
    public required string Name { get; init; }

    /// <summary>Which of the kind's variants, in words: <c>x1.2</c>, <c>50 queries</c>.</summary>
    public required string Variant { get; init; }

    /// <summary>1 easy to 4 hard.</summary>
    public required int Difficulty { get; init; }

    /// <summary>Devices it is done to or done by, of ordinary life and foreign: an alert about one of them (as device or peer) may be a hit.</summary>
    public required IReadOnlyList<Host> Devices { get; init; }

    /// <summary>When it is planned to begin and to end.</summary>
    public required long From { get; init; }

    public required long Until { get; init; }

    /// <summary>When the first packet of it passed, or the first of ordinary life that it changed, or the first that it kept from coming; null: none did.</summary>
    public long? FirstSeen { get; set; }

    /// <summary>When the last did.</summary>
    public long? LastSeen { get; set; }

    /// <summary>Hours since the Unix epoch in which something of it passed, was changed or was kept from coming.</summary>
    public SortedSet<long> Hours { get; init; } = [];

    /// <summary>What it changes.</summary>
    public required Trait Traits { get; init; }

    /// <summary>It is tried and doesn't succeed.</summary>
    public bool Fails { get; init; }

    /// <summary>A sensor at the mirror can see it at all.</summary>
    public bool IsObservable { get; init; } = true;

    /// <summary>
    /// A display filter of tshark that finds its traces in packets and nothing in the clean twin's packets of the same time; empty: it only changes times or amounts.
    /// </summary>
    public string Filter { get; init; } = "";
}
