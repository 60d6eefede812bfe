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
    public void Who_guesses_finds_as_much_as_the_floor()
    {
        // Wild guesses, so that chance alone finds something: everything alerts.
        var row = All(Grade(seed => Noise(seed, "clean", 0.3), (seed, _) => Noise(seed, "attacked", 0.3)), 1);

        Assert.Equal(Sites * Devices, row.Recall.Draws);
        Assert.InRange(row.Recall.Value!.Value - row.Floor.Value!.Value, -0.03, 0.03);
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
