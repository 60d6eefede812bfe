using System.Text.Json;
using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>Who deserves what: the whole way from runs to a card, with methods of which it is known how good they are.</summary>
public sealed class GradingTests
{
    private const int Sites = 20;

    [Fact]
    public void Who_guesses_finds_as_much_as_both_floors()
    {
        var runs = Runs(seed => Noise(seed, "clean", 0.3), (seed, _) => Noise(seed, "attacked", 0.3));
        for (var seed = 1ul; seed <= Sites; seed++)
        {
            runs.Add(Run(seed, 2, Noise(seed, "attacked too", 0.3), Attacks(seed, "other attacks")));
        }

        // Wild guesses, all of which alert, so that chance alone finds something.
        var row = RecallTable.Of(CrossFloor.Find(new Trial(new Study(runs), new View(Method)).AtScore(0)))[0];

        Assert.Equal(2 * Sites * Devices, row.Recall.Draws);
        Assert.Equal(2 * Sites * Devices, row.CrossFloor!.Draws);
        Assert.InRange(row.Recall.Value!.Value, 0.1, 0.2);
        Assert.InRange(row.Recall.Value!.Value - row.Floor.Value!.Value, -0.03, 0.03);
        Assert.InRange(row.Recall.Value!.Value - row.CrossFloor.Value!.Value, -0.03, 0.03);
        Assert.InRange(row.AnyReason.Value!.Value - row.FloorAnyReason.Value!.Value, -0.04, 0.04);
        Assert.InRange(row.AnyReason.Value!.Value - row.CrossFloorAnyReason!.Value!.Value, -0.04, 0.04);
    }

    [Fact]
    public void Who_says_the_same_with_and_without_the_attack_has_found_nothing()
    {
        var row = All(Grade(seed => Noise(seed, "same", 0.3), (seed, _) => Noise(seed, "same", 0.3)), 1);

        Assert.Equal(0, row.Recall.Hits);
        Assert.True(row.Floor.Hits > 0);
        Assert.True(row.FloorAnyReason.Hits >= row.Floor.Hits);
    }

    [Fact]
    public void Who_knows_finds_all_at_once()
    {
        var card = Grade(seed => Noise(seed, "same", 0.3), (seed, labels) => [.. Noise(seed, "same", 0.3), .. labels.Select(Truth)]);

        foreach (var budget in card.Methods[0].Budgets)
        {
            var row = All(card, budget.Target);
            Assert.True(row.Recall.Value > 0.95, $"{budget.Target}: {row.Recall.Value}");
            Assert.True(row.Time.P90Seconds < 61);
            Assert.Equal(row.Recall.Value, row.Time.Within[0].Value);
        }

        Assert.Equal(1, All(Grade(_ => [], (_, labels) => [.. labels.Select(Truth)]), 0.05).Recall.Value);
    }

    [Fact]
    public void Who_is_told_wrong_labels_finds_nothing_above_the_floor()
    {
        // Alerts at the true attacks, scored against the attacks of another seed.
        var card = Grade(
            seed => Noise(seed, "same", 0.3),
            (seed, _) => [.. Noise(seed, "same", 0.3), .. Attacks(seed + 1000, "attacks").Select(Truth)]);
        var row = All(card, 1);

        // The alerts themselves may meet an attack by chance: a day and an hour of five weeks.
        Assert.True(row.Recall.Value <= row.Floor.Value + 0.05);
    }

    [Fact]
    public void Neither_the_order_of_runs_nor_of_candidates_changes_anything()
    {
        var runs = Runs(seed => Noise(seed, "clean", 0.3), (seed, labels) => [.. Noise(seed, "attacked", 0.3), .. labels.Where(l => l.Number % 2 == 0).Select(Truth)]);
        var dice = new Dice(1, "shuffle");

        var card = Grading.Of("test", "seal", runs);
        var shuffled = Grading.Of("test", "seal", [.. runs.OrderBy(_ => dice.Uniform())]);

        Assert.Equal(JsonSerializer.Serialize(card), JsonSerializer.Serialize(shuffled));
    }

