using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class FeedbackSpecs
{
    [Fact]
    public void What_is_called_expected_is_so_at_once_and_learnt_at_its_next_use()
    {
        var device = Mature();
        var alert = device.Relate(99);
        Say(device, FeedbackVerb.Expected, alert.Subject, days: 1);
        Assert.Equal(Verdict.Expected, device.Later(1).Relate(99).Verdict);
        Assert.Equal(Verdict.Expected, device.Later(48).Relate(99).Verdict);
    }

    [Fact]
    public void An_expectation_never_used_ends_when_it_was_to_end()
    {
        var device = Mature();
        Say(device, FeedbackVerb.Expected, new Subject(ExpectationKind.Relation, RelationKind.Peer, 98), days: 1);
        Assert.Equal(Verdict.Surprising, device.Later(25).Relate(98).Verdict);
    }

    [Fact]
    public void Expected_transitions_and_rates_are_expected()
    {
        var device = Mature();
        var swap = device.Talk(1, 3, 2, 4)[1];
        var giant = device.Measure(1e6);
        Assert.Equal((Verdict.Surprising, Verdict.Surprising), (swap.Verdict, giant.Verdict));
        Say(device, FeedbackVerb.Expected, swap.Subject, days: 1);
        Say(device, FeedbackVerb.Expected, giant.Subject, days: 1);
        Assert.Equal(Verdict.Expected, device.Talk(1, 3, 2, 4)[1].Verdict);
        Assert.Equal(Verdict.Expected, device.Measure(1e6).Verdict);
    }

    [Fact]
    public void A_planned_change_is_informational_learnt_at_once_and_never_covers_commands()
    {
        var device = Mature();
        Say(device, FeedbackVerb.PlannedChange, new Subject(ExpectationKind.Relation, RelationKind.Peer, 0), days: 3);
        Say(device, FeedbackVerb.PlannedChange, new Subject(ExpectationKind.Relation, RelationKind.Command, 0), days: 3);
        Assert.Equal(Verdict.Informational, device.Relate(99).Verdict);
        Assert.Equal(Verdict.Surprising, device.Relate(99, RelationKind.Command).Verdict);
        Assert.Equal(Verdict.Expected, device.Later(100).Relate(99).Verdict);
    }

    [Fact]
    public void A_true_incident_takes_back_what_came_since_and_freezes_learning()
    {
        var device = Mature();
        device.Days(1.5, 1, 2, 3);
        device.Relate(99);
        device.Model.Apply(new Feedback(FeedbackVerb.TrueIncident, default, device.Time, device.Time + (long)(5 * 86400e9)));

        Assert.Equal(Verdict.Surprising, device.Later(1).Relate(99).Verdict);
        for (var day = 0; day < 4; day++)
        {
            Assert.Equal(Verdict.Informational, device.Later(23).Relate(99).Verdict);
        }

        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
    }

    [Fact]
    public void What_is_unclear_waits_for_as_long_as_it_recurs()
    {
        var device = Mature();
        Say(device, FeedbackVerb.Unclear, device.Relate(99).Subject, days: 1);
        Say(device, FeedbackVerb.Unclear, device.Talk(1, 4)[1].Subject, days: 1);
        for (var day = 0; day < 30; day++)
        {
            Assert.Equal(Verdict.Informational, device.Later(24).Relate(99).Verdict);
            Assert.Equal(Verdict.Informational, device.Talk(1, 4)[1].Verdict);
        }
    }

    [Fact]
    public void What_was_right_once_surprises_again_the_next_time()
    {
        var device = Mature();
        device.Relate(77);
        var begins = device.Later(1).Time;
        Assert.All((Judgement[])[device.Relate(99), device.Relate(98), device.Talk(1, 4)[1], device.Measure(1e6)], j => Assert.Equal(Verdict.Surprising, j.Verdict));
        Assert.Equal((Verdict.Informational, Verdict.Informational), (device.Later(1).Relate(99).Verdict, device.Measure(1e6).Verdict));
        device.Model.Apply(new Feedback(FeedbackVerb.Once, default, begins, begins));

        // All of it again on the same day, and no burst; but not what came before.
        var later = device.Reloaded().Later(1);
        Assert.All((Judgement[])[later.Relate(99), later.Relate(98), later.Talk(1, 4)[1], later.Measure(1e6)], j => Assert.Equal(Verdict.Surprising, j.Verdict));
        Assert.Equal((Verdict.Informational, Verdict.Expected), (later.Relate(77).Verdict, later.Relate(1).Verdict));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_called_expected_can_be_withdrawn_also_when_it_was_learnt(bool isLearnt)
    {
        var device = Mature();
        var (peer, swap) = (device.Relate(99), device.Talk(1, 4)[1]);
        foreach (var judgement in (Judgement[])[peer, swap])
        {
            Say(device, FeedbackVerb.Expected, judgement.Subject, days: 9000);
        }

        for (var day = 0; isLearnt && day < 8; day++)
        {
            Assert.Equal((Verdict.Expected, Verdict.Expected), (device.Later(24).Relate(99).Verdict, device.Talk(1, 4)[1].Verdict));
        }

        device = device.Reloaded();
        foreach (var judgement in (Judgement[])[peer, swap])
        {
            Say(device, FeedbackVerb.Withdrawn, judgement.Subject, days: 1);
        }

        Assert.Equal((Verdict.Surprising, Verdict.Surprising), (device.Later(1).Relate(99).Verdict, device.Talk(1, 4)[1].Verdict));
        Assert.Equal((Verdict.Expected, Verdict.Expected), (device.Relate(1).Verdict, device.Talk(1, 2, 3, 4)[2].Verdict));
    }

    [Fact]
    public void What_was_known_before_somebody_called_it_expected_stays_known()
    {
        var device = Mature();
        var known = device.Relate(1).Subject;
        Say(device, FeedbackVerb.Expected, known, days: 9000);
        Say(device, FeedbackVerb.Expected, known, days: 9000);
        Say(device, FeedbackVerb.Withdrawn, known, days: 1);
        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
    }

    [Fact]
    public void A_withdrawn_expectation_of_a_rate_ends()
    {
        var device = Mature();
        var giant = device.Measure(1e6);
        Say(device, FeedbackVerb.Expected, giant.Subject, days: 9000);
        Say(device, FeedbackVerb.Withdrawn, giant.Subject, days: 1);
        Assert.Equal(Verdict.Surprising, device.Measure(1e6).Verdict);
    }

    [Fact]
    public void A_young_device_forgets_only_what_came_with_the_incident()
    {
        var device = new Bedside(LearningMode.Learn);
        device.Days(0.5, 1, 2, 3);
        device.Mode = LearningMode.Auto;
        device.Declare().Relate(99);
        device.Model.Apply(new Feedback(FeedbackVerb.TrueIncident, default, device.Time, device.Time));

        Assert.Equal(Verdict.Surprising, device.Later(1).Relate(99).Verdict);
        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
    }

    private static Bedside Mature()
    {
        var device = new Bedside(LearningMode.Learn);
        for (var i = 0; i < 300; i++)
        {
            device.Relate(1 + (ulong)(i % 3));
            device.Measure(1000);
            device.Talk(1, 2, 3, 4);
            device.Later(0.3);
        }

        device.Mode = LearningMode.Auto;
        return device.Declare();
    }

    private static void Say(Bedside device, FeedbackVerb verb, in Subject subject, int days) =>
        device.Model.Apply(new Feedback(verb, subject, device.Time, device.Time + (long)(days * 86400e9)));
}
