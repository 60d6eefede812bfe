using System.Text;
using System.Text.Json;
using Sensor.Health;
using Sensor.Outputs;
using Sensor.Pipeline;

namespace Sensor.Tests.Pipeline;

/// <summary>When it is told what the sensor came short of.</summary>
public sealed class HealthDeskTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly MemoryStream _file = new();
    private readonly EventStream _events;
    private readonly HealthDesk _desk;

    public HealthDeskTests()
    {
        _events = new EventStream(new JsonLines(_file), new Envelope(), []);
        _desk = new HealthDesk(new HealthEvents(_events, hasPacketNumbers: true), new Bounds());
    }

    [Fact]
    public void At_first_sight_then_once_a_minute_while_it_goes_on_and_the_rest_at_the_end()
    {
        for (var second = 0; second < 150; second++)
        {
            _desk.Advance(second * Second, second + 1);
            _desk.Add(Shortcoming.Flows, 2, second * Second, second + 1);
        }

        _desk.End(200 * Second, 500);

        Assert.Equal([(1, 2, 2), (61, 118, 120), (121, 120, 240), (500, 60, 300)], Told());
        Assert.Equal(("flows", 300L), _desk.Totals.Select(t => (t.What.Name, t.Count)).Single());
    }

    [Fact]
    public void What_stopped_is_told_when_its_minute_is_over()
    {
        _desk.Add(Shortcoming.Names, 1, 0, 1);
        _desk.Add(Shortcoming.Names, 5, 10 * Second, 2);
        _desk.Advance(59 * Second, 3);
        _desk.Advance(61 * Second, 4);
        _desk.Advance(500 * Second, 5);
        _desk.End(600 * Second, 6);

        Assert.Equal([(1, 1, 1), (4, 5, 6)], Told());
    }

    [Fact]
    public void Every_shortcoming_has_a_name_of_its_own_and_a_sentence()
    {
        var all = Enum.GetValues<Shortcoming>().Select(Catalogue.Of).ToList();

        Assert.Equal(all.Count, all.Select(i => i.Name).Distinct().Count());
        Assert.All(all, i => Assert.Equal(i.Subject == "bound", i.Limit > 0));
        Assert.Equal("Alerts withheld: 1,234; 60 are written in a minute.", Catalogue.Of(Shortcoming.Alerts).Say(1234));
    }

    /// <summary>Listening, the place of a fact is a time: it must not pass for a packet's number.</summary>
    [Fact]
    public void Where_nobody_numbers_packets_an_event_has_no_number()
    {
        var desk = new HealthDesk(new HealthEvents(_events, hasPacketNumbers: false), new Bounds());
        desk.Add(Shortcoming.Names, 1, 10 * Second, 1_780_000_000 * Second);
        _events.Complete();

        using var told = JsonDocument.Parse(_file.ToArray());
        Assert.False(told.RootElement.TryGetProperty("pcap_cnt", out _));
        Assert.Equal("names", told.RootElement.GetProperty("health").GetProperty("name").GetString());
    }

    [Fact]
    public void The_schema_knows_every_name()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository(), "docs", "schema", "health.schema.json")));
        var known = ((string[])["bound", "clock"]).SelectMany(subject => schema.RootElement.GetProperty("$defs").GetProperty(subject)
            .GetProperty("properties").GetProperty("name").GetProperty("enum").EnumerateArray().Select(n => $"{subject} {n.GetString()}"));

        Assert.Equal(Enum.GetValues<Shortcoming>().Select(Catalogue.Of).Select(i => $"{i.Subject} {i.Name}").Order(), known.Order());
    }

    public void Dispose()
    {
        _events.Dispose();
        _file.Dispose();
    }

    private static ShortcomingCatalogue Catalogue { get; } = new(new Bounds());

    /// <summary>Packet, count and total of each event.</summary>
    private List<(int Packet, int Count, int Total)> Told()
    {
        _events.Flush();
        _events.Complete();
        return [.. Encoding.UTF8.GetString(_file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var root = JsonDocument.Parse(line).RootElement;
            var health = root.GetProperty("health");
            return (root.GetProperty("pcap_cnt").GetInt32(), health.GetProperty("count").GetInt32(), health.GetProperty("total").GetInt32());
        })];
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
