using Hospital.Network;

namespace Hospital.Labels;

/// <summary>The truth about one attack.</summary>
public sealed record AttackLabel
{
    private readonly List<Appearance> _seen = [];

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

    /// <summary>By which addresses its devices, and who speaks for them, went while it showed, in the order in which they had them; none: nothing of it showed.</summary>
    public IReadOnlyList<Appearance> Seen => _seen;

    /// <summary>What it changes.</summary>
    public required Trait Traits { get; init; }

    /// <summary>It is tried and doesn't succeed.</summary>
    public bool Fails { get; init; }

    /// <summary>A sensor at the mirror can see it at all.</summary>
    public bool IsObservable { get; init; } = true;

    /// <summary>
    /// A display filter of tshark that finds its traces in packets and nothing in the clean twin's packets of the same time; empty: it only changes times or amounts, or nothing
    /// of it showed.
    /// </summary>
    public string Filter { get; set; } = "";

    /// <summary>One of its hosts is found under this address from now on.</summary>
    public void Add(Appearance appearance)
    {
        if (!_seen.Contains(appearance))
        {
            _seen.Add(appearance);
        }
    }
}
