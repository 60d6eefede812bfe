using Hospital.Network;
using Scorecard.Feed;
using Scorecard.Runs;
using Scorecard.Scoring;

namespace Scorecard.Sensitivity;

/// <summary>
/// The shipped sensor, and sensors with one default otherwise, on the same hospitals of the development seeds. It says what rests on a choice, and is no search for a better one: hospitals that
/// figures are published of aren't looked at.
/// </summary>
internal static class SensitivityRun
{
    private const int Devices = 20;

    /// <summary>Sensors that hear one run at a time: the run is made once for all of them, and each needs memory.</summary>
    private const int AtOnce = 11;

    /// <param name="hospitals">A clean run and an attacked one each.</param>
    /// <param name="attacksEach">Wanted in an attacked run.</param>
    /// <param name="variations">Which.</param>
    /// <param name="threads">Runs at once.</param>
    /// <param name="tell">What is being done.</param>
    public static SensitivityCard Run(int hospitals, int attacksEach, IReadOnlyList<Variation> variations, int threads, Action<string>? tell = null)
    {
        var attacks = new AttackSource();
        var orders = new RunPlan("sensitivity", Seeds.Development, [new SitePlan(Devices, hospitals, 1, attacksEach, 0)], 0).Orders(attacks);
        var rows = new List<SensitivityRow>();
        bool[] found = [];
        foreach (var some in variations.Prepend(new Variation("", 1, "", "", new SensorOptions())).Chunk(AtOnce))
        {
            tell?.Invoke($"{rows.Count} of {variations.Count + 1}");
            var study = new Study(new Runner(attacks, new Sensors(some)).RunAll(orders, threads));
            foreach (var variation in some)
            {
                var setting = new Trial(study, new View(Name(variation))).AtScore(double.NegativeInfinity);
                var draws = setting.Trial.Draws.Zip(Hits.Find(setting), (draw, outcome) => (Draw: draw, outcome.IsHit)).Where(d => d.Draw is { IsScored: true, IsEarly: false }).ToList();
                bool[] hits = [.. draws.Select(d => d.IsHit)];
                found = rows.Count == 0 ? hits : found;
                rows.Add(new SensitivityRow(
                    variation.Setting, variation.Factor, variation.Default, variation.Value, new FalseAlerts(setting, variation.Options.Models.Budget).Achieved, RecallTable.Share(draws),
                    RecallTable.Share(draws.Where(d => d.Draw.Label.Difficulty is 2 or 3)), found.Zip(hits).Count(p => p.First && !p.Second), found.Zip(hits).Count(p => !p.First && p.Second)));
            }
        }

        return new SensitivityCard(hospitals, rows[0], [.. rows.Skip(1)], Variations.Left);
    }

    private static string Name(Variation variation) => FormattableString.Invariant($"{variation.Setting} x{variation.Factor}");

    private sealed class Sensors(IReadOnlyList<Variation> variations) : IMethodFactory
    {
        public IReadOnlyList<IMethodGroup> For(RunOrder order) => [.. variations.Select(v => new Told(Name(v), v.Options with { Mirror = Methods.MirrorOf(order), MaxLambda = 0 }))];
    }

    /// <summary>One sensor; of it only what it tells. What it might have told isn't gathered.</summary>
    private sealed class Told(string name, SensorOptions options) : IMethodGroup
    {
        private readonly SensorMethod _sensor = new(options);

        public void Take(in Hospital.Step step) => _sensor.Take(in step);

        public void End(long time) => _sensor.End(time);

        public IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts)
        {
            _sensor.Know(hosts);
            return [_sensor.Shipped with { Method = name }];
        }
    }
}
