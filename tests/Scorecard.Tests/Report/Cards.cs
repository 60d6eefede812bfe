using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Report;
using Scorecard.Scoring;
using Scorecard.Sensitivity;

namespace Scorecard.Tests.Report;

/// <summary>A small invented measurement.</summary>
internal static class Cards
{
    public static readonly ReportInput Input = new(Card(), "2001-02-03", [("sensor", "1.2"), ("runtime", ".NET")])
    {
        Public = new([PublicSet.Skip("Set one", "it isn't there."), new PublicSet("Set two", "Something was done.", "", [new(Origin.Ours, "model", "AUC", double.NaN, 3)], "Mind it.")]),
        Audits = new(
            [new(0, "TTL", 0.51, 0.45, 0.56, 9, LeakVerdict.Clean), new(0, "address", 0.71, 0.65, 0.76, 9, LeakVerdict.Where), new(7, "IP identification", 0.93, 0.9, 0.97, 9, LeakVerdict.Leak)], [],
            [new("images a study, CT", "median 400", "200–3000", double.NaN, "", true, "")],
            [new("1 (kind 7)", 100, 4, 1, []), new("2 (kind 9)", 100, 4, 1, ["The filter finds nothing."])], "",
            new SuricataCard("Suricata 0", 10, [new(29, "scan", 3, 0), new(1, "exfiltration", 1, 1)], "")) { Replays = [new("a morning", true, "5ea1"), new("weeks", false, "4a54")] },
        Large = Card() with { Conditions = new("large", "1a59e", "b16", [new(600, 1, 1, 1, 900), new(120, 3, 3, 0, 480)], 900, 1500, 90) },
        Sensitivity = new(
            2, Varied("", 1, "", 40, 30), [Varied("AnnouncedPerDay", 0.5, "2", 80, 30), Varied("AnnouncedPerDay", 1.5, "5", 40, 20), Varied("GroupDevices", 0.5, "4", 40, 30)], [new("bounds", "constants")]),
    };

    public static Card Card() => new()
    {
        Conditions = new("daily", "5ea1", "4a54", [new(20, 4, 4, 8, 100)], 12.5, 20.25, 60),
        Attacks = [new(1, "slow exfiltration", "x1.2", 3, 30, 2, 0, 5), new(37, "mimicry", "", 4, 0, 0, 6, 0)],
        Methods = [Method("sensor", isSensor: true, 20, 2), Shipped(), Method("first-seen", isSensor: false, 25, 1)],
        Duels = [new(0.33, "first-seen", 3, 8, 17, 2, 0.2)],
        ContenderWins = [new(0.33, 7, "move to a new destination", "first-seen", Share(9, 10), Share(10, 10), 0.9)],
        Ablation = [new(0.33, "relation", false, 0, Share(20, 30), Share(10, 30), 0.0001, 0.3, 0.5)],
        Notes = ["Row 8 could not be placed at 20 devices."],
    };

    public static Share Share(int hits, int draws) => new(hits, draws, draws == 0 ? null : hits / (double)draws, draws == 0 ? 0 : Math.Max(0, (hits / (double)draws) - 0.15), draws == 0 ? 1 : Math.Min(1, (hits / (double)draws) + 0.15));

    /// <summary>What it tells without any threshold of ours; set to budgets it would find everything, which nobody should read anywhere.</summary>
    private static MethodCard Shipped()
    {
        var (all, hard) = (new RecallRow("all", 0, "all", "", 0, Share(22, 40), Share(22, 40), Share(8, 40), Share(8, 40), Time()), new RecallRow("difficulty", 0, "difficulty 4", "", 4, Share(6, 10), Share(6, 10), Share(5, 10), Share(5, 10), Time()));
        var row = new RecallRow("kind", 13, "covert channel | private tags", "", 4, Share(6, 10), Share(6, 10), Share(5, 10), Share(5, 10), Time());
        return Method("sensor, as shipped", isSensor: true, 30, 10) with
        {
            AsTold = new(0.33, new FalseRate(40, 20, 2, 1.5, 2.5), 6.06, [new(20, "0a", 10, 10, 1, 3), new(20, "0b", 30, 10, 3, 9)], [], [all, hard, row]) { Compromised = Compromised() },
        };
    }

