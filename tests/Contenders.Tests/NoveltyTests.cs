using Contenders.Novelty;

namespace Contenders.Tests;

public sealed class NoveltyTests
{
    private const long Day = 24 * Worlds.Hour;

    [Fact]
    public void What_a_device_does_for_the_first_time_is_told_once_and_of_each_device()
    {
        var alarms = Tell(new FirstSeen(byQuietTime: false), new Use(1, 1, Facet.Peer, 7), new Use(Day, 1, Facet.Peer, 7), new Use(2 * Day, 2, Facet.Peer, 7), new Use(3 * Day, 1, Facet.Command, 7));
        Assert.Equal([(1, Facet.Peer, 7, 1.0), (2, Facet.Peer, 7, 1.0), (1, Facet.Command, -1, 1.0)], alarms.Select(a => (a.Device, a.Facet, a.Peer, a.Score)));
    }

    [Fact]
    public void A_novelty_after_long_quiet_counts_more_by_quiet_time()
    {
        var alarms = Tell(new FirstSeen(byQuietTime: true), new Use(0, 1, Facet.Name, 1), new Use(Day, 1, Facet.Name, 2), new Use(11 * Day, 1, Facet.Name, 3));
        Assert.Equal([1, 2, 11], alarms.Select(a => a.Score));
    }

    [Fact]
    public void A_flood_of_novelties_is_one_alarm_an_hour()
    {
        var uses = Enumerable.Range(0, 10_000).Select(i => new Use((i * Worlds.Hour) / 5000, 1, Facet.Port, (ulong)i)).ToArray();
        Assert.Equal(2, Tell(new FirstSeen(byQuietTime: false), uses).Count);
    }

    [Fact]
    public void An_unseen_bigram_is_told_once()
    {
        var method = new UnseenBigram(byQuietTime: false);
        var alarms = new List<Alarm>();
        Session(method, alarms, 0, 1, 2, 3);
        Session(method, alarms, Day, 1, 2, 3);
        Assert.Single(alarms);
        Session(method, alarms, 2 * Day, 1, 3, 2, 3);
        Assert.Equal(2, alarms.Count);
        Assert.Equal((1UL << 32) | 3, alarms[1].Subject);
        Session(method, alarms, 3 * Day, 1, 3, 2, 3);
        Assert.Equal(2, alarms.Count);
    }

    [Fact]
    public void Sessions_at_the_same_time_dont_mix()
    {
        var method = new UnseenBigram(byQuietTime: false);
        var alarms = new List<Alarm>();
        Session(method, alarms, 0, 1, 2);
        foreach (var (session, symbol) in new (long, int)[] { (8, 1), (9, 1), (8, 2), (9, 2), (8, Token.End), (9, Token.End) })
        {
            method.Take(new Token(Day, 1, session, symbol), alarms);
        }

        Assert.Single(alarms);
    }

    [Fact]
    public void An_unseen_count_is_told_but_another_order_isnt()
    {
        var method = new UnseenCounts(byQuietTime: false);
        var alarms = new List<Alarm>();
        Session(method, alarms, 0, 1, 2, 2);
        Session(method, alarms, Day, 2, 1, 2);
        Assert.Single(alarms);
        Session(method, alarms, 2 * Day, 1, 2, 2, 2);
        Assert.Equal(2, alarms.Count);
    }

    private static void Session(UnseenBigram method, List<Alarm> alarms, long time, params int[] symbols) => Tell(method, alarms, time, symbols);

    private static void Session(UnseenCounts method, List<Alarm> alarms, long time, params int[] symbols) => Tell(method, alarms, time, symbols);

    private static void Tell(Contender method, List<Alarm> alarms, long time, int[] symbols)
    {
        foreach (var symbol in symbols.Append(Token.End))
        {
            method.Take(new Token(time, 1, time, symbol), alarms);
        }
    }

    private static List<Alarm> Tell(Contender method, params Use[] uses)
    {
        var alarms = new List<Alarm>();
        foreach (var use in uses)
        {
            method.Take(in use, alarms);
        }

        return alarms;
    }
}
