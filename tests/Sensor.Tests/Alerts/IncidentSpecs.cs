using Sensor.Alerts;
using static Sensor.Tests.Alerts.DeskBench;

namespace Sensor.Tests.Alerts;

/// <summary>What belongs to one incident, what is another, and when a line is written.</summary>
public sealed class IncidentSpecs
{
    private const int Laptop = 1, Archive = 2, Modality = 3, Engine = 4;

    private readonly DeskBench _bench = new();

    [Fact]
    public void The_first_anomaly_opens_an_incident_that_is_named_by_its_alert()
    {
        var alert = _bench.Raise(Rule, Laptop, Archive)!;

        Assert.Equal((1, 1, "alert-000001"), (alert.Number, alert.Step, alert.Incident!.Id));
        Assert.Equal([Laptop, Archive], alert.Incident.Devices.Select(d => d.Number));
        Assert.Same(alert.Incident, _bench.Desk.Find(1));
    }

    [Fact]
    public void The_same_again_is_only_counted()
    {
        _bench.Raise(Rule, Laptop, Archive);
        for (var i = 1; i <= 100; i++)
        {
            Assert.Null(_bench.Raise(Rule, Laptop, Archive, hour: i * 0.1));
        }

        var entry = Assert.Single(_bench.Desk.Find(1)!.Timeline);
        Assert.Equal((101, Start, Start + (10 * Hour), 1), (entry.Count, entry.First, entry.Last, entry.Alert));
        Assert.Equal((100, 10 * Hour), (_bench.Desk.Folded, _bench.Desk.Find(1)!.Dwell));
    }

    [Fact]
    public void Another_reason_for_the_same_device_is_the_next_step()
    {
        _bench.Raise(Rule, Laptop, Archive);
        var next = _bench.Raise(Scan, Laptop, Engine, hour: 5.9)!;

        Assert.Equal((1, 2), (next.Incident!.Number, next.Step));
    }

    [Fact]
    public void What_a_device_does_hours_later_is_another_incident()
    {
        _bench.Raise(Rule, Laptop, Archive);

        Assert.Equal(2, _bench.Raise(Scan, Laptop, Archive, hour: 6.1)!.Incident!.Number);
    }

    [Fact]
    public void The_same_thing_goes_on_in_its_incident_until_a_day_was_quiet()
    {
        _bench.Raise(Rule, Laptop, Archive);
        Assert.Null(_bench.Raise(Rule, Laptop, Archive, hour: 23.9));
        Assert.Null(_bench.Raise(Rule, Laptop, Archive, hour: 47.8));

        Assert.Equal(2, _bench.Raise(Rule, Laptop, Archive, hour: 71.9)!.Incident!.Number);
        Assert.Equal([(1, IncidentState.Quiet)], _bench.Said);
    }

    [Fact]
    public void A_rule_that_keeps_quiet_for_a_week_has_its_incident_wait_as_long()
    {
        _bench.Raise(_bench.Make(Rule, Laptop, Archive) with { Again = 7 * 24 * Hour });
        _bench.ReviewAt(7 * 24);
        Assert.Empty(_bench.Said);
        _bench.ReviewAt((7 * 24) + 0.1);
        Assert.Equal([(1, IncidentState.Quiet)], _bench.Said);
    }

    [Fact]
    public void Another_thing_of_the_same_kind_hours_later_is_another_incident()
    {
        _bench.Raise(AlertCatalogue.NewDestination, Laptop, Archive, subject: "LAPTOP");
        Assert.Null(_bench.Raise(AlertCatalogue.NewDestination, Laptop, Archive, hour: 1, subject: "MYSCP"));

        Assert.Equal(2, _bench.Raise(AlertCatalogue.NewDestination, Laptop, Archive, hour: 8, subject: "TESTWS")!.Incident!.Number);
    }

    [Fact]
    public void Both_ends_view_of_what_one_did_is_one_incident()
    {
        _bench.Raise(AlertCatalogue.NewPeer, Laptop, Archive, byVictim: true);

        Assert.Equal(1, _bench.Raise(Rule, Laptop, Archive)!.Incident!.Number);
    }

    [Fact]
    public void A_server_that_two_use_does_not_make_one_incident_of_them()
    {
        _bench.Raise(Rule, Laptop, Archive);
        var other = _bench.Raise(Rule, Modality, Archive)!;
        var view = _bench.Raise(AlertCatalogue.NewPeer, Engine, Archive, byVictim: true)!;

        Assert.Equal([2, 3], [other.Incident!.Number, view.Incident!.Number]);
    }