    private static CompromisedCard Compromised() => new(
        [
            new(27, "beacon", "10 min", Share(1, 5), Share(2, 5), Share(3, 5), Share(1, 5), Share(9, 30), 3 * 86_400),
            new(0, "", "", Share(1, 5), Share(2, 5), Share(3, 5), Share(1, 5), Share(9, 30), 3 * 86_400),
        ],
        [new(1, Share(4, 10), Share(6, 10), 1, 3, 0.6), new(0, Share(4, 10), Share(6, 10), 1, 3, 0.6)]);

    private static MethodCard Method(string name, bool isSensor, int hits, int blind) => new()
    {
        Name = name,
        IsSensor = isSensor,
        Budgets = [.. new[] { 0.05, 0.33, 1 }.Select(t => Budget(t, hits, blind))],
        Native = [new(0.33, new FalseRate(3, 20, 0.15, 0.03, 0.4), 0.45, [], [], [])],
        PValues = [new("", new(40, 0.2, 0.07), [new(0.05, 0.25)]), new("dicom.answer_time", new(40, 0.2, 0.07), [new(0.05, 0.25)])],
        Windows = new(30, 2970, 0.01, 0.04, 0.25),
        Cost = new(123_456, double.NaN, 4_096),
    };

    private static BudgetCard Budget(double target, int hits, int blind) => new()
    {
        Target = target,
        Thresholds = new(null, 0.4, 1, 0, 0),
        Achieved = new(7, 20, 0.35, 0.1, 0.7),
        Unmetered = new(0, 20, 0, 0, 0.1),
        EpisodesPerDayAndSite = double.NaN,
        PrecisionAtOneADeviceYear = 0.12,
        Sites = [new(20, "0a", 0, 5, 0, 0), new(20, "0b", 7, 15, 0.47, 1.4)],
        Weeks = [new(6, 2, 4, 0.5, 1.5)],
        Recall =
        [
            new("all", 0, "all", "", 0, Share(hits, 40), Share(hits, 40), Share(2, 40), Share(3, 40), Time()),
            new("difficulty", 0, "difficulty 1", "", 1, Share(hits, 30), Share(hits, 30), Share(2, 30), Share(3, 30), Time()),
            new("difficulty", 0, "difficulty 4", "", 4, Share(blind, 10), Share(4, 10), Share(1, 10), Share(1, 10), new(null, null, [])),
            new("kind", 7, "move to a new destination", "", 1, Share(hits, 30), Share(hits, 30), Share(2, 30), Share(3, 30), Time()),
            new("kind", 13, "covert channel | private tags", "", 4, Share(blind, 10), Share(4, 10), Share(1, 10), Share(1, 10), new(null, null, [])),
            new("kind", 17, "forged results", "", 4, Share(0, 0), Share(0, 0), Share(0, 0), Share(0, 0), new(null, null, [])),
            new("kind", 18, "new sender", "", 1, Share(2, 2), Share(2, 2), Share(0, 2), Share(0, 2), Time()),
            new("variant", 7, "move to a new destination", "1 study", 1, Share(hits, 30), Share(hits, 30), Share(2, 30), Share(3, 30), Time()),
        ],
        Failing = [new("kind", 9, "guessed titles", "", 1, Share(1, 3), Share(1, 3), Share(0, 3), Share(0, 3), Time())],
        ColdStart = [new(0, 1, new(0, 0, double.NaN, 0, 0), Share(0, 0)), new(1, 24, new(1, 2, 0.5, 0.1, 2), Share(1, 4)), new(24, null, new(1, 20, 0.05, 0.01, 0.2), Share(10, 12))],
        Wolf = [new("none", 4, 0.57), new("archive-migration", 3, 0.43), new("reason:new-peer", 5, 0.7)],
        Recovery = [new("archive-migration", 2, null, 3, [0.5, null, 0.1]) { DaysUntilAsBefore = 3 }],
        Robustness = [new(36, "+1 %/day", 1, Share(1, 9), Share(6, 9))],
        Compromised = Compromised(),
    };

    private static SensitivityRow Varied(string setting, double factor, string value, int wrong, int found) =>
        new(setting, factor, "3", value, new(wrong, 20, wrong / 20.0, 0, 9), Share(found, 60), Share(found, 60), Math.Max(0, 30 - found), 0);

    private static DetectionTime Time() => new(120, null, [new(60, 0.3), new(3_600, 0.5), new(86_400, 0.66)]);
}
