using Scorecard.Runs;
using Sensor.Models;

namespace Scorecard.Scoring;

/// <summary>What one part of the shipped sensor wrongly tells.</summary>
/// <param name="Part"><c>relation</c>, <c>rate</c>, <c>sequence</c>, <c>rule</c>.</param>
/// <param name="Target">Its share of the promise, false alerts a device-month; null: it promises nothing.</param>
/// <param name="False">Episodes of its own alerts alone, in clean test weeks.</param>
internal sealed record PartRate(string Part, double? Target, FalseRate False);

/// <summary>Who of the sensor's parts keeps its share of the promise.</summary>
internal static class PartRates
{
    private static readonly (string Part, double? Share)[] Shares =
    [
        ("relation", ModelSettings.Default.RelationShare), ("sequence", ModelSettings.Default.SequenceShare), ("rate", ModelSettings.Default.TransactionShare), (Feed.RuleTraits.Part, null),
    ];

    /// <param name="told">All that it tells as it is shipped.</param>
    public static IReadOnlyList<PartRate> Of(Trial told) =>
        [.. Shares.Select(s => new PartRate(s.Part, s.Share * ModelSettings.Default.Budget, FalseAlerts.Rate([.. told.Sites.Where(site => site.IsWhole).Select(site => Of(told.Of(site.Clean), site, s.Part))])))];

    private static (int Episodes, double Months) Of(MethodRun run, StudySite site, string part)
    {
        var parameters = site.Clean.Parameters;
        return (Episode.Of(run.Candidates.Where(c => c.Part == part), double.NegativeInfinity, parameters.TestStart).Count, Exposure.Months(site.Clean.Hosts, parameters.TestStart, parameters.End));
    }
}