    [Fact]
    public void A_victim_that_acts_itself_goes_on_with_the_incident()
    {
        _bench.Raise(Rule, Laptop, Modality);
        var lateral = _bench.Raise(Rule, Modality, Engine, hour: 1)!;
        var further = _bench.Raise(AlertCatalogue.NewPeer, Engine, Archive, hour: 2, byVictim: true)!;

        Assert.Equal([1, 1], [lateral.Incident!.Number, further.Incident!.Number]);
        Assert.Equal([Laptop, Modality, Engine], further.Incident!.Timeline.Select(e => e.Actor.Number));
    }

    [Fact]
    public void The_answer_belongs_to_the_question()
    {
        _bench.Raise(AlertCatalogue.RateHigh, Laptop, Archive);

        Assert.Equal(1, _bench.Raise(AlertCatalogue.RateLow, Archive, Laptop)!.Incident!.Number);
    }

    [Fact]
    public void An_unusual_rate_makes_nobody_a_victim_and_is_no_spreading()
    {
        _bench.Raise(AlertCatalogue.RateHigh, Modality, Archive);
        Assert.Equal(2, _bench.Raise(Rule, Archive, Engine)!.Incident!.Number);

        _bench.Raise(Rule, Laptop, 7);
        Assert.Equal(4, _bench.Raise(AlertCatalogue.RateHigh, 7, Engine)!.Incident!.Number);
    }

    [Fact]
    public void The_same_by_another_is_told_and_the_same_to_another_is_not()
    {
        _bench.Raise(Rule, Laptop, Modality);

        Assert.Null(_bench.Raise(Rule, Laptop, Archive));
        Assert.NotNull(_bench.Raise(Rule, Modality, Laptop));
    }

    /// <summary>Two at first; five devices make it worse; else each doubling.</summary>
    [Fact]
    public void Spreading_is_told_each_time_it_has_doubled()
    {
        var told = Enumerable.Range(2, 60).Where(victim => _bench.Raise(Scan, Laptop, victim) is not null).Select(victim => victim);

        Assert.Equal([2, 4, 5, 10, 20, 40], told);
        Assert.Equal(Severity.High, _bench.Told[2].Incident!.Severity);
    }

    [Fact]
    public void What_is_worse_than_all_before_is_told_though_its_reason_is_not_new()
    {
        _bench.Raise(Rule, Laptop, Archive);

        Assert.NotNull(_bench.Raise(Rule, Laptop, Archive, severity: Severity.Critical));
        Assert.Null(_bench.Raise(Rule, Laptop, Archive, severity: Severity.Critical));
    }

    [Fact]
    public void What_is_new_with_a_new_partner_belongs_to_its_being_new()
    {
        _bench.Raise(AlertCatalogue.NewPeer, Laptop, Archive, byVictim: true);

        Assert.Null(_bench.Raise(AlertCatalogue.NewCommand, Laptop, Archive));
        Assert.NotNull(_bench.Raise(AlertCatalogue.NewCommand, Laptop, Engine));
        Assert.NotNull(_bench.Raise(AlertCatalogue.NewDestination, Laptop, Archive));
    }

    [Fact]
    public void What_weighs_little_never_makes_a_step_and_is_no_evidence()
    {
        _bench.Raise(AlertCatalogue.RateHigh, Laptop, Archive);
        _bench.Raise(Rule, Laptop, Archive);
        Assert.Null(_bench.Raise(AlertCatalogue.NewContent, Laptop, Archive));

        Assert.Equal(["rate", "rule"], _bench.Desk.Find(1)!.Evidence);
        Assert.Equal(3, _bench.Desk.Find(1)!.Timeline.Count);
    }

    [Fact]
    public void A_step_never_taken_is_an_echo_of_a_command_never_used()
    {
        _bench.Raise(AlertCatalogue.NewCommand, Laptop, Archive);

        Assert.Null(_bench.Raise(AlertCatalogue.UnseenTransition, Laptop, Archive, samePacket: true));
        Assert.Equal(["relation"], _bench.Desk.Find(1)!.Evidence);
        Assert.NotNull(_bench.Raise(AlertCatalogue.UnusualOrder, Laptop, Archive));
    }

    [Fact]
    public void A_rule_yields_to_another_that_was_told_of_the_same_two()
    {
        _bench.Raise(Rule, Laptop, Archive);

        Assert.Null(_bench.Raise(_bench.Make(Scan, Laptop, Archive) with { YieldsTo = [Rule.SignatureId] }));
        Assert.NotNull(_bench.Raise(_bench.Make(Grave, Laptop, Engine) with { YieldsTo = [Rule.SignatureId] }));
    }

