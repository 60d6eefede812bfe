using Contenders;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;
using Scorecard.Features;

namespace Scorecard.Tests.Features;

public sealed class FeatureMakerTests
{
    private readonly Site _site = new(SiteParameters.Of(2, 20));
    private readonly Host _scanner;
    private readonly Host _archive;
    private readonly Seen _seen = new();
    private readonly FeatureMaker _maker;

    public FeatureMakerTests()
    {
        _scanner = _site.Add("ct 1", HostRole.Modality, "Model Q", "radiology", 0x001122);
        _archive = _site.Add("archive", HostRole.Archive, "Model P", "radiology", 0x001133);
        _maker = new FeatureMaker(_seen);
        _site.Agenda.Out = step => _maker.Take(in step);
    }

    private long Start => _site.Parameters.Start;

    [Fact]
    public void Two_images_in_one_association_are_counted_as_what_they_are()
    {
        Store(Start + Nanos.Minute, 1_000_000, 3_000_000);
        Play(Nanos.Hour);
        var (hour, values) = Assert.Single(_seen.Hours, h => h.Hour.Device == _scanner.Number);

        // Midnight UTC is one o'clock there.
        Assert.Equal((Start, 1), (hour.Start, hour.HourOfWeek));
        Assert.InRange(values[Of("bytes sent")], 4_000_000, 4_002_000);
        Assert.InRange(values[Of("bytes an object")], 2_000_000, 2_001_000);
        Assert.Equal([1, 2, 1, 0], new[] { "conversations begun", "objects a conversation", "distinct peers", "failed or refused" }.Select(n => values[Of(n)]));
        Assert.True(double.IsNaN(values[Of("mean answer time")]));
        var archives = _seen.Hours.Single(h => h.Hour.Device == _archive.Number).Values;
        Assert.Equal(values[Of("bytes sent")], archives[Of("bytes received")]);
        Assert.InRange(archives[Of("mean answer time")], 1, 100);
        Assert.True(double.IsNaN(archives[Of("bytes an object")]));
    }

    [Fact]
    public void Idle_hours_come_too_once_a_device_was_seen()
    {
        Store(Start + (3 * Nanos.Hour), 1000);
        Play(10 * Nanos.Hour);
        Assert.Equal(Enumerable.Range(3, 7).Select(h => Start + (h * Nanos.Hour)), _seen.Hours.Where(h => h.Hour.Device == _scanner.Number).Select(h => h.Hour.Start));
        Assert.Equal(0, _seen.Hours[^1].Values[0]);
    }

    [Fact]
    public void A_session_is_told_step_by_step_and_ends_with_its_conversation()
    {
        Store(Start, 1000, 1000);
        Play(Nanos.Hour);
        Assert.Single(_seen.Tokens.Select(t => (t.Session, t.Device)).Distinct());
        Assert.Equal(Token.End, _seen.Tokens[^1].Symbol);

        // Handshake, association and its answer, two images with theirs, release and its answer, the end.
        Assert.Equal(11, _seen.Tokens.Count);
        Assert.Equal(_seen.Tokens[3].Symbol, _seen.Tokens[5].Symbol);
        Assert.NotEqual(_seen.Tokens[3].Symbol, _seen.Tokens[4].Symbol);
    }

    [Fact]
    public void Peers_ports_names_and_commands_are_used()
    {
        Store(Start, 1000);
        Play(Nanos.Hour);
        Assert.Contains(_seen.Uses, u => (u.Device, u.Kind, u.Key) == (_scanner.Number, Facet.Peer, (ulong)_archive.Number));
        Assert.Contains(_seen.Uses, u => (u.Device, u.Kind, u.Key) == (_archive.Number, Facet.Peer, (ulong)_scanner.Number));
        Assert.All(new[] { Facet.Port, Facet.Name, Facet.Command, Facet.Content }, kind => Assert.Contains(_seen.Uses, u => u.Kind == kind && u.Device == _scanner.Number));
    }

    [Fact]
    public void What_is_said_within_ten_seconds_is_one_exchange_each_way_in_order_of_time()
    {
        Store(Start, 1000, 1000, 1000);
        Store(Start + Nanos.Minute, 5000);
        Play(Nanos.Hour);
        Assert.Equal([(0, 1), (1, 0), (0, 1), (1, 0)], _seen.Exchanges.Select(e => (e.From - _scanner.Number, e.To - _scanner.Number)));
        Assert.Equal(_seen.Exchanges.OrderBy(e => e.Time).Select(e => e.Time), _seen.Exchanges.Select(e => e.Time));
        Assert.InRange(_seen.Exchanges[2].Bytes, 5000, 6000);
    }