    [Fact]
    public void Failed_attempts_and_what_cannot_be_seen_are_no_part_of_recall()
    {
        AttackLabel[] labels =
        [
            Attack(1, 1, Test + Nanos.Day, Nanos.Hour), Attack(2, 2, Test + Nanos.Day, Nanos.Hour, fails: true), Attack(3, 3, Test + Nanos.Day, Nanos.Hour, isObservable: false),
        ];
        var card = Grading.Of("test", "seal", [Run(1, 0, []), Run(1, 1, labels.Select(Truth), labels), Run(2, 0, [])]);

        Assert.Equal((1, 1, 1), (card.Attacks[0].Scored, card.Attacks[0].Failing, card.Attacks[0].Unobservable));
        Assert.Equal(1, All(card, 1).Recall.Draws);
        Assert.Equal(1, Assert.Single(card.Methods[0].Budgets[2].Failing).Recall.Hits);
        Assert.Contains(card.Notes, n => n.Contains("fewer than 30", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missed_attack_is_kept_until_its_end()
    {
        AttackLabel[] labels = [.. Enumerable.Range(1, 10).Select(i => Attack(i, i, Test + Nanos.Day, Nanos.Day))];
        var card = Grading.Of("test", "seal", [Run(1, 0, []), Run(1, 1, labels.Take(6).Select(Truth), labels), Run(2, 0, [])]);
        var time = All(card, 1).Time;

        Assert.Equal(60, time.MedianSeconds);
        Assert.Null(time.P90Seconds);
        Assert.Equal(0.6, time.Within[^1].Value, 6);
    }

    /// <summary>Else five of ten that were missed at once would leave a median of the other five.</summary>
    [Fact]
    public void However_short_a_missed_attack_was_it_counts_as_never_found()
    {
        AttackLabel[] labels = [.. Enumerable.Range(1, 11).Select(i => Attack(i, i, Test + Nanos.Day, i <= 5 ? Nanos.Day : Nanos.Second))];
        var found = labels.Take(5).Select(l => Truth(l) with { Time = l.From + (2 * Nanos.Hour) });
        var time = All(Grading.Of("test", "seal", [Run(1, 0, []), Run(1, 1, found, labels), Run(2, 0, [])]), 1).Time;

        Assert.Null(time.MedianSeconds);
        Assert.Null(time.P90Seconds);
        Assert.Equal(5.0 / 11, time.Within[^1].Value, 6);
    }

    [Fact]
    public void Who_can_name_nothing_is_marked()
    {
        var nameless = Grade(_ => [], (_, labels) => [.. labels.Select(l => Truth(l) with { Traits = Trait.None })]);

        Assert.True(nameless.Methods[0].IsGradedByAnyReason);
        Assert.Equal(1, All(nameless, 1).Recall.Value);
        Assert.False(Grade(_ => [], (_, labels) => [.. labels.Select(Truth)]).Methods[0].IsGradedByAnyReason);
    }

    /// <summary>Two of six hospitals, of which one of two attacked runs, have a contender.</summary>
    [Fact]
    public void Beside_contenders_stands_the_sensor_as_it_does_on_their_runs_and_sites_alone()
    {
        List<RunRecord> runs = [];
        for (var seed = 1ul; seed <= 6; seed++)
        {
            var (labels, others) = (Attacks(seed, "attacks"), Attacks(seed, "other attacks"));
            MethodRun[] Both(MethodRun sensor, IEnumerable<AttackLabel> found) => seed <= 2 ? [sensor, Made("contender", found)] : [sensor];

            // In hospitals without contenders the sensor is blind, and wolf is cried there so loudly that thresholds would rise above what it says elsewhere.
            var cries = seed <= 2 ? [] : Noise(seed, "clean", 3).Select(a => a with { Score = a.Score + 20 }).ToList();
            runs.Add(RunOf(seed, 0, Both(new MethodRun(MethodNames.Sensor, Sieve.Sift(cries).Kept, new MethodCost(1, 1, 1, 1)), [])));
            runs.Add(RunOf(seed, 1, Both(Made(MethodNames.Sensor, seed <= 2 ? labels : []), labels), labels));
            runs.Add(RunOf(seed, 2, [Made(MethodNames.Sensor, [])], others));
        }

        var card = Grading.Of("test", "seal", runs);

        Assert.Equal([MethodNames.Sensor, SensorBeside.Contenders, "contender"], card.Methods.Select(m => m.Name));
        Assert.Equal([12 * Devices, 2 * Devices, 2 * Devices], card.Methods.Select(m => m.Draws));
        Assert.Equal([0, 1, 1], card.Methods.Select(m => m.Budgets[1].Recall[0].Recall.Value!.Value));
        Assert.Equal((0, 0, 2 * Devices, 0), card.Duels.Where(d => d.Target == 0.33).Select(d => (d.OnlySensor, d.OnlyContender, d.Both, d.Neither)).Single());
        Assert.Empty(card.ContenderWins);
    }

    [Fact]
    public void Where_contenders_were_in_all_runs_the_sensor_stands_there_once()
    {
        var labels = Attacks(1, "attacks");
        var card = Grading.Of("test", "seal",
        [
            RunOf(1, 0, [Made(MethodNames.Sensor, []), Made("contender", [])]), RunOf(2, 0, [Made(MethodNames.Sensor, []), Made("contender", [])]),
            RunOf(1, 1, [Made(MethodNames.Sensor, labels), Made("contender", labels)], labels),
        ]);

        Assert.Equal([MethodNames.Sensor, "contender"], card.Methods.Select(m => m.Name));
    }

    [Fact]
    public void Early_attackers_stand_beside_the_plain_form_of_their_own_deed()
    {
        AttackLabel[] labels =
        [
            Attack(1, 1, Test, Nanos.Day, kind: 35, variant: "images x1.5"), Attack(2, 2, Test, Nanos.Day, kind: 1, variant: "x1.5"), Attack(3, 3, Test, Nanos.Day, kind: 1, variant: "x2"),
            Attack(4, 4, Test, Nanos.Day, kind: 36, variant: "+1 % a day"),
        ];
        var budget = Grading.Of("test", "seal", [Run(1, 0, []), Run(1, 1, labels.Where(l => l.Number is 1 or 3).Select(Truth), labels), Run(2, 0, [])]).Methods[0].Budgets[2];

        Assert.Equal(
            [(35, 1, "x1.5", 1, 0, 1), (36, 1, "", 0, 1, 2)],
            budget.Robustness.Select(r => (r.Kind, r.Plain, r.PlainVariant, r.Recall.Hits, r.PlainRecall.Hits, r.PlainRecall.Draws)));

        // And are no part of how attacks on young devices fare.
        Assert.Equal(2, budget.ColdStart.Sum(r => r.Recall.Draws));
    }

    [Fact]
    public void Of_each_early_attacker_in_the_catalogue_the_plain_form_is_known() => Assert.All(
        Hospital.Attacks.AttackCatalogue.All.Where(k => Robustness.IsAbout(k.Number)).SelectMany(k => k.Variants.Select(v => (k.Number, v.Name))),
        early =>
        {
            var (kind, variant) = Robustness.Plain(early.Number, early.Name);
            var names = Hospital.Attacks.AttackCatalogue.Kind(kind).Variants.Select(v => v.Name);
            Assert.True(variant.Length == 0 || names.Contains(variant), early.Name);
        });

    [Fact]
    public void Contenders_are_met_over_the_same_attacks_and_their_wins_are_told()
    {
        // The sensor finds kinds 1 to 4, the contender kinds 3 to 5.
        List<RunRecord> runs = [];
        for (var seed = 1ul; seed <= 4; seed++)
        {
            var labels = Attacks(seed, "attacks");
            runs.Add(RunOf(seed, 0, [Made(MethodNames.Sensor, []), Made("contender", [])]));
            runs.Add(RunOf(seed, 1, [Made(MethodNames.Sensor, labels.Where(l => l.Kind <= 4)), Made("contender", labels.Where(l => l.Kind >= 3))], labels));
        }

        var card = Grading.Of("test", "seal", runs);

        var duel = card.Duels.Single(d => d.Target == 1);
        Assert.Equal((32, 16, 32, 0), (duel.OnlySensor, duel.OnlyContender, duel.Both, duel.Neither));
        Assert.InRange(duel.P, 0.02, 0.04);
        Assert.Equal((5, "contender", 0, 16), card.ContenderWins.Where(w => w.Target == 1).Select(w => (w.Kind, w.Contender, w.Sensor.Hits, w.Theirs.Hits)).Single());
    }

    [Fact]
    public void A_silenced_part_costs_what_only_it_found()
    {
        List<RunRecord> runs = [];
        for (var seed = 1ul; seed <= 4; seed++)
        {
            var labels = Attacks(seed, "attacks");
            runs.Add(Run(seed, 0, [], method: MethodNames.Sensor));
            runs.Add(Run(seed, 1, labels.Select(l => Truth(l) with { Part = l.Kind == 5 ? "rate" : "rule" }), labels, MethodNames.Sensor));
        }

        var rows = Grading.Of("test", "seal", runs).Ablation.Where(a => a is { Target: 1, Difficulty: 0 }).ToDictionary(a => a.Without);

        Assert.Equal((80, 64), (rows["rate"].Whole.Hits, rows["rate"].Rest.Hits));
        Assert.Equal((80, 16), (rows["rule"].Whole.Hits, rows["rule"].Rest.Hits));
    }

    [Fact]
    public void A_card_is_plain_JSON() =>
        Assert.Contains("\"Methods\":[{\"Name\":\"made up\"", JsonSerializer.Serialize(Grade(_ => [], (_, labels) => [.. labels.Select(Truth)])), StringComparison.Ordinal);

    private static Candidate Truth(AttackLabel label) => Alert(label.From + Nanos.Minute, label.Devices[0].Number, 10, label.Traits);

    private static MethodRun Made(string name, IEnumerable<AttackLabel> found) =>
        new(name, Sieve.Sift([.. found.Select(Truth)]).Kept, new MethodCost(1, 1, 1, 1));

    private static RecallRow All(Card card, double target) => card.Methods[0].Budgets.Single(b => b.Target == target).Recall[0];

    private static Card Grade(Func<ulong, List<Candidate>> clean, Func<ulong, List<AttackLabel>, List<Candidate>> attacked) => Grading.Of("test", "seal", Runs(clean, attacked));

    private static List<RunRecord> Runs(Func<ulong, List<Candidate>> clean, Func<ulong, List<AttackLabel>, List<Candidate>> attacked)
    {
        List<RunRecord> runs = [];
        for (var seed = 1ul; seed <= Sites; seed++)
        {
            var labels = Attacks(seed, "attacks");
            runs.Add(Run(seed, 0, clean(seed)));
            runs.Add(Run(seed, 1, attacked(seed, labels), labels));
        }

        return runs;
    }
}
