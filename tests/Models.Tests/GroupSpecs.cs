using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class GroupSpecs
{
    [Fact]
    public void A_young_device_is_judged_by_a_mature_group()
    {
        var newcomer = new Bedside(group: Peers(10));

        var usual = newcomer.Relate(2);
        Assert.Equal((Verdict.Informational, Basis.Group, 10, 10), (usual.Verdict, usual.Basis, usual.PeersAlike, usual.PeersKnown));
        Assert.Equal(Verdict.Expected, newcomer.Later(0.1).Relate(2).Verdict);
        var foreign = newcomer.Relate(99);
        Assert.Equal((Verdict.Surprising, Basis.Group, 0, 10), (foreign.Verdict, foreign.Basis, foreign.PeersAlike, foreign.PeersKnown));

        Assert.Equal(Verdict.Expected, newcomer.Measure(1100).Verdict);
        var giant = newcomer.Measure(1_000_000);
        Assert.Equal((Verdict.Surprising, Basis.Group), (giant.Verdict, giant.Basis));
        Assert.InRange(giant.Expected.Typical, 900, 1200);

        var talk = newcomer.Talk(1, 2, 4, 3);
        Assert.Equal(Verdict.Informational, talk[1].Verdict);
        Assert.Equal((Verdict.Surprising, Basis.Group), (talk[2].Verdict, talk[2].Basis));
    }

    [Fact]
    public void Seven_peers_are_not_enough()
    {
        var newcomer = new Bedside(group: Peers(7));
        Assert.Equal(Verdict.NotJudged, newcomer.Relate(99).Verdict);
        Assert.Equal(Verdict.NotJudged, newcomer.Measure(1_000_000).Verdict);
    }

    [Fact]
    public void What_is_new_to_a_device_but_common_among_its_peers_is_not_an_alert()
    {
        var peers = new GroupSummary();
        for (var i = 0; i < 20; i++)
        {
            var peer = new Bedside().Days(3, 1, 2, 3, 50);
            peer.Model.Contribute(peers, peer.Time, peer.Settings);
        }

        var device = new Bedside(group: peers).Days(7, 1, 2, 3);
        Assert.Equal(Verdict.Informational, device.Relate(50).Verdict);
        Assert.Equal(Verdict.Surprising, device.Relate(51).Verdict);
    }

    [Fact]
    public void What_waits_in_quarantine_is_not_told_to_the_group()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        device.Relate(99);
        var group = new GroupSummary();
        device.Model.Contribute(group, device.Time, device.Settings);
        Assert.Equal(0, group.Ask(RelationKind.Peer, 99).Alike);
        Assert.Equal(1, group.Ask(RelationKind.Peer, 1).Alike);
    }

    [Fact]
    public void Merging_summaries_is_commutative_and_associative_beyond_their_bounds_too()
    {
        var parts = Enumerable.Range(0, 3).Select(i => Crowd((ulong)i)).ToList();
        byte[][] orders = [Merged(parts, 0, 1, 2), Merged(parts, 2, 0, 1), Merged(parts, 1, 2, 0)];
        Assert.All(orders, bytes => Assert.Equal(orders[0], bytes));

        var right = Load(Saved(parts[1]));
        right.MergeFrom(parts[2]);
        var nested = Load(Saved(parts[0]));
        nested.MergeFrom(right);
        Assert.Equal(orders[0], Saved(nested));
        Assert.InRange(orders[0].Length, 10_000, ModelBounds.GroupBytes);
    }

    [Fact]
    public void Beyond_its_bound_a_summary_still_counts_exactly_what_it_keeps_and_says_what_it_cannot_know()
    {
        var group = new GroupSummary();
        var device = new Bedside(LearningMode.Learn);
        for (var member = 0; member < 60; member++)
        {
            device = new Bedside(LearningMode.Learn);
            for (var key = 0; key < 60; key++)
            {
                // Twenty keys are everybody's, forty are one's own.
                device.Relate(key < 20 ? (ulong)key : (ulong)((member * 1000) + key));
            }

            device.Declare().Model.Contribute(group, device.Time, device.Settings);
        }

        var common = Enumerable.Range(0, 20).Select(key => group.Ask(RelationKind.Peer, (ulong)key)).ToList();
        Assert.All(common, agreement => Assert.True(agreement is { Alike: 60, Known: 60 } or { Known: 0 }));
        var told = common.First(agreement => agreement.Known > 0);
        Assert.InRange(told.ForeignKeys, 30, 50);
    }

    private static GroupSummary Peers(int count)
    {
        var group = new GroupSummary();
        for (var i = 0; i < count; i++)
        {
            var (peer, random) = (new Bedside(), new Lcg((ulong)i + 1));
            for (var hour = 0; hour < 200; hour++)
            {
                peer.Relate(1 + (ulong)random.Below(3));
                peer.Measure(1000 * Math.Exp(0.2 * random.Normal()));
                peer.Talk(1, 2, 3, 4);
                peer.Later(0.5);
            }

            peer.Model.Contribute(group, peer.Time, peer.Settings);
        }

        Assert.Equal(count, group.Devices);
        return group;
    }

    /// <summary>A summary whose keys, transitions, grammars and features all exceed the room.</summary>
    private static GroupSummary Crowd(ulong seed)
    {
        var (group, random) = (new GroupSummary(), new Lcg(seed + 1));
        for (var member = 0; member < 40; member++)
        {
            var device = new Bedside(LearningMode.Learn);
            for (var i = 0; i < 400; i++)
            {
                device.Later(0.1).Relate(random.Next() % 4000, (RelationKind)random.Below(6));
                device.Measure(random.Uniform() * 1000, feature: random.Next() % 90);
                device.Say(1, (uint)random.Below(40), first: i % 20 == 0, grammar: random.Next() % 50);
            }

            device.Declare().Model.Contribute(group, device.Time, device.Settings);
        }

        return group;
    }

    private static byte[] Merged(List<GroupSummary> parts, params int[] order)
    {
        var sum = new GroupSummary();
        foreach (var part in order)
        {
            sum.MergeFrom(parts[part]);
        }

        return Saved(sum);
    }

    private static byte[] Saved(GroupSummary summary)
    {
        var bytes = new byte[summary.StateBytes];
        Assert.Equal(bytes.Length, summary.Save(bytes));
        return bytes;
    }

    private static GroupSummary Load(byte[] bytes)
    {
        Assert.True(GroupSummary.TryLoad(bytes, out var summary));
        Assert.Equal(bytes, Saved(summary));
        return summary;
    }
}