    [Fact]
    public void A_pump_behind_a_gateway_is_itself_by_its_serial_number()
    {
        var gateway = _site.Add("gateway", HostRole.PumpGateway, "Rack", "icu", 0x001144);
        var server = _site.Add("server", HostRole.PumpServer, "Server", "icu", 0x001155);
        var pump = _site.Add("pump 1", HostRole.Pump, "Pump", "icu", 0, "4711", gateway);
        var talk = _site.Life.Converse(server, gateway, 4001, Language.Bcc);
        _site.Life.Say(Start, talk, Side.Client, Opened.It);
        _site.Life.Say(Start + 1, talk, Side.Client, new PumpRequest { Serial = "4711", Command = "MEM:GET" });
        _site.Life.Say(Start + 2, talk, Side.Server, new PumpReply { Serial = "4711", Command = "MEM:GET", Text = "1" });
        Play(Nanos.Hour);
        var bySerial = _site.Hosts.Where(h => h.Serial.Length > 0).ToDictionary(h => h.Serial, h => h.Number);
        var devices = _seen.Hours.ToDictionary(h => _maker.Devices.Resolve(h.Hour.Device, bySerial), h => h.Values);
        Assert.Equal(1, devices[pump.Number][Of("messages sent")]);
        Assert.Equal(0, devices[gateway.Number][Of("messages sent")]);
        Assert.Equal(1, devices[server.Number][Of("messages received")]);
    }

    [Fact]
    public void All_methods_run_over_it_and_tell_what_they_did()
    {
        var methods = new ContenderMethods(Roster.All(1));
        _site.Agenda.Out = step => methods.Take(in step);
        for (var day = 0; day < 30; day++)
        {
            Store(Start + (day * Nanos.Day) + (9 * Nanos.Hour), day == 25 ? 500_000_000 : 1_000_000 + day);
        }

        _site.Agenda.RunUntil(Start + (30 * Nanos.Day));
        methods.End(Start + (30 * Nanos.Day));
        var runs = methods.Results(_site.Hosts);
        Assert.Equal(Roster.All(1).Select(m => m.Name), runs.Select(r => r.Method));
        Assert.All(runs, r => Assert.True(r.Cost.Observations > 0 && r.Cost.Devices == 2, r.Method));
        var ceiling = runs.Single(r => r.Method == "B5 ceiling bytes sent high").Candidates.MaxBy(c => c.Score);
        Assert.Equal((_scanner.Number, "bytes-sent", Hospital.Labels.Trait.Volume), (ceiling.Host, ceiling.Reason, ceiling.Traits));
        Assert.Equal(Start + (25 * Nanos.Day) + (10 * Nanos.Hour), ceiling.Time);
        Assert.Contains(runs.Single(r => r.Method == "B3 first seen").Candidates, c => c.Reason == "peer" && c.Host == _scanner.Number && c.Peer == _archive.Number);
    }

    private static int Of(string feature) => HourFeatures.All.ToList().FindIndex(f => f.Name == feature);

    private void Store(long time, params long[] lengths)
    {
        var caller = new ApplicationEntity("CT1", _scanner, 104, "1.2.3", "V1", 65_536);
        var called = new ApplicationEntity("PACS", _archive, 104, "1.2.4", "V2", 65_536);
        _site.Life.At(time, () =>
        {
            var talk = new DicomTalk(_site.Life, _site.Life.Dice, time, caller, called, [Uids.CtImage]).Associate();
            foreach (var length in lengths)
            {
                talk.Store(new StoredObject(Uids.CtImage, "1.2.5", length, new Subject("1", "A^B", "2", "1.2.6")));
            }

            talk.Release();
        });
    }

    private void Play(long duration)
    {
        _site.Agenda.RunUntil(Start + duration);
        _maker.End(Start + duration);
    }

    private sealed class Seen : IFeatureTaker
    {
        public List<Use> Uses { get; } = [];

        public List<Token> Tokens { get; } = [];

        public List<Exchange> Exchanges { get; } = [];

        public List<((long Start, int Device, int HourOfWeek) Hour, double[] Values)> Hours { get; } = [];

        public void Take(in Use use) => Uses.Add(use);

        public void Take(in Token token) => Tokens.Add(token);

        public void Take(in Hour hour) => Hours.Add(((hour.Start, hour.Device, hour.HourOfWeek), hour.Values.ToArray()));

        public void Take(in Exchange exchange) => Exchanges.Add(exchange);
    }
}
