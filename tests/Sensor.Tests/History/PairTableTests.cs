using Sensor.History;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.History;

/// <summary>Who talks to whom, in bounded room.</summary>
public sealed class PairTableTests
{
    [Fact]
    public void At_the_bound_those_heard_of_longest_ago_are_forgotten_and_counted()
    {
        var pairs = new PairTable(most: 100);
        for (var i = 1; i <= 250; i++)
        {
            pairs.Of(new Pair(i, 1, 0), time: i).Conversations++;

            // The first is heard of again and again.
            pairs.Of(new Pair(1, 1, 0), time: i).Conversations++;
        }

        var all = pairs.All.ToList();
        Assert.InRange(all.Count, 50, 100);
        Assert.Contains(all, p => p.Who.Client == 1 && p.What.Conversations > 200);
        Assert.Contains(all, p => p.Who.Client == 250);
        Assert.Equal(250, all.Count + pairs.Forgotten.Pairs);
        Assert.Equal(500, all.Sum(p => p.What.Conversations) + pairs.Forgotten.Conversations);
        Assert.Equal(all.Select(p => p.Who).Order(), all.Select(p => p.Who));
    }

    [Fact]
    public void Forgetting_allocates_nothing_once_the_bound_was_reached()
    {
        var (pairs, next) = (new PairTable(most: 100), 0);
        Meet();

        Assert.Equal(0, Allocation.Least(Meet));
        Assert.True(pairs.Forgotten.Pairs > 900);

        void Meet()
        {
            for (var i = 0; i < 1000; i++)
            {
                pairs.Of(new Pair(++next, 1, 0), next).Conversations++;
            }
        }
    }

    [Fact]
    public void What_was_loaded_is_what_was_saved()
    {
        var pairs = new PairTable();
        for (var i = 0; i < 500; i++)
        {
            ref var dealings = ref pairs.Of(new Pair(i % 23, i % 7, (byte)(i % 3)), 1_000_000L * i);
            dealings.Bytes += i;
            dealings.Commands++;
        }

        var (saved, loaded) = (new PartWriter(), new PairTable());
        pairs.Save(saved);
        var reader = new PartReader(saved.Written);
        loaded.Load(ref reader, [0, 1, 2]);
        Assert.True(reader.Complete);
        var again = new PartWriter();
        loaded.Save(again);
        Assert.True(saved.Written.SequenceEqual(again.Written));
    }
}
