using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.Rules.Engine;
using Sensor.Site;

namespace Sensor.Rules.Language;

/// <summary>What every fact can be asked: its two ends, its network, its time, and how well it was seen.</summary>
internal static class Surroundings
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Protocols = ["tcp", "udp", "icmp", "other"];

    private static readonly List<Reader> Readers = [];

    /// <summary>Its words are the protocols of a run.</summary>
    private const string AppProto = "app_proto";

    public static IReadOnlyList<Operand> All { get; } =
    [
        .. End("src", "who did it", Side.Source),
        .. End("dest", "to whom", Side.Destination),
        Number("server_port", "port of the side that was called", v => v.Header.Flow.ServerPort),
        Number("vlan", "outer VLAN id; 0 without a tag", v => v.Header.Flow.Vlan),
        Choice("proto", "transport protocol", Protocols, v => ProtocolOf(v.Header.Flow.Protocol)),
        Choice(AppProto, "protocol that the conversation was recognised as by then", ["none"], v => v.Header.Flow.App),
        Flag("damaged", "bytes were lost or cut, or only a part was seen", v => v.Header.Quality != Quality.Clean),
        Number("time.hour", "hour of the day on the site's clocks, 0 to 23", v => v.LocalTime.Hour, goesRound: true),
        Choice("time.weekday", "day of the week on the site's clocks", Weekdays, v => (int)v.LocalTime.Weekday),
        Flag("time.working", "within the site's working hours", v => v.Site.IsWorkingTime(v.Header.Time)),
        Flag("maintenance", "one of the ends is in a maintenance window", v => v.Maintenance is not null),
        Flag("controller.approved", "the site lets src command the pump dest", v => v.Site.IsApprovedController(v.Source, v.Destination) == true),
        Flag("controller.foreign", "the site names who commands the pump dest, and src isn't among them", v => v.Site.IsApprovedController(v.Source, v.Destination) == false),
        Flag("destination.expected", "the site means src to talk to dest, which is outside", v => v.Site.IsExpectedDestination(v.Source, v.Destination)),
    ];

    private delegate void Reader(FactView view, ref FieldValue value);

    /// <summary>The same with the names of protocols, in the order by which flows number them.</summary>
    public static IEnumerable<Operand> Naming(IReadOnlyList<string> protocols) => All.Select(o => o.Name != AppProto ? o
        : new Operand(o.Name, o.Type, o.Slot) { Meaning = o.Meaning, Words = [.. o.Words, .. protocols] });

    /// <summary>Reads the value of the operand with a slot.</summary>
    public static void Read(int slot, FactView view, ref FieldValue value) => Readers[slot - FactView.MaxFields](view, ref value);

    private static IEnumerable<Operand> End(string name, string who, Side side)
    {
        yield return Address($"{name}.ip", $"address of {who}", side);
        yield return Number($"{name}.port", $"port of {who}", v => v.Port(side));
        yield return Text($"{name}.role", $"role of {who}: the configured one, else the one it seems to play", v => v.Role(side), RoleNames.All);
        yield return Text($"{name}.segment", $"network segment of {who}", v => v.Segment(side)?.Name);
        yield return Text($"{name}.system", $"name of the known system of {who}", v => v.System(side)?.Name);
        yield return Text($"{name}.criticality", $"criticality of {who}", v => v.Criticality(side), Criticalities.Words);
        yield return Flag($"{name}.clinical", $"{who} stands in a clinical segment; where the site names no segments, plays a clinical role", v => v.IsClinical(side));
        yield return Flag($"{name}.internal", $"{who} belongs to the site", v => v.Site.IsInternal(v.AddressOf(side)));
        yield return Flag($"{name}.link_local", $"{who} has a link-local address", v => v.AddressOf(side).IsLinkLocal);
        foreach (var (word, behaviour) in ExpectedBehaviours.Words.Select((w, i) => (w, (ExpectedBehaviour)(1 << i))))
        {
            yield return Flag($"{name}.expects_{word.Replace('-', '_')}", $"the site expects {word} of {who}", v => (v.System(side)?.Expected & behaviour) == behaviour);
        }
    }

    private static int ProtocolOf(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => 0,
        IpProtocol.Udp => 1,
        1 or 58 => 2,
        _ => 3,
    };

    private static Operand Number(string name, string meaning, Func<FactView, double> read, bool goesRound = false) =>
        new(name, OperandType.Number, Place((view, ref value) => value.Number = read(view))) { Meaning = meaning, GoesRound = goesRound };

    private static Operand Flag(string name, string meaning, Func<FactView, bool> read) =>
        new(name, OperandType.Flag, Place((view, ref value) => value.SetFlag(read(view)))) { Meaning = meaning };

    private static Operand Choice(string name, string meaning, IReadOnlyList<string> words, Func<FactView, int> read) =>
        new(name, OperandType.Choice, Place((view, ref value) => value.SetChoice(read(view)))) { Meaning = meaning, Words = words };

    /// <summary>A word from a small set: the site's names, roles.</summary>
    private static Operand Text(string name, string meaning, Func<FactView, string?> read, params IReadOnlyList<string> words) =>
        new(name, OperandType.Text, Place((view, ref value) =>
        {
            var word = read(view);
            value.SetText(word ?? "", view.KeyOf(word));
        })) { Meaning = meaning, Words = words };

    private static Operand Address(string name, string meaning, Side side) =>
        new(name, OperandType.Address, Place((view, ref value) => value.SetAddress(view.AddressOf(side)))) { Meaning = meaning, Side = side };

    /// <summary>The slot of one more reader.</summary>
    private static int Place(Reader reader)
    {
        Readers.Add(reader);
        return FactView.MaxFields + Readers.Count - 1;
    }
}
