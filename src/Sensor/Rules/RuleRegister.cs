namespace Sensor.Rules;

/// <summary>The rules that need no learning. New state for each run.</summary>
internal static class RuleRegister
{
    /// <summary>Pairs of addresses that a rule keeps counts of.</summary>
    public const int MaxPairs = 4096;

    public static IReadOnlyList<IRule> Make() => [new AssociationRejections(), new FindHarvest()];
}
