using System.Text;
using System.Text.Json;
using Sensor.Commands.Stored;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Detection;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Terminal;
using Sensor.Tests.Pumps;
using Sensor.Tests.Support;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Tests.Inventory;

/// <summary>A pump is a device of its own, wherever it is reached.</summary>
public sealed class BehindGatewayTests
{
    private const string Server = "10.1.0.9", Gateway = "10.1.0.40", Other = "10.1.0.41";

    private static readonly PumpEvent Poll = new() { What = PumpEventKind.Query, Class = SafetyClass.Read };
    private static readonly PumpEvent Rate = new() { What = PumpEventKind.Set, Class = SafetyClass.Rate };

    private readonly Ward _ward = new();

    [Fact]
    public void Two_pumps_behind_one_gateway_are_two_devices_with_its_address()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        _ward.Command(Server, Gateway, "A-2", Poll);

        var (one, two, gateway) = (_ward.Pump("A-1")!, _ward.Pump("A-2")!, _ward.Of(Gateway)!);
        Assert.Equal(4, _ward.Devices.All.Count);
        Assert.Equal([Gateway, Gateway], [one.AddressText, two.AddressText]);
        Assert.Equal("pump A-1 (10.1.0.40)", one.Label);
        Assert.Equal(["A-1"], one.Values(Attribute.Serial));
        Assert.Empty(gateway.Values(Attribute.Serial));
        Assert.NotEqual(one.Key, two.Key);
        Assert.NotEqual(one.Identity, two.Identity);
    }

    [Fact]
    public void What_is_done_to_a_pump_is_learnt_of_the_pump_and_not_of_its_gateway()
    {
        for (var i = 0; i < 10; i++)
        {
            _ward.Command(Server, Gateway, "A-1", Rate);
        }

        Assert.Equal(10, _ward.Pump("A-1")!.Acts);
        Assert.Equal(0, _ward.Of(Gateway)!.Acts);
        Assert.True(_ward.Pump("A-1")!.Model.Report(_ward.Now, new ModelSettings()).Relations.Count > 0);
    }

    [Fact]
    public void Without_a_serial_number_the_address_is_meant()
    {
        _ward.Command(Server, Gateway, null, Rate);

        Assert.Equal(2, _ward.Devices.All.Count);
        Assert.Equal(1, _ward.Of(Gateway)!.Acts);
    }

    [Fact]
    public void The_same_number_of_two_families_is_two_pumps()
    {
        _ward.Command(Server, Gateway, "7", Rate);
        _ward.Command(Server, Gateway, "7", Rate, family: "bcc");

        Assert.NotSame(_ward.Pump("7"), _ward.Pump("7", "bcc"));
    }

    [Fact]
    public void Who_only_asks_for_serial_numbers_makes_no_devices()
    {
        for (var i = 0; i < 50; i++)
        {
            _ward.Command(Server, Gateway, $"GUESS-{i}", Poll with { Outcome = Outcome.NoAnswer });
        }

        Assert.Equal(2, _ward.Devices.All.Count);
    }

    [Fact]
    public void Forged_serial_numbers_fill_their_own_address_and_push_nobody_out()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        for (var i = 0; i < DeviceTable.MaxBehind + 10; i++)
        {
            _ward.Status(Other, Server, $"F-{i}", default);
        }

        Assert.Equal(DeviceTable.MaxBehind, _ward.Devices.CountBehind(Ward.Address(Other)));
        Assert.Equal(10, _ward.Devices.BehindRefused);
        Assert.NotNull(_ward.Pump("A-1"));
        _ward.Command(Server, Gateway, "A-2", Rate);
        Assert.NotNull(_ward.Pump("A-2"));
    }

    [Fact]
    public void A_pump_that_is_carried_to_another_ward_stays_itself()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        _ward.Wait(600);
        _ward.Command(Server, Other, "A-1", Rate);

        var pump = _ward.Pump("A-1")!;
        Assert.Equal(Other, pump.AddressText);
        Assert.Equal(2, pump.Acts);
        Assert.Equal((0, 1), (_ward.Devices.CountBehind(Ward.Address(Gateway)), _ward.Devices.CountBehind(Ward.Address(Other))));
    }

    [Fact]
    public void Of_two_that_speak_for_one_number_at_once_the_first_keeps_it()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        _ward.Command(Server, Other, "A-1", Rate);

        Assert.Equal(Gateway, _ward.Pump("A-1")!.AddressText);
    }

    [Fact]
    public void Roles_show_who_commands_who_speaks_for_pumps_and_what_is_one()
    {
        for (var i = 1; i <= 3; i++)
        {
            _ward.Command(Server, Gateway, $"A-{i}", Rate);
            _ward.Command(Server, Gateway, $"A-{i}", Poll);
        }

        _ward.Command(Server, Other, null, Rate);
        Assert.Equal("pump-server", _ward.Of(Server)!.Roles.Settled);
        Assert.Equal("medical-gateway", _ward.Of(Gateway)!.Roles.Settled);
        Assert.Equal("pump", _ward.Pump("A-1")!.Roles.Settled);
        Assert.Equal("pump", _ward.Of(Other)!.Roles.Settled);
        Assert.Contains(_ward.Of(Gateway)!.Roles.Conclude(), r => r.Reasons.Contains("speaks for 3 pumps"));
        Assert.Contains(_ward.Of(Server)!.Roles.Conclude(), r => r.Reasons.Contains("commanded pumps 4 times"));
        Assert.Contains(_ward.Pump("A-1")!.Roles.Conclude(), r => r.Reasons.Contains("goes by a pump's serial number"));
    }

    [Fact]
    public void Who_speaks_for_one_pump_is_a_gateway_with_more_doubt_and_no_pump_by_what_it_says_for_it()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        Assert.Equal("medical-gateway", _ward.Of(Gateway)!.Roles.Settled);
        for (var i = 0; i < 5; i++)
        {
            _ward.Status(Gateway, Server, null, default);
            _ward.Status(Gateway, Server, "A-1", default);
        }

        Assert.Equal(["medical-gateway 0.5 speaks for 1 pump"], _ward.Of(Gateway)!.Roles.Conclude().Select(r => FormattableString.Invariant($"{r.Name} {r.Confidence} {string.Join("; ", r.Reasons)}")));
    }

    [Fact]
    public void A_list_says_for_which_pump_an_address_speaks_and_what_pumps_run()
    {
        _ward.Command(Server, Gateway, "A-1", Rate);
        _ward.Command(Server, Other, "B-1", Rate);
        _ward.Command(Server, Other, "B-2", Rate);
        _ward.Status(Other, Server, "B-2", new PumpEvent { Model = _ward.Name("8003"), Firmware = _ward.Name("2.3"), Library = _ward.Name("ICU 7") });
        var all = StoredRecords.Of(RecordKind.Devices, _ward.Bench.Analysis).ToList();

        Assert.Equal(["", "pump A-1", "", "2 pumps", "", ""], Column("speaks_for", all));
        Assert.Equal("8003 2.3 ICU 7", string.Join(' ', ((string[])["model", "software", "library"]).Select(c => Column(c, all)[^1])));
        Assert.Equal(["pump A-1"], Column("speaks_for", [all[1]]));
        Assert.DoesNotContain("library", Text([all[0]], all, ListingFormat.Table), StringComparison.Ordinal);
        Assert.Contains(",serials,model,software,library,speaks_for", Text([all[0]], all, ListingFormat.Csv), StringComparison.Ordinal);

        string[] Column(string name, IReadOnlyList<JsonElement> records)
        {
            var lines = Text(records, all, ListingFormat.Table).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var from = lines[0].IndexOf(name, StringComparison.Ordinal);
            return [.. lines.Skip(1).Select(l => l.Length <= from ? "" : l[from..].Split("  ")[0].Trim())];
        }

        static string Text(IReadOnlyList<JsonElement> records, IReadOnlyList<JsonElement> all, ListingFormat format)
        {
            using var text = new StringWriter();
            DeviceListing.Of(records, all, format).Write(text, format);
            return text.ToString();
        }
    }

    [Fact]
    public void A_pump_that_only_says_how_it_is_is_not_blamed_for_damage()
    {
        _ward.Status(Gateway, Server, "A-1", default);

        Assert.Equal("no: only says how it is, no commands to learn from", Judged(_ward.Pump("A-1")!));
        Assert.Equal("no: no commands to learn from", Judged(_ward.Of(Server)!));

        string Judged(Device device) => SummaryView.Judged(device, _ward.Bench.Analysis.MaturityOf(device));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    public void Restarts_show_in_nothing(int every)
    {
        for (var i = 0; i < 40; i++)
        {
            _ward.Command(Server, i % 3 == 0 ? Other : Gateway, $"A-{i % 4}", i % 2 == 0 ? Rate : Poll);
            _ward.Wait(i % 7 == 0 ? 300 : 1);
        }

        var bench = new AnalysisBench(new LearningPlan(LearningMode.Auto, null), new StringBuilder());
        using var folder = new TempFolder();
        using var written = StateDatabase.Open(folder.Named("sensor.db"));
        for (var i = 0; i < _ward.Facts.Count; i++)
        {
            if (i % every == every - 1)
            {
                written.Write(bench.Snapshot(i, isWhole: i < every), new SavedInput { Facts = i, Time = 0, IsComplete = false }, new StateSettings());
                using var saved = StateDatabase.Open(folder.Named("sensor.db"));
                bench = new AnalysisBench(new LearningPlan(LearningMode.Auto, null), new StringBuilder());
                StateLoader.Load(saved, bench.Analysis, sameInput: true, new StateSettings());
                foreach (var (header, body) in _ward.Facts.Take(i).Where(f => f.Header.KindId == FactPublisher.NameDefinition))
                {
                    bench.Analysis.PassOver(in header, body);
                }
            }

            bench.Take(_ward.Facts[i]);
        }

        Assert.Equal(_ward.Bench.Remembered(), bench.Remembered());
    }
}
