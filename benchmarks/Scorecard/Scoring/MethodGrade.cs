using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>A method's card.</summary>
internal static class MethodGrade
{
    /// <summary>False alert episodes a device-month.</summary>
    public static readonly IReadOnlyList<double> Targets = [0.05, 0.33, 1];

    /// <summary>Hours; the last age is without end.</summary>
    private static readonly double[] Ages = [0, 1, 6, 24, 72, 168, 336, 720];

    /// <summary>What the sensor promises where nobody configured anything.</summary>
    private static readonly double ShippedTarget = Sensor.Models.ModelSettings.Default.Budget;

    public static MethodCard Of(Trial trial) => new()
    {
        Name = trial.View.Method,
        IsSensor = MethodNames.IsSensor(trial.View.Method),
        Draws = trial.Draws.Count(d => d is { IsScored: true, IsEarly: false }),
        IsGradedByAnyReason = trial.NamesNothing,
        Budgets = [.. Targets.Select(t => Budget(trial, t))],
        Native = trial.ScoresAreRates ? [.. Targets.Select(t => Native(trial, trial.Native(t), t))] : [],
        AsTold = trial.View.Method == MethodNames.Shipped ? Native(trial, trial.AtScore(double.NegativeInfinity), ShippedTarget) with { Parts = PartRates.Of(trial) } : null,
        PValues = Probabilities.Of(trial),
        Windows = Windows.Of(trial),
        Cost = CostOf([.. trial.Runs.Select(r => r.Cost)]),
    };

    private static BudgetCard Budget(Trial trial, double target)
    {
        var setting = trial.At(target);
        var alerts = new FalseAlerts(setting, target);
        var draws = CrossFloor.Find(setting);
        var recall = RecallTable.Of(draws);
        var achieved = alerts.Achieved;
        return new BudgetCard
        {
            Target = target,
            Thresholds = Tally(trial, setting),
            Achieved = achieved,
            Unmetered = new FalseAlerts(trial.AtScore(double.PositiveInfinity), target).Achieved,
            EpisodesPerDayAndSite = alerts.PerDayAndSite,
            PrecisionAtOneADeviceYear = Burden.Precision(recall[0].Recall.Value, achieved.Rate),
            Sites = alerts.BySite,
            Weeks = alerts.ByWeek,
            Recall = recall,
            Failing = RecallTable.OfFailing(draws),
            ColdStart = ColdStart(alerts, draws),
            Wolf = alerts.Wolf,
            Recovery = alerts.Recovery,
            Robustness = Robustness.Of(draws),
            Compromised = CompromisedGrade.Of(setting, draws),
        };
    }

    private static NativeRate Native(Trial trial, Setting setting, double target)
    {
        var alerts = new FalseAlerts(setting, target);
        var draws = CrossFloor.Find(setting);
        var recall = RecallTable.Of(draws);
        return new NativeRate(
            target, alerts.Achieved, alerts.Achieved.Rate / target, alerts.BySite, alerts.ByWeek, [.. recall.Where(r => r.Scope is "all" or "difficulty" or "kind")])
        {
            Compromised = CompromisedGrade.Of(setting, draws),
        };
    }

    private static ThresholdTally Tally(Trial trial, Setting setting)
    {
        var thresholds = trial.Sites.Select(setting.Of).ToList();
        var finite = thresholds.Select(t => t.Value).Where(double.IsFinite).ToList();
        return new ThresholdTally(
            finite.Count > 0 ? finite.Min() : null,
            finite.Count > 0 ? finite.Max() : null,
            thresholds.Count(t => t.Fit == Fit.CannotBeMet),
            thresholds.Count(t => t.Fit == Fit.NeverReached),
            trial.Sites.Count(s => s.Attacked.Append(s.Clean).Any(r => trial.Has(r) && trial.Of(r).HighestDropped is var dropped && !double.IsNegativeInfinity(dropped) && dropped >= setting.Of(s).Value)));
    }

    private static List<AgeRow> ColdStart(FalseAlerts alerts, List<(Draw Draw, Outcome Outcome)> draws)
    {
        var rows = new List<AgeRow>();
        for (var i = 0; i < Ages.Length; i++)
        {
            var (from, to) = (Ages[i], i + 1 < Ages.Length ? Ages[i + 1] : double.PositiveInfinity);
            var young = draws.Where(d => d.Draw.IsScored && !Robustness.IsAbout(d.Draw.Label.Kind) && d.Draw.AgeHours >= from && d.Draw.AgeHours < to).Select(d => (d.Draw, d.Outcome.IsHit));
            rows.Add(new AgeRow(
                from, double.IsInfinity(to) ? null : to,
                alerts.AtAge((long)(from * 3.6e12), double.IsInfinity(to) ? long.MaxValue : (long)(to * 3.6e12)),
                RecallTable.Share(young)));
        }

        return rows;
    }

    private static Cost CostOf(IReadOnlyList<MethodCost> costs)
    {
        var (observations, seconds) = (costs.Sum(c => c.Observations), costs.Sum(c => c.CpuSeconds));
        var (bytes, devices) = (costs.Sum(c => c.StateBytes), costs.Sum(c => (long)c.Devices));
        return new Cost(observations, seconds > 0 && observations > 0 ? seconds * 1e9 / observations : null, bytes > 0 && devices > 0 ? (double)bytes / devices : null);
    }
}
