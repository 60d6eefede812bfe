using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class RateSpecs
{
    [Fact]
    public void A_rate_lacks_what_it_lacks()
    {
        var device = new Bedside();
        for (var i = 0; i < 18; i++)
        {
            device.Later(0.1).Measure(500);
        }

        Assert.Equal(new Shortfall(Lacking.Observations, 18, 30), device.Measure(1e9).Shortfall);
        Assert.Equal(new Shortfall(Lacking.Observations, 19, 30), device.Model.MaturityAt(device.Time, device.Settings).Rates);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    [InlineData(3000)]
    public void After_a_constant_history_twentyfold_is_flagged_and_five_percent_is_not(int history)
    {
        var device = new Bedside();
        for (var i = 0; i < history; i++)
        {
            device.Later(0.2).Measure(524_288);
        }

        Assert.Equal(Verdict.Expected, device.Measure(524_288 * 1.05).Verdict);
        Assert.Equal(Verdict.Expected, device.Measure(524_288 / 1.05).Verdict);
        var giant = device.Measure(524_288 * 20);
        Assert.Equal((Verdict.Surprising, JudgementReason.RateHigh), (giant.Verdict, giant.Reason));
        Assert.Equal(524_288, giant.Expected.Typical, 30_000.0);
        var dwarf = device.Measure(524_288 / 20.0);
        Assert.Equal((Verdict.Surprising, JudgementReason.RateLow), (dwarf.Verdict, dwarf.Reason));
    }

    [Fact]
    public void One_giant_value_hardly_moves_what_is_expected()
    {
        var device = new Bedside(LearningMode.Learn);
        var chance = new Lcg(1);
        for (var i = 0; i < 300; i++)
        {
            device.Later(0.2).Measure(1000 * Math.Exp(0.1 * chance.Normal()));
        }

        device.Measure(1e12);
        device.Mode = LearningMode.Auto;
        var expected = device.Measure(1000).Expected;
        Assert.Equal(1000, expected.Typical, 40.0);
        Assert.InRange(expected.High, 1100, 1600);
        Assert.Equal(Verdict.Surprising, device.Measure(20_000).Verdict);
    }

    [Fact]
    public void Surprising_values_teach_only_when_they_recur_for_days()
    {
        var device = new Bedside();
        for (var i = 0; i < 300; i++)
        {
            device.Later(1).Measure(1000);
        }

        Assert.Equal(Verdict.Surprising, device.Measure(50_000).Verdict);
        for (var i = 0; i < 11; i++)
        {
            var again = device.Later(1).Measure(50_000);
            Assert.Equal(Verdict.Informational, again.Verdict);
            Assert.Equal(i + 1, again.Repeats);
        }

        Assert.Equal(1000, device.Measure(1000).Expected.Typical, 50.0);
        for (var i = 0; i < 24 * 10; i++)
        {
            device.Later(1).Measure(50_000);
        }

        Assert.Equal(Verdict.Expected, device.Later(1).Measure(50_000).Verdict);
    }

    [Fact]
    public void A_slow_shift_is_found_though_every_value_is_usual()
    {
        var device = new Bedside();
        var chance = new Lcg(2);
        for (var i = 0; i < 720; i++)
        {
            Assert.NotEqual(Verdict.Surprising, device.Later(1).Measure(1000 * Math.Exp(0.2 * chance.Normal())).Verdict);
        }

        var found = 0;
        Judgement alert = default;
        for (var i = 0; i < 200; i++)
        {
            var judgement = device.Later(1).Measure(1300 * Math.Exp(0.2 * chance.Normal()));
            if (judgement.Verdict == Verdict.Surprising)
            {
                (found, alert) = (found + 1, judgement);
            }
        }

        Assert.Equal(1, found);
        Assert.Equal(JudgementReason.RateShiftUp, alert.Reason);
        Assert.InRange(alert.Observed, 1150, 1500);
    }

    [Fact]
    public void Damaged_and_impossible_values_are_neither_judged_nor_learnt()
    {
        var device = new Bedside();
        for (var i = 0; i < 100; i++)
        {
            device.Later(1).Measure(1000);
        }

        var before = device.Save().Length;
        Assert.Equal(Lacking.CleanData, device.Measure(1e9, quality: DataQuality.Damaged).Shortfall.Lacking);
        Assert.Equal(Lacking.CleanData, device.Measure(double.NaN).Shortfall.Lacking);
        Assert.Equal(Lacking.CleanData, device.Measure(double.PositiveInfinity).Shortfall.Lacking);
        Assert.Equal(Lacking.CleanData, device.Measure(-1).Shortfall.Lacking);
        Assert.Equal(before, device.Save().Length);
        Assert.Equal((1, 3), (device.Model.Counters.DamagedObservations, device.Model.Counters.InvalidValues));
    }

    [Fact]
    public void The_thirteenth_feature_finds_no_room_and_is_counted()
    {
        var device = new Bedside();
        for (var feature = 0UL; feature < 13; feature++)
        {
            device.Measure(1, feature: feature);
        }

        Assert.Equal(Lacking.Room, device.Measure(1, feature: 12).Shortfall.Lacking);
        Assert.Equal(2, device.Model.Counters.FeaturesWithoutRoom);
    }
}
