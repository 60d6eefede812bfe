using System.Runtime.InteropServices;
using System.Text;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pumps;

/// <summary>A ward's pumps and controllers, as facts that go into an analysis. Time goes on by a second with each.</summary>
internal sealed class Ward
{
    public const long Second = 1_000_000_000;

    /// <summary>Monday, 2 March 2026, 10 o'clock UTC.</summary>
    public const long Start = 1_772_445_600L * Second;

    private readonly Dictionary<string, NameId> _names = [];
    private readonly List<(FactHeader Header, byte[] Body)> _facts = [];
    private readonly HashSet<IpAddress> _seen = [];
    private long _ordinal;

    /// <summary>All that was told so far, for another analysis.</summary>
    public IReadOnlyList<(FactHeader Header, byte[] Body)> Facts => _facts;

    public AnalysisBench Bench { get; private set; } = new(new LearningPlan(LearningMode.Auto, null), new StringBuilder());

    public DeviceTable Devices => Bench.Analysis.Devices;

    public long Now { get; private set; } = Start;

    /// <summary>Quality of what follows.</summary>
    public Quality Quality { get; set; }

    /// <summary>Reasons of the alerts so far, in order.</summary>
    public IEnumerable<string> Alerts => Bench.Alerts.Select(a => a.Reason.Slug);

    public static IpAddress Address(string text) => AddressOf(text);

    public Device? Of(string address) => Devices.Find(AddressOf(address));

    public Device? Pump(string serial, string family = "alaris") => Devices.Find(family, serial);

    public void Wait(long seconds) => Now += seconds * Second;

    /// <summary>The analysis that goes on with what this one had seen.</summary>
    public void GoOnWith(AnalysisBench bench) => Bench = bench;

    public NameId Name(string? text)
    {
        if (text is null)
        {
            return default;
        }

        if (!_names.TryGetValue(text, out var id))
        {
            id = new NameId(_names.Count + 1);
            _names.Add(text, id);
            var bytes = Encoding.UTF8.GetBytes(text);
            var body = new byte[(8 + bytes.Length + 7) & ~7];
            BitConverter.TryWriteBytes(body, id.Value);
            BitConverter.TryWriteBytes(body.AsSpan(4), bytes.Length);
            bytes.CopyTo(body, 8);
            Tell(new FactHeader { KindId = FactPublisher.NameDefinition, Ordinal = _ordinal }, body);
        }

        return id;
    }

    /// <summary>A controller tells a pump something, or asks it.</summary>
    public void Command(string from, string to, string? serial, PumpEvent said, string command = "SET", string family = "alaris")
    {
        said.What = said.What == PumpEventKind.Query && said.Class != SafetyClass.Read ? PumpEventKind.Set : said.What;
        said.Outcome = said.Outcome == Outcome.Unknown ? Outcome.Ok : said.Outcome;
        said.Command = said.Act = Name(command);
        (said.Actor, said.Pump) = (Endpoint.Client, Endpoint.Server);
        Say(from, to, serial, said, family);
    }

    /// <summary>A pump says how it is.</summary>
    public void Status(string pump, string to, string? serial, PumpEvent said, string family = "alaris")
    {
        said.What = said.What == PumpEventKind.Alarm ? said.What : PumpEventKind.Status;
        (said.Actor, said.Pump) = (Endpoint.Server, Endpoint.Server);
        Say(to, pump, serial, said, family);
    }

    /// <summary>An event with what is measured.</summary>
    public static PumpEvent With(PumpEvent said, params ReadOnlySpan<(PumpQuantity Quantity, double Value, PumpUnit Unit)> readings)
    {
        foreach (var (quantity, value, unit) in readings)
        {
            said.Add(new PumpReading { Quantity = quantity, New = value, Old = double.NaN, Unit = unit });
        }

        return said;
    }

    private void Say(string client, string server, string? serial, PumpEvent said, string family)
    {
        var flow = new FlowIdentity
        {
            Id = 1 + Math.Abs(HashCode(client + server)),
            Client = AddressOf(client),
            Server = AddressOf(server),
            ClientPort = 40_000,
            ServerPort = 3231,
            Protocol = IpProtocol.Tcp,
            App = 2,
        };
        Meet(flow, Endpoint.Client);
        Meet(flow, Endpoint.Server);
        (said.Family, said.Serial) = (Name(family), Name(serial));
        said.LatencyNanoseconds = PumpEvent.NoLatency;
        said.Quality = Quality;
        Tell(in said, flow, said.Actor);
        Now += Second;
    }

    private void Meet(FlowIdentity flow, Endpoint sender)
    {
        if (_seen.Add(sender == Endpoint.Client ? flow.Client : flow.Server))
        {
            var started = new FlowStarted { Sender = sender };
            Tell(in started, flow, sender);
        }
    }

    private void Tell<T>(in T fact, FlowIdentity flow, Endpoint actor)
        where T : unmanaged, IFact<T>
    {
        _ordinal++;
        Tell(
            new FactHeader { Ordinal = _ordinal, FirstOrdinal = _ordinal, Time = Now, KindId = T.Kind.Id, Flow = flow, Actor = actor, Quality = Quality },
            MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in fact)).ToArray());
    }

    private void Tell(FactHeader header, byte[] body)
    {
        _facts.Add((header, body));
        Bench.Take((header, body));
    }

    private static int HashCode(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)) & int.MaxValue;

    private static IpAddress AddressOf(string text)
    {
        Assert.True(Sensor.Site.AddressRange.TryParseAddress(text, out var address));
        return address;
    }
}
