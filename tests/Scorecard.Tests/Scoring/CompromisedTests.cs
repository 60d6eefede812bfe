using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>Sites that were compromised before anybody looked count apart, and each later attack beside itself at the same site begun clean.</summary>
public sealed class CompromisedTests
{
    private const long Hour = Nanos.Hour;

    private static readonly AttackLabel Late = Attack(1, 3, Test + Nanos.Day, Nanos.Day);
    private static readonly AttackLabel Later = Attack(2, 4, Test + Nanos.Day, Nanos.Day);
    private static readonly AttackLabel Old = Attack(3, 5, Start, End - Start, kind: 27, variant: "10 min");
    private static readonly AttackLabel Older = Attack(4, 6, Start, End - Start, kind: 27, variant: "10 min");

    private static readonly RunRecord[] Site =
    [
        Run(1, 0, []), Run(2, 0, []),
        Run(1, 1, [Said(Late), Said(Later)], [Late, Later, Attack(3, 7, Test, Nanos.Day, kind: 27, variant: "10 min")]),
        Run(1, 2, [Said(Late), Alert(Start + (3 * Nanos.Week), 5, 9), Alert(End - Hour, 6, 9)], [Late, Later, Old, Older]) with { Repeats = 1 },
    ];

    private static CompromisedCard Card => Graded().Compromised!;

    [Fact]
    public void What_was_always_there_is_told_when_it_is_told()
    {
        var row = Card.Old[0];
        Assert.Equal((27, "10 min", 2), (row.Kind, row.Variant, row.Ever.Draws));
        Assert.Equal((0, 1, 2), (row.Learning.Hits, row.BeforeTest.Hits, row.Ever.Hits));
        Assert.Equal(0, row.Floor.Hits);
        Assert.Equal((0, 1), (row.Plain.Hits, row.Plain.Draws));
        Assert.Equal(21 * 86_400, row.MedianSeconds!.Value, 1);
    }

    [Fact]
    public void What_comes_later_stands_beside_itself_at_the_site_begun_clean()
    {
        var row = Assert.Single(Card.Later, r => r.Difficulty == 0);
        Assert.Equal((1, 2), (row.Compromised.Hits, row.Compromised.Draws));
        Assert.Equal((2, 2), (row.Clean.Hits, row.Clean.Draws));
        Assert.Equal((0, 1), (row.OnlyCompromised, row.OnlyClean));
    }

    [Fact]
    public void Nothing_of_it_counts_anywhere_else()
    {
        var without = Graded(Site.Where(r => r.Repeats is null));
        Assert.Null(without.Compromised);
        Assert.Equal(without.Recall[0].Recall, Graded().Recall[0].Recall);
        Assert.Equal(without.Recall[0].CrossFloor, Graded().Recall[0].CrossFloor);
    }

    [Fact]
    public void What_the_clean_twin_says_too_is_no_find()
    {
        var told = Alert(Start + Nanos.Day, 5, 9);
        var card = Graded([Run(1, 0, [told]), Run(2, 0, []), Site[2], Run(1, 2, [told], [Late, Later, Old, Older]) with { Repeats = 1 }]).Compromised!;
        Assert.Equal((0, 1), (card.Old[0].Ever.Hits, card.Old[0].Floor.Hits));
    }

    private static Candidate Said(AttackLabel attack) => Alert(attack.From + Hour, attack.Devices[0].Number, 9);

    private static BudgetCard Graded(IEnumerable<RunRecord>? runs = null) => MethodGrade.Of(new Trial(new Study(runs ?? Site), new View(Method))).Budgets[^1];
}