    [Fact]
    public void What_ails_the_sensor_is_an_incident_for_each_thing_and_told_again_after_hours()
    {
        Assert.Equal(1, _bench.Raise(Ailment, 0, subject: "eth0")!.Incident!.Number);
        Assert.Equal(2, _bench.Raise(Ailment, 0, subject: "eth1")!.Incident!.Number);
        Assert.Null(_bench.Raise(Ailment, 0, hour: 5, subject: "eth0"));
        Assert.Equal(3, _bench.Raise(Ailment, 0, hour: 11.1, subject: "eth0")!.Incident!.Number);
    }

    [Fact]
    public void A_capture_of_another_time_makes_incidents_of_its_own()
    {
        _bench.Raise(Rule, Laptop, Archive, hour: 1000);

        Assert.Equal(2, _bench.Raise(Rule, Laptop, Archive, hour: 0)!.Incident!.Number);
    }

    [Fact]
    public void After_the_clock_was_put_back_incidents_end_by_the_new_time()
    {
        _bench.Raise(Rule, Laptop, Archive, hour: 1000);
        _bench.Desk.StepBack(Start);
        Assert.Null(_bench.Raise(Rule, Laptop, Archive, hour: 1));

        Assert.Equal(2, _bench.Raise(Rule, Laptop, Archive, hour: 26)!.Incident!.Number);
    }

    [Fact]
    public void After_closing_the_same_thing_is_another_incident()
    {
        _bench.Raise(Rule, Laptop, Archive);
        Assert.True(_bench.Desk.Close(1, Start, 1));
        Assert.False(_bench.Desk.Close(1, Start, 1));

        Assert.Equal(2, _bench.Raise(Rule, Laptop, Archive, hour: 0.1)!.Incident!.Number);
        Assert.Equal([(1, IncidentState.Closed)], _bench.Said);
        Assert.True(_bench.Desk.WasClosedSince(Rule.SignatureId, Start));
        Assert.False(_bench.Desk.WasClosedSince(Scan.SignatureId, Start));
    }

    [Fact]
    public void What_was_closed_by_mistake_goes_on()
    {
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Desk.Close(1, Start, 1);
        Assert.True(_bench.Desk.Reopen(1));
        Assert.False(_bench.Desk.Reopen(1));

        Assert.Null(_bench.Raise(Rule, Laptop, Archive, hour: 1));
        Assert.Equal(1, _bench.Raise(Scan, Laptop, Archive, hour: 1)!.Incident!.Number);
    }

    [Fact]
    public void What_a_later_incident_has_taken_over_stays_with_it()
    {
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Raise(Scan, Laptop, Archive);
        _bench.Desk.Close(1, Start, 1);
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Desk.Reopen(1);

        Assert.Null(_bench.Raise(Rule, Laptop, Archive));
        Assert.Null(_bench.Raise(Scan, Laptop, Archive));
        Assert.Equal([2, 2], [_bench.Desk.Find(3)!.Anomalies, _bench.Desk.Find(1)!.Timeline[1].Count]);
    }

    [Fact]
    public void A_closed_incident_can_be_opened_again_for_as_long_as_it_would_have_waited()
    {
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Desk.Close(1, Start, 1);
        _bench.ReviewAt(23);
        Assert.NotNull(_bench.Desk.Find(1));
        _bench.ReviewAt(25);
        Assert.False(_bench.Desk.Reopen(1));
        Assert.Equal([(1, IncidentState.Closed)], _bench.Said);
    }

    [Fact]
    public void What_is_muted_is_counted_and_nothing_else()
    {
        _bench.Desk.Mutes = new Deaf(Rule);
        Assert.Null(_bench.Raise(Rule, Laptop, Archive));
        Assert.Equal(1, _bench.Raise(Scan, Laptop, Archive)!.Incident!.Anomalies);

        Assert.Equal(1, _bench.Desk.Muted);
    }

    [Fact]
    public void What_is_open_when_the_input_ends_is_said_and_stays_open()
    {
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Raise(Rule, Modality, Archive);
        _bench.Desk.End(_bench.Now, 2);

        Assert.Equal([(1, IncidentState.Open), (2, IncidentState.Open)], _bench.Said);
        Assert.Null(_bench.Raise(Rule, Modality, Archive, hour: 1));
    }

    [Fact]
    public void The_incidents_that_alerts_are_about_are_counted_once()
    {
        _bench.Raise(Rule, Laptop, Archive);
        _bench.Raise(Scan, Laptop, Archive);
        _bench.Raise(Rule, Modality, Archive);

        Assert.Equal((3, 2), (_bench.Desk.Total, _bench.Desk.Incidents));
    }

    private sealed class Deaf(AlertReason reason) : IMutes
    {
        public bool Mutes(Alert alert) => alert.Reason == reason;
    }
}
