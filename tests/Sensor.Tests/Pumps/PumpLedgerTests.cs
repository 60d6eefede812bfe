using System.Text;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pumps;

/// <summary>What a pump was told and what it says are held against each other.</summary>
public sealed partial class PumpLedgerTests
{
    private const string Server = "10.1.0.9", Gateway = "10.1.0.40", Laptop = "10.1.0.66", Pump = "A-1";

    private readonly Ward _ward = new();

    [Fact]
    public void A_pump_that_does_as_told_is_never_spoken_of()
    {
        Order(10);
        for (var i = 0; i < 60; i++)
        {
            Say(10, i / 6.0);
            _ward.Wait(59);
        }

        Assert.Equal(0, Told("pump-rate-not-ordered") + Told("pump-volume-off-rate") + Told("pump-order-without-effect"));
    }

    [Fact]
    public void A_rate_that_nobody_ordered_is_told_once_it_lasts()
    {
        Order(10);
        Say(10);
        Say(50);
        Assert.Equal(0, Told("pump-rate-not-ordered"));
        _ward.Wait(10);
        Say(50);
        _ward.Wait(60);
        Say(50);
        Assert.Equal(1, Told("pump-rate-not-ordered"));
        Assert.Contains("50 mL/h instead of 10 mL/h", _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-rate-not-ordered").Observed.Text, StringComparison.Ordinal);

        // It is the pump that says so, not the one that hears it.
        var alert = _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-rate-not-ordered");
        Assert.Same(_ward.Pump(Pump), alert.Device);
        Assert.Equal((_ward.Pump(Pump)!.Number, _ward.Of(Server)!.Number), (alert.Actor.Number, alert.Victim.Number));
    }

    [Theory]
    [InlineData(Quality.Gap)]
    [InlineData(Quality.Cut)]
    [InlineData(Quality.LossyMirror)]
    public void After_loss_nothing_is_concluded_from_what_was_not_seen(Quality quality)
    {
        Order(10);
        Say(10);
        _ward.Quality = quality;
        Say(50);
        _ward.Quality = Quality.Clean;
        _ward.Wait(60);
        Say(50);
        _ward.Wait(60);
        Say(50);
        Assert.Equal(0, Told("pump-rate-not-ordered"));
    }

    [Fact]
    public void A_pump_that_is_set_by_hand_alone_is_nobodys_business()
    {
        for (var rate = 1; rate < 20; rate++)
        {
            Say(rate);
            _ward.Wait(90);
        }

        Assert.DoesNotContain(_ward.Alerts, a => a.StartsWith("pump-rate", StringComparison.Ordinal) || a.StartsWith("pump-began", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pump_that_goes_on_as_before_did_not_do_as_told()
    {
        Say(5);
        Order(10);
        Say(5);
        _ward.Wait(60);
        Say(5);
        Assert.Equal((1, 0), (Told("pump-order-without-effect"), Told("pump-rate-not-ordered")));
    }

    [Fact]
    public void An_order_that_was_refused_binds_nobody()
    {
        Say(5);
        _ward.Command(Server, Gateway, Pump, Ward.With(Set(SafetyClass.Rate, Outcome.Refused), (PumpQuantity.Rate, 10, PumpUnit.MlPerHour)));
        Say(5);
        _ward.Wait(90);
        Say(5);
        Assert.Equal(0, Told("pump-order-without-effect") + Told("pump-rate-not-ordered"));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.9, 0)]
    [InlineData(1.1, 0)]
    [InlineData(2, 1)]
    public void The_volume_must_follow_the_rate(double part, int told)
    {
        Order(60);
        for (var i = 0; i < 70; i++)
        {
            Say(60, i * part);
            _ward.Wait(59);
        }

        Assert.Equal(told, Told("pump-volume-off-rate"));
    }

    [Fact]
    public void A_volume_that_goes_back_was_cleared_or_is_told()
    {
        Say(60, 100);
        Say(60, 0);
        Assert.Equal(0, Told("pump-volume-off-rate"));
        Say(60, 100);
        Say(60, 50);
        Assert.Equal(1, Told("pump-volume-off-rate"));
    }

    [Fact]
    public void Who_kept_the_books_is_held_to_them()
    {
        Books(20, 80, 100);
        Books(40, 60, 100);
        Books(60, 20, 100);
        Assert.Equal(1, Told("pump-volumes-disagree"));
    }

    [Fact]
    public void A_program_is_answered_on_another_connection_and_compared_with_what_is_given()
    {
        Program(1, 13.3);
        Respond(1, Outcome.Ok);
        Say(26.6, family: "pcd");
        _ward.Wait(60);
        Say(26.6, family: "pcd");
        Assert.Equal(1, Told("pump-effect-not-as-ordered"));
    }

    [Fact]
    public void A_program_that_is_accepted_where_it_was_given_needs_no_other_answer()
    {
        Program(1, 13.3, outcome: Outcome.Ok);
        Say(26.6, family: "pcd");
        _ward.Wait(60);
        Say(26.6, family: "pcd");
        Assert.Equal(1, Told("pump-effect-not-as-ordered"));
    }

    [Fact]
    public void A_program_that_the_pump_refused_or_nobody_answered_is_compared_with_nothing()
    {
        Program(1, 13.3);
        Respond(1, Outcome.Refused);
        Program(2, 14.4);
        Say(26.6, family: "pcd");
        _ward.Wait(2000);
        Say(26.6, family: "pcd");
        Assert.Equal(0, Told("pump-effect-not-as-ordered") + Told("pump-order-without-effect") + Told("pump-rate-not-ordered"));
    }

    [Fact]
    public void A_delivery_that_begins_twice_is_out_of_order()
    {
        for (var i = 0; i < 3; i++)
        {
            _ward.Status(Gateway, Server, Pump, new PumpEvent { State = PumpState.Running, Command = _ward.Name("MDC_EVT_PUMP_DELIV_START") }, "pcd");
            _ward.Wait(60);
        }

        Assert.Equal(1, Told("pump-delivery-out-of-order"));
    }

    [Fact]
    public void Begun_and_over_in_turn_is_as_it_should_be()
    {
        for (var i = 0; i < 9; i++)
        {
            _ward.Status(Gateway, Server, Pump, new PumpEvent { Command = _ward.Name(i % 2 == 0 ? "MDC_EVT_PUMP_DELIV_START" : "MDC_EVT_PUMP_DELIV_COMP") }, "pcd");
        }

        Assert.Equal(0, Told("pump-delivery-out-of-order"));
    }

    [Fact]
    public void Another_library_is_one_story_for_a_fleet()
    {
        for (var i = 0; i < 5; i++)
        {
            _ward.Status(Gateway, Server, $"A-{i}", new PumpEvent { Library = _ward.Name("ICU 6") });
            _ward.Status(Gateway, Server, $"A-{i}", new PumpEvent { Library = _ward.Name("ICU 7") });
        }

        Assert.Equal(1, Told("pump-library-changed"));
    }

    [Fact]
    public void An_order_for_another_patient_is_told()
    {
        _ward.Status(Gateway, Server, Pump, new PumpEvent { State = PumpState.Running, Patient = new Pseudonym(1, 1) });
        _ward.Command(Server, Gateway, Pump, Set(SafetyClass.Rate) with { Patient = new Pseudonym(1, 1) });
        Assert.Equal(0, Told("pump-patient-mismatch"));
        _ward.Command(Server, Gateway, Pump, Set(SafetyClass.Rate) with { Patient = new Pseudonym(2, 2) });
        Assert.Equal(1, Told("pump-patient-mismatch"));
    }

    [Fact]
    public void The_same_drug_in_another_unit_is_told()
    {
        Dose("dopamine", PumpUnit.MicrogramPerKgPerMin);
        Dose("insulin", PumpUnit.UnitPerHour);
        Dose("dopamine", PumpUnit.MicrogramPerKgPerMin);
        Assert.Equal(0, Told("pump-dose-unit-changed"));
        Dose("dopamine", PumpUnit.MgPerKgPerMin);
        Assert.Equal(1, Told("pump-dose-unit-changed"));

        void Dose(string drug, PumpUnit unit) =>
            _ward.Status(Gateway, Server, Pump, Ward.With(new PumpEvent { Drug = _ward.Name(drug) }, (PumpQuantity.DoseRate, 10, unit)));
    }

    [Fact]
    public void A_pump_that_goes_to_the_next_patient_is_at_no_other()
    {
        _ward.Status(Gateway, Server, Pump, new PumpEvent { State = PumpState.Running, Patient = new Pseudonym(1, 1) });
        _ward.Command(Server, Gateway, Pump, Set(SafetyClass.Rate) with { Patient = new Pseudonym(1, 1) });
        _ward.Wait(3600);
        _ward.Command(Server, Gateway, Pump, Set(SafetyClass.Rate) with { Patient = new Pseudonym(2, 2) });
        _ward.Status(Gateway, Server, Pump, new PumpEvent { State = PumpState.Running, Patient = new Pseudonym(2, 2) });
        _ward.Status(Gateway, Server, Pump, new PumpEvent { State = PumpState.Standby });
        _ward.Command(Server, Gateway, Pump, Set(SafetyClass.Rate) with { Patient = new Pseudonym(3, 3) });
        Assert.Equal(0, Told("pump-patient-mismatch"));
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(40, 0)]
    [InlineData(50, 1)]
    public void A_rate_that_is_set_at_the_pump_is_told_only_if_it_is_a_leap(double rate, int told)
    {
        Program(1, 10, outcome: Outcome.Ok);
        Say(10, family: "pcd");
        Say(rate, family: "pcd");
        _ward.Wait(60);
        Say(rate, family: "pcd");
        Assert.Equal(told, Told("pump-rate-not-ordered"));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(3)]
    public void Volumes_in_whole_millilitres_follow_the_rate(double rate)
    {
        for (var i = 0; i < 300; i++)
        {
            Say(rate, Math.Floor(rate * i / 60));
            _ward.Wait(59);
        }

        Assert.Equal(0, Told("pump-volume-off-rate"));
    }

    [Fact]
    public void Boluses_between_two_statuses_are_nobodys_mistake()
    {
        for (var i = 0; i < 120; i++)
        {
            Say(20, Math.Round((i / 3.0) + (2 * (i / 40)), 1));
            _ward.Wait(59);
        }

        Assert.Equal(0, Told("pump-volume-off-rate"));
    }

    [Fact]
    public void What_an_engine_passes_on_was_said_once()
    {
        for (var i = 0; i < 8; i++)
        {
            for (var hop = 0; hop < 2; hop++)
            {
                var command = _ward.Name(i % 2 == 0 ? "MDC_EVT_PUMP_DELIV_START" : "MDC_EVT_PUMP_DELIV_COMP");
                _ward.Status(Gateway, hop == 0 ? "10.1.0.12" : Server, Pump, new PumpEvent { Command = command, ControlId = new Pseudonym(7, (ulong)i) }, "pcd");
                _ward.Wait(6);
            }
        }

        Assert.Equal(0, Told("pump-delivery-out-of-order"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(23)]
    public void Restarts_show_in_nothing(int every)
    {
        A_rate_that_nobody_ordered_is_told_once_it_lasts();
        A_program_is_answered_on_another_connection_and_compared_with_what_is_given();
        A_second_master_is_told_even_if_it_looked_on_first_again();
        The_volume_must_follow_the_rate(2, 1);
        A_pump_that_waits_for_commands_and_hears_none_has_lost_its_controller();
        var bench = Fresh();
        using var folder = new TempFolder();
        using var written = StateDatabase.Open(folder.Named("sensor.db"));
        var alerts = new List<string>();
        for (var i = 0; i < _ward.Facts.Count; i++)
        {
            if (i % every == every - 1)
            {
                alerts.AddRange(bench.Alerts.Select(a => a.Reason.Slug));
                written.Write(bench.Snapshot(i, isWhole: i < every), new SavedInput { Facts = i, Time = 0, IsComplete = false }, new StateSettings());
                using var saved = StateDatabase.Open(folder.Named("sensor.db"));
                bench = Fresh();
                StateLoader.Load(saved, bench.Analysis, sameInput: true, new StateSettings());
                foreach (var (header, body) in _ward.Facts.Take(i).Where(f => f.Header.KindId == FactPublisher.NameDefinition))
                {
                    bench.Analysis.PassOver(in header, body);
                }
            }

            bench.Take(_ward.Facts[i]);
        }

        Assert.Equal(_ward.Alerts, alerts.Concat(bench.Alerts.Select(a => a.Reason.Slug)));
        Assert.Equal(_ward.Bench.Remembered(), bench.Remembered());
    }

    private void A_second_master_is_told_even_if_it_looked_on_first_again() => _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Rate));

    private static AnalysisBench Fresh() => new(new LearningPlan(LearningMode.Auto, null), new StringBuilder());

    private static PumpEvent Set(SafetyClass of, Outcome outcome = Outcome.Ok) => new() { What = PumpEventKind.Set, Class = of, Outcome = outcome };

    private int Told(string reason) => _ward.Alerts.Count(a => a == reason);

    private void Order(double rate) => _ward.Command(Server, Gateway, Pump, Ward.With(Set(SafetyClass.Rate), (PumpQuantity.Rate, rate, PumpUnit.MlPerHour)));

    private void Program(ulong id, double rate, string from = Server, Outcome outcome = Outcome.Pending, string? drug = null)
    {
        var said = Set(SafetyClass.Rate, outcome) with { ControlId = new Pseudonym(9, id), Drug = _ward.Name(drug) };
        _ward.Command(from, Gateway, Pump, Ward.With(said, (PumpQuantity.Rate, rate, PumpUnit.MlPerHour)), "RGV^O15 RE", "pcd");
    }

    private void Respond(ulong id, Outcome outcome) =>
        _ward.Status(Gateway, Server, null, new PumpEvent { Command = _ward.Name("RRG^O16"), Outcome = outcome, ControlId = new Pseudonym(9, id) }, "pcd");

    private void Say(double rate, double volume = double.NaN, string family = "alaris")
    {
        var said = Ward.With(new PumpEvent { State = PumpState.Running }, (PumpQuantity.Rate, rate, PumpUnit.MlPerHour));
        _ward.Status(Gateway, Server, Pump, double.IsNaN(volume) ? said : Ward.With(said, (PumpQuantity.VolumeInfused, volume, PumpUnit.Ml)), family);
    }

    private void Books(double infused, double remaining, double vtbi) => _ward.Status(
        Gateway, Server, Pump,
        Ward.With(
            default, (PumpQuantity.VolumeInfused, infused, PumpUnit.Ml), (PumpQuantity.VolumeRemaining, remaining, PumpUnit.Ml), (PumpQuantity.Vtbi, vtbi, PumpUnit.Ml)));
}
