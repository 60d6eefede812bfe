using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Tests.Pumps;

/// <summary>Who commands a pump, and who may.</summary>
public sealed partial class PumpLedgerTests
{
    [Fact]
    public void A_second_master_is_told_even_if_it_looked_on_first()
    {
        Order(10);
        _ward.Command(Laptop, Gateway, Pump, new PumpEvent { What = PumpEventKind.Query, Class = SafetyClass.Read });
        Assert.Equal(0, Told("pump-new-controller"));
        _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Rate));
        Assert.Equal(1, Told("pump-new-controller"));
    }

    /// <summary>Other pumps that it turns to aren't told again, but this one has a patient.</summary>
    [Fact]
    public void Who_commands_a_pump_it_should_not_has_the_pump_for_a_partner()
    {
        Order(10);
        _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Rate));

        var alert = _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-new-controller");
        Assert.Same(_ward.Of(Laptop), alert.Device);
        Assert.Same(_ward.Pump(Pump), alert.Peer);
        Assert.Equal((_ward.Of(Laptop)!.Number, _ward.Pump(Pump)!.Number), (alert.Actor.Number, alert.Victim.Number));
        Assert.Contains(alert.Incident!.Devices, d => d.Number == _ward.Pump(Pump)!.Number);
    }

    [Fact]
    public void Who_guesses_codes_has_the_pump_it_tried_last_for_a_partner()
    {
        for (var i = 0; i < 3; i++)
        {
            _ward.Command(Server, Gateway, Pump, new PumpEvent { What = PumpEventKind.Query, Class = SafetyClass.Read });
            _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Session, Outcome.NoAnswer) with { CodeIsRight = Tristate.No });
        }

        Assert.Same(_ward.Pump(Pump), _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-code-guessing").Peer);
    }

    [Theory]
    [InlineData("KCL", 1)]
    [InlineData("CEFAZOLIN", 0)]
    public void An_order_for_many_times_what_the_pump_gives_is_told_unless_it_is_for_another_drug(string drug, int told)
    {
        _ward.Status(Gateway, Server, Pump, Ward.With(new PumpEvent { State = PumpState.Running, Drug = _ward.Name("KCL") }, (PumpQuantity.Rate, 12, PumpUnit.MlPerHour)), "pcd");
        Program(1, 600, drug: drug);
        Assert.Equal(told, Told("pump-rate-jump"));
    }

    [Fact]
    public void A_newcomers_order_for_many_times_the_rate_is_told_with_drug_rates_and_pump()
    {
        Program(1, 12, drug: "KCL");
        Program(2, 600, from: Laptop, drug: "KCL");
        Assert.Equal((1, 1, 0), (Told("pump-rate-jump-by-newcomer"), Told("pump-new-controller"), Told("pump-rate-jump")));
        Assert.All(
            _ward.Bench.Alerts.Where(a => a.Reason.Slug is "pump-rate-jump-by-newcomer" or "pump-new-controller"),
            a => Assert.Contains("KCL at 600 mL/h; it gave 12 mL/h before", a.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_has_commanded_a_pump_for_a_day_is_no_newcomer()
    {
        Order(10);
        _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Bolus));
        Assert.Equal(1, Told("pump-bolus-by-newcomer"));
        _ward.Wait(2 * 86_400);
        _ward.Command(Laptop, Gateway, Pump, Set(SafetyClass.Bolus));
        Assert.Equal((1, 0), (Told("pump-bolus-by-newcomer"), Told("pump-bolus-at-once")));
    }

    [Fact]
    public void A_first_master_is_told_once_however_often_it_has_asked()
    {
        for (var i = 0; i < 20; i++)
        {
            _ward.Command(Laptop, Gateway, $"A-{i % 4}", new PumpEvent { What = PumpEventKind.Query, Class = SafetyClass.Read });
        }

        Assert.True(_ward.Of(Laptop)!.Roles.Conclude().Single(r => r.Name == "pump-server").Confidence <= 0.5);
        for (var i = 0; i < 4; i++)
        {
            _ward.Command(Laptop, Gateway, $"A-{i}", Set(SafetyClass.Session));
        }

        Assert.Equal(1, Told("pump-remote-taken"));
    }

    [Fact]
    public void To_be_called_for_its_data_is_no_control_of_a_monitor()
    {
        foreach (var host in (string[])[Server, Laptop])
        {
            _ward.Command(host, "10.1.0.77", null, Set(SafetyClass.Session) with { IsAtOwnAddress = true }, "ASSOCIATE", "intellivue");
        }

        Assert.Equal(0, Told("pump-remote-taken") + Told("pump-new-controller"));
    }

    [Fact]
    public void A_stranger_that_asks_pump_after_pump_is_told_and_the_ward_is_not()
    {
        Ask(Server);
        _ward.Wait(90);
        Ask(Server);
        Assert.Equal(0, Told("pump-onlooker"));
        Ask(Laptop);
        Assert.Equal(1, Told("pump-onlooker"));

        void Ask(string from)
        {
            for (var i = 0; i < 3; i++)
            {
                _ward.Command(from, Gateway, $"A-{i}", new PumpEvent { What = PumpEventKind.Query, Class = SafetyClass.Read });
            }
        }
    }

    [Fact]
    public void Another_library_is_told_with_the_one_before_and_the_drug()
    {
        _ward.Status(Gateway, Server, Pump, new PumpEvent { Library = _ward.Name("ICU 6"), Drug = _ward.Name("KCL") });
        _ward.Status(Gateway, Server, Pump, new PumpEvent { Library = _ward.Name("ICU 7") });
        var explanation = _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-library-changed").Explanation;
        Assert.Contains("the drug library ICU 7 now, and had ICU 6. Drug in the pump: KCL", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_order_at_another_rate_is_a_change()
    {
        var number = new Pseudonym(3, 3);
        foreach (var rate in (double[])[10, 20])
        {
            _ward.Command(Server, Gateway, Pump, Ward.With(Set(SafetyClass.Rate) with { Order = number }, (PumpQuantity.Rate, rate, PumpUnit.MlPerHour)));
            Say(rate);
            _ward.Wait(10);
            Say(rate);
        }

        Assert.Equal(0, Told("pump-rate-not-ordered"));
    }

    [Fact]
    public void An_order_that_is_passed_on_has_one_master()
    {
        Program(1, 10);
        Respond(1, Outcome.Ok);
        Program(2, 12);
        Program(2, 12, from: "10.1.0.12");
        Assert.Equal(0, Told("pump-new-controller"));
    }

    [Fact]
    public void A_pump_that_waits_for_commands_and_hears_none_has_lost_its_controller()
    {
        for (var i = 0; i < 15; i++)
        {
            Order(10);
            Say(10);
            _ward.Wait(28);
        }

        _ward.Status(Gateway, Server, Pump, new PumpEvent { Remote = Tristate.Yes });
        for (var i = 0; i < 5; i++)
        {
            _ward.Wait(600);
            _ward.Status("10.1.0.50", Server, "B-1", default);
        }

        Assert.Equal(1, Told("pump-controller-lost"));
        Assert.Same(_ward.Pump(Pump), _ward.Bench.Alerts.Single(a => a.Reason.Slug == "pump-controller-lost").Device);
    }

    [Fact]
    public void One_number_at_two_addresses_is_told()
    {
        Order(10);
        _ward.Command(Server, "10.1.0.41", Pump, Set(SafetyClass.Rate));
        Assert.Equal(1, Told("pump-two-places"));
    }
}
