using Sensor.Alerts;
using Sensor.Tests.Support;
using static Sensor.Tests.Alerts.DeskBench;

namespace Sensor.Tests.Alerts;

/// <summary>What an incident, all of them, and a minute hold, and what becomes of the rest.</summary>
public sealed class IncidentBoundSpecs
{
    [Fact]
    public void A_timeline_has_an_end_and_the_rest_is_counted()
    {
        var bench = new DeskBench();
        for (var victim = 2; victim < 202; victim++)
        {
            bench.Raise(Rule, 1, victim);
            bench.Raise(Rule, 1, victim);
        }

        var incident = bench.Desk.Find(1)!;
        Assert.Equal((Incident.MaxEntries, Incident.MaxDevices), (incident.Timeline.Count, incident.Devices.Count));
        Assert.Equal((400, 400 - (2 * Incident.MaxEntries)), (incident.Anomalies, incident.Rest.Count));

        // One of 64 is the actor.
        Assert.Equal(400 - (2 * (Incident.MaxDevices - 1)), incident.MoreDevices);
    }

    [Fact]
    public void Incidents_give_way_one_by_one_the_longest_quiet_first_and_say_so()
    {
        var bench = new DeskBench(stories: 10);
        for (var actor = 1; actor <= 10; actor++)
        {
            bench.Raise(Rule, actor, hour: actor * 0.01);
        }

        bench.Raise(Rule, 1, hour: 0.2);
        bench.Raise(Rule, 11, hour: 0.3);
        bench.Raise(Rule, 12, hour: 0.4);

        Assert.Equal([(2, IncidentState.Forgotten), (3, IncidentState.Forgotten)], bench.Said);
        Assert.Equal(2, bench.Desk.Forgotten);
        Assert.Null(bench.Raise(Rule, 1, hour: 0.5));
        Assert.NotNull(bench.Raise(Rule, 2, hour: 0.5));
    }

    /// <summary>An incident of endless variety doesn't push itself out.</summary>
    [Fact]
    public void One_incident_remembers_some_stories_and_goes_on_with_all()
    {
        var bench = new DeskBench(stories: 100);
        for (var i = 0; i < 1000; i++)
        {
            bench.Raise(Rule, 1, 2, hour: i * 0.001, subject: $"{i}");
        }

        Assert.Equal((1000, 1), (Assert.Single(bench.Desk.Open).Anomalies, bench.Told.Count));
        Assert.Empty(bench.Said);
    }

    [Fact]
    public void More_than_a_minute_holds_is_said_in_one_alert_with_reasons_and_devices()
    {
        var bench = new DeskBench(perMinute: 3);
        for (var actor = 1; actor <= 10; actor++)
        {
            bench.Raise(actor > 8 ? Grave : Rule, actor);
        }

        Assert.Equal((3, 7), (bench.Told.Count, bench.Desk.Withheld));
        bench.Desk.Advance(Start + (60 * Second));
        bench.Desk.Advance(Start + (120 * Second));

        var flood = bench.Told[^1];
        Assert.Equal(4, bench.Told.Count);
        Assert.Equal(("alert-flood", Severity.High, null), (flood.Reason.Slug, flood.Severity, flood.Device));
        Assert.Equal(
            "Beyond 3 alerts within one minute of packet time 7 more were due and aren't written: a-rule (5), a-grave-rule (2). "
            + "By whom: 10.0.0.4 (1), 10.0.0.5 (1), 10.0.0.6 (1), 10.0.0.7 (1), 10.0.0.8 (1) and 2 more. Their incidents count them.", flood.Explanation);
    }

    [Fact]
    public void Each_minute_of_a_flood_is_said_and_they_are_one_incident()
    {
        var bench = new DeskBench(perMinute: 1);
        for (var actor = 1; actor <= 30; actor++)
        {
            bench.Raise(Rule, actor, hour: actor / 10 / 60.0);
        }

        bench.Desk.End(bench.Now, 30);
        var floods = bench.Told.Where(a => a.Device is null).ToList();
        Assert.Equal([1, 2, 3], floods.Select(a => a.Step).Take(3));
        Assert.Equal(30 - 4, bench.Desk.Withheld);
    }

    [Fact]
    public void What_was_withheld_is_in_its_incident_and_told_when_it_goes_on()
    {
        var bench = new DeskBench(perMinute: 1);
        bench.Raise(Rule, 1);
        Assert.Null(bench.Raise(Rule, 2, 3));
        Assert.Null(bench.Raise(Scan, 1));
        Assert.Null(bench.Raise(Rule, 2, 3));
        Assert.Equal((2, 0), (bench.Desk.Find(2)!.Anomalies, bench.Desk.Find(2)!.Alerts));
        Assert.Equal(2, bench.Desk.Withheld);

        var opened = bench.Raise(Rule, 2, 3, hour: 0.1)!;
        Assert.Equal((2, 1), (opened.Incident!.Number, opened.Step));
        Assert.True(opened.Number > 2);
        Assert.Equal(2, bench.Raise(Scan, 1, hour: 0.2)!.Step);
    }

    [Fact]
    public void Counting_the_same_again_allocates_nothing()
    {
        var bench = new DeskBench();
        for (var victim = 2; victim < 80; victim++)
        {
            bench.Raise(Rule, 1, victim);
        }

        var again = bench.Make(Rule, 1, 70);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                bench.Desk.Raise(again);
            }
        }));
    }
}
