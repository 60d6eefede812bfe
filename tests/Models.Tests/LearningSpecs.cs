using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class LearningSpecs
{
    [Fact]
    public void Learning_until_makes_all_known_mature_even_after_minutes()
    {
        var device = new Bedside(LearningMode.Learn);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Lacking.Judging, device.Relate(1).Shortfall.Lacking);
            device.Measure(500_000);
            device.Talk(1, 2, 3, 4);
            device.Later(0.05);
        }

        device.Mode = LearningMode.Auto;
        device.Declare();
        Assert.True(device.Model.MaturityAt(device.Time, device.Settings).IsMature);
        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
        Assert.Equal(Verdict.Surprising, device.Relate(2).Verdict);
        Assert.Equal(Verdict.Surprising, device.Relate(2, RelationKind.SendsTo).Verdict);
        Assert.Equal(Verdict.Expected, device.Measure(505_000).Verdict);
        Assert.DoesNotContain(device.Talk(1, 2, 3, 4), j => j.Verdict != Verdict.Expected);
        Assert.Equal(Verdict.Surprising, device.Talk(1, 3, 2, 4)[1].Verdict);
    }

    [Fact]
    public void Rates_of_intervals_stay_silent_after_a_declaration()
    {
        var device = new Bedside(LearningMode.Learn);
        for (var i = 0; i < 20; i++)
        {
            device.Later(0.01).Measure(1000, RateKind.PerInterval);
        }

        device.Mode = LearningMode.Auto;
        device.Declare();
        Assert.Equal(new Shortfall(Lacking.Observations, 20, 30), device.Measure(1_000_000, RateKind.PerInterval).Shortfall);
    }

    [Fact]
    public void A_frozen_baseline_judges_announces_once_and_learns_nothing()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        device.Mode = LearningMode.Detect;
        Assert.Equal(Verdict.Surprising, device.Relate(99).Verdict);
        for (var day = 0; day < 10; day++)
        {
            Assert.Equal(Verdict.Informational, device.Later(24).Relate(99).Verdict);
        }
    }

    [Fact]
    public void While_learning_is_paused_a_device_is_judged_and_learns_nothing()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        for (var i = 0; i < 40; i++)
        {
            device.Later(0.1).Measure(1000 + i);
            device.Talk(1, 2, 3, 4);
        }

        device.Declare();
        device.Paused = true;
        var observations = device.Model.MaturityAt(device.Time, device.Settings).Observations;
        Assert.Equal(Verdict.Surprising, device.Relate(99).Verdict);
        Assert.Equal(Verdict.Surprising, device.Measure(50_000).Verdict);
        Assert.Equal(Verdict.Surprising, device.Talk(1, 4, 2, 3)[1].Verdict);
        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
        Assert.Equal(observations, device.Model.MaturityAt(device.Time, device.Settings).Observations);

        for (var day = 0; day < 10; day++)
        {
            Assert.NotEqual(Verdict.Expected, device.Later(24).Relate(99).Verdict);
        }
    }

    [Fact]
    public void A_new_device_stays_unjudged_while_learning_is_paused_and_begins_when_it_goes_on()
    {
        var device = new Bedside { Paused = true }.Days(2, 1, 2);
        Assert.Equal(0, device.Model.MaturityAt(device.Time, device.Settings).Observations);
        device.Paused = false;
        device.Relate(1);

        Assert.Equal(1, device.Model.MaturityAt(device.Time, device.Settings).Observations);
    }

    [Fact]
    public void A_frozen_device_without_history_stays_unjudged()
    {
        var device = new Bedside(LearningMode.Detect).Days(7, 1, 2, 3);
        Assert.Equal(new Shortfall(Lacking.Observations, 0, 20), device.Relate(99).Shortfall);
        Assert.False(device.Model.MaturityAt(device.Time, device.Settings).IsMature);
    }

    [Fact]
    public void Judging_alone_changes_nothing_and_says_the_same()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        for (var i = 0; i < 40; i++)
        {
            device.Later(0.1).Measure(1000 + i);
            device.Talk(1, 2, 3, 4);
        }

        device.Declare();
        device.Say(900, 1, first: true);
        var before = device.Save();
        var relation = new RelationObservation(device.Time, 99, RelationKind.WorksOn);
        var rate = new RateObservation(device.Time, 1, RateKind.PerTransaction, 50_000);
        var token = new SequenceObservation(device.Time, Bedside.Grammar, 900, 4);
        var end = new SessionEnd(device.Time, Bedside.Grammar, 900);
        var context = device.Context;
        Judgement[] judged = [device.Model.Judge(relation, context), device.Model.Judge(rate, context), device.Model.Judge(token, context)];
        device.Model.Judge(end, context);

        Assert.Equal(before, device.Save());
        Assert.Equal(judged[0], device.Model.Observe(relation, context));
        Assert.Equal(judged[1], device.Model.Observe(rate, context));
        Assert.Equal(judged[2], device.Model.Observe(token, context));
        Assert.All(judged, j => Assert.Equal(Verdict.Surprising, j.Verdict));
    }
}
