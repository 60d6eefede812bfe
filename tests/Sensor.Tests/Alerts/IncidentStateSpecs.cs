using Sensor.Alerts;
using Sensor.State;
using Sensor.Tests.Support;
using static Sensor.Tests.Alerts.DeskBench;

namespace Sensor.Tests.Alerts;

/// <summary>A desk that is saved and loaded goes on as if nothing had happened.</summary>
public sealed class IncidentStateSpecs
{
    private static readonly AlertReason[] _reasons =
        [Rule, Scan, Grave, Ailment, AlertCatalogue.NewPeer, AlertCatalogue.NewContent, AlertCatalogue.RateHigh, AlertCatalogue.UnseenTransition, AlertCatalogue.NewDestination];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restarts_show_in_nothing(int seed)
    {
        var (undisturbed, restarted) = (Days(seed, restarts: false), Days(seed, restarts: true));

        Assert.True(undisturbed.Desk.Forgotten > 0 && undisturbed.Desk.Withheld > 0 && undisturbed.Desk.Folded > 0);
        Assert.Equal([.. Enum.GetValues<IncidentState>().Order()], undisturbed.Said.Select(s => s.State).Distinct().Order());
        Assert.Equal(Lines(undisturbed), Lines(restarted));
        Assert.Equal(undisturbed.Said, restarted.Said);
        Assert.Equal(undisturbed.Saved(), restarted.Saved());
    }

    [Fact]
    public void What_belongs_to_an_input_begins_anew_with_the_next_and_incidents_go_on()
    {
        var bench = new DeskBench(perMinute: 2);
        bench.Raise(Rule, 1, 2);
        bench.Raise(Rule, 3, 2);
        bench.Raise(Rule, 4, 2);
        bench.Restart(sameInput: false);

        Assert.Equal((0, 0, 0L), (bench.Desk.Total, bench.Desk.Incidents, bench.Desk.Withheld));
        Assert.Null(bench.Raise(Rule, 1, 2));
        Assert.Equal((1, 2), (bench.Raise(Scan, 1, 2)!.Incident!.Number, bench.Told[^1].Step));
        Assert.Equal((1, 1), (bench.Desk.Total, bench.Desk.Incidents));
    }

    /// <summary>The number that follows matters: ids are never given twice.</summary>
    [Fact]
    public void What_the_first_version_saved_is_read()
    {
        var writer = new PartWriter();
        writer.Int64(41);
        writer.Int32(0);
        writer.Int32(0);
        var bench = new DeskBench();
        var reader = new PartReader(writer.Written);

        Assert.True(bench.Desk.TryLoad(ref reader, new PartOrigin(1, SameInput: true)));
        Assert.Equal(42, bench.Raise(Rule, 1, 2)!.Number);
    }

    [Fact]
    public void What_was_saved_and_cut_short_is_refused()
    {
        var saved = Days(1, restarts: false).Saved();
        for (var length = 0; length < saved.Length; length += Math.Max(1, saved.Length / 500))
        {
            var desk = new AlertDesk();
            var reader = new PartReader(saved.AsSpan(0, length));
            Assert.False(desk.TryLoad(ref reader, new PartOrigin(desk.Version, SameInput: true)), $"{length} of {saved.Length} bytes");
        }
    }

    /// <summary>What was forged is refused, or the desk goes on with it for days.</summary>
    [Fact]
    public void What_was_forged_ends_nothing()
    {
        var random = new Random(20261125);
        var saved = Days(4, restarts: false, anomalies: 500).Saved();
        var wentOn = 0;
        for (var i = 0; i < 300; i++)
        {
            var reader = new PartReader(Forgery.Of(saved, random));
            var bench = new DeskBench(Stories, perMinute: 4);
            if (bench.Desk.TryLoad(ref reader, new PartOrigin(bench.Desk.Version, random.Next(2) == 0)))
            {
                Live(bench, random, restarts: false, anomalies: 500);
                wentOn++;
            }
        }

        Assert.InRange(wentOn, 20, 280);
    }

    private const int Stories = 60;

    /// <summary>A few days of this and that, with everything that can happen to an incident.</summary>
    private static DeskBench Days(int seed, bool restarts, int anomalies = 3000)
    {
        var bench = new DeskBench(Stories, perMinute: 4);
        Live(bench, new Random(seed), restarts, anomalies);
        return bench;
    }

    private static void Live(DeskBench bench, Random random, bool restarts, int anomalies)
    {
        for (var (i, hour) = (0, 0.0); i < anomalies; i++)
        {
            hour += random.Next(200) == 0 ? 9 : random.Next(40) == 0 ? 1 : random.Next(3) * 0.002;
            var reason = _reasons[random.Next(_reasons.Length)];
            var actor = reason == Ailment ? 0 : 1 + random.Next(12);
            var (victim, subject) = (actor == 0 || random.Next(4) == 0 ? 0 : 1 + random.Next(12), random.Next(3) == 0 ? $"{random.Next(5)}" : "");
            var (byVictim, samePacket) = (victim > 0 && random.Next(3) == 0, random.Next(10) == 0);
            bench.Desk.Advance(Start + (long)(hour * Hour));
            bench.Raise(reason, actor, victim, hour, subject: subject, byVictim: byVictim, samePacket: samePacket);
            switch (bench.Told.Count == 0 ? 60 : random.Next(60))
            {
                case 0:
                    bench.Desk.Close(bench.Told[random.Next(bench.Told.Count)].Incident!.Number, bench.Now, i);
                    break;
                case 1:
                    bench.Desk.Reopen(bench.Told[random.Next(bench.Told.Count)].Incident!.Number);
                    break;
                case < 10:
                    bench.ReviewAt(hour);
                    break;
            }

            if (restarts && i % 7 == 3)
            {
                bench.Restart(stories: Stories);
            }
        }

        bench.Desk.End(bench.Now, anomalies);
    }

    private static IEnumerable<string> Lines(DeskBench bench) =>
        bench.Told.Select(a => $"{a.Number} {a.Incident!.Number} {a.Step} {a.Reason.Slug} {a.Severity} {a.DeviceAddress} {a.PeerAddress} {a.Header.Time} {a.Explanation}");
}
