namespace Sensor.Rules;

/// <summary>The rules that need no learning. New state for each run.</summary>
internal static class RuleRegister
{
    public static IReadOnlyList<IRule> Make() => [new AssociationRejections(), new FindHarvest()];
}
