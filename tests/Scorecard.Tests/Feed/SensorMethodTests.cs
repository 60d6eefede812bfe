using Hospital.Labels;
using Scorecard.Feed;

namespace Scorecard.Tests.Feed;

public sealed class SensorMethodTests
{
    private static SensorMethod Run(SensorOptions options, int days = 3)
    {
        var method = new SensorMethod(options);
        new SmallSite().Live(days, method);
        return method;
    }

    [Fact]
    public void A_stranger_is_a_candidate_against_the_one_it_asks()
    {
        var site = new SmallSite();
        var candidates = Run(new SensorOptions()).Result.Candidates;

        var stranger = Assert.Single(candidates, c => c.Reason == "new-peer" && c.Peer == site.Stranger.Host.Number);
        Assert.Equal(site.Archive.Host.Number, stranger.Host);
        Assert.Equal((Trait.Peer, "relation"), (stranger.Traits, stranger.Part));
    }

    [Fact]
    public void Dump()
    {
        var m = Run(new SensorOptions(), 14);
        foreach (var c in m.Result.Candidates)
        {
            Console.WriteLine(c);
        }

        foreach (var c in m.Shipped.Candidates)
        {
            Console.WriteLine("TOLD " + c);
        }

        Console.WriteLine($"{m.Packets} packets {m.Facts} facts {m.Seconds} {m.Result.Cost}");
    }
}
