using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class MergeSpecs
{
    [Fact]
    public void Two_identities_that_are_one_device_know_what_either_knew()
    {
        var one = Lived(1, 1, 2);
        var other = Lived(2, 2, 3);
        one.Model.MergeFrom(other.Model, one.Settings);
        one.Declare();

        Assert.All(new ulong[] { 1, 2, 3 }, key => Assert.Equal(Verdict.Expected, one.Relate(key).Verdict));
        Assert.Equal(Verdict.Surprising, one.Relate(4).Verdict);
        Assert.DoesNotContain(one.Talk(1, 2, 3, 4), j => j.Verdict != Verdict.Expected);
        Assert.DoesNotContain(one.Talk(9, 8, 2, 3), j => j.Reason == JudgementReason.UnseenTransition && j.Subject.To is 8 or 3);
        Assert.Equal(Verdict.Expected, one.Measure(1000).Verdict);
        Assert.Equal(401, one.Measure(1000).Expected.N);
        Assert.Equal(Verdict.Surprising, one.Measure(1_000_000).Verdict);
    }

    [Fact]
    public void Known_to_one_is_known_though_it_waits_with_the_other()
    {
        var one = new Bedside().Days(7, 1, 2, 3);
        Assert.Equal(Verdict.Surprising, one.Relate(99).Verdict);
        var other = new Bedside().Days(7, 99);
        one.Model.MergeFrom(other.Model, one.Settings);
        Assert.Equal(Verdict.Expected, one.Relate(99).Verdict);
    }

    [Fact]
    public void Merging_with_nobody_changes_nothing_that_is_judged()
    {
        var (one, same) = (Lived(1, 1, 2), Lived(1, 1, 2));
        one.Model.MergeFrom(new DeviceModel(), one.Settings);
        Assert.Equal(same.Relate(3), one.Relate(3));
        Assert.Equal(same.Measure(5000), one.Measure(5000));
        Assert.Equal(same.Talk(1, 4), one.Talk(1, 4));
    }

    [Fact]
    public void A_merged_device_keeps_its_bounds()
    {
        var (one, other) = (new Bedside(LearningMode.Learn), new Bedside(LearningMode.Learn));
        for (var i = 0U; i < 20_000; i++)
        {
            one.Later(0.01).Relate(i, (RelationKind)(i % 6));
            other.Later(0.01).Relate(i * 31, (RelationKind)(i % 6));
            one.Measure(i, feature: i % 9);
            other.Measure(i, feature: 100 + (i % 9));
            one.Say(i % 20, i % 50, grammar: i % 3);
            other.Say(i % 20, i % 57, grammar: 2 + (i % 3));
        }

        one.Model.MergeFrom(other.Model, one.Settings);
        Assert.InRange(one.Save().Length, 10_000, ModelBounds.DeviceBytes);
        Assert.Equal(one.Save(), one.Reloaded().Save());
    }

    private static Bedside Lived(ulong seed, params ulong[] peers)
    {
        var (device, random) = (new Bedside(), new Lcg(seed));
        for (var i = 0; i < 200; i++)
        {
            device.Relate(peers[i % peers.Length]);
            device.Measure(1000 * Math.Exp(0.1 * random.Normal()));
            device.Talk(seed == 1 ? [1, 2, 3, 4] : [9, 8, 2, 3]);
            device.Later(0.3);
        }

        return device;
    }
}
