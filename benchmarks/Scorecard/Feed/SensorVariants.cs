namespace Scorecard.Feed;

/// <summary>The sensor without one of its parts, to see what each is worth.</summary>
internal static class SensorVariants
{
    private static readonly SensorOptions Shipped = new();

    /// <summary>Each lacks what its name says. Without a share of the budget an expectation still learns, and never speaks.</summary>
    public static IReadOnlyList<SensorOptions> Ablations { get; } =
    [
        Shipped with { Name = "sensor without relations", Models = Shipped.Models with { RelationShare = 0 } },
        Shipped with { Name = "sensor without sequences", Models = Shipped.Models with { SequenceShare = 0 } },
        Shipped with { Name = "sensor without rates", Models = Shipped.Models with { TransactionShare = 0, IntervalShare = 0 } },

        // Only groups of so many speak for anybody.
        Shipped with { Name = "sensor without groups", Models = Shipped.Models with { GroupDevices = int.MaxValue } },

        // Values are taken as they come, however much each is like the one before.
        Shipped with { Name = "sensor without whitening", Models = Shipped.Models with { MaxCorrelation = 0 } },

        // The heavy tail is believed whatever data say.
        Shipped with { Name = "sensor without learnt tails", Models = Shipped.Models with { TailPrior = 1e12 } },
        Shipped with { Name = "sensor with patient quarantine", Models = Shipped.Models with { KnownAfterDays = 6 } },
        Shipped with { Name = "sensor without rules", HasRules = false },
    ];
}
