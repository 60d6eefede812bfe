using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Rules.Engine;

namespace Sensor.Rules.Language;

/// <summary>What every fact can be asked: its two ends, its network, its time, and how well it was seen.</summary>
internal static class Surroundings
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Protocols = ["tcp", "udp", "icmp", "other"];

    public static IReadOnlyList<Operand> All { get; } =
    [
        .. End("src", "who did it", Side.Source),
        .. End("dest", "to whom", Side.Destination),
        new NumberOperand("server_port", OperandType.Number, v => v.Header.Flow.ServerPort) { Meaning = "port of the side that was called" },
        new NumberOperand("vlan", OperandType.Number, v => v.Header.Flow.Vlan) { Meaning = "outer VLAN id; 0 without a tag" },
        new NumberOperand("proto", OperandType.Choice, v => ProtocolOf(v.Header.Flow.Protocol)) { Meaning = "transport protocol", Choices = Protocols },
        new NumberOperand("app_proto", OperandType.Choice, v => v.Header.Flow.App) { Meaning = "protocol that the conversation was recognised as by then", Choices = ["none", .. ProtocolRegister.All.Select(p => p.Name)] },
        new NumberOperand("damaged", OperandType.Flag, v => v.Header.Quality != Quality.Clean ? 1 : 0) { Meaning = "bytes were lost or cut, or only a part was seen" },
        new NumberOperand("time.hour", OperandType.Number, v => v.LocalTime.Hour) { Meaning = "hour of the day on the site's clocks, 0 to 23" },
        new NumberOperand("time.weekday", OperandType.Choice, v => (int)v.LocalTime.Weekday) { Meaning = "day of the week on the site's clocks", Choices = Weekdays },
        new NumberOperand("time.working", OperandType.Flag, v => v.Site.IsWorkingTime(v.Header.Time) ? 1 : 0) { Meaning = "within the site's working hours" },
        new NumberOperand("maintenance", OperandType.Flag, v => v.IsMaintenance ? 1 : 0) { Meaning = "one of the ends is in a maintenance window" },
        new NumberOperand("controller.approved", OperandType.Flag, v => v.Site.IsApprovedController(v.Source, v.Destination) == true ? 1 : 0)
        {
            Meaning = "the site lets src command the pump dest",
        },
        new NumberOperand("controller.foreign", OperandType.Flag, v => v.Site.IsApprovedController(v.Source, v.Destination) == false ? 1 : 0)
        {
            Meaning = "the site names who commands the pump dest, and src isn't among them",
        },
        new NumberOperand("destination.expected", OperandType.Flag, v => v.Site.IsExpectedDestination(v.Source, v.Destination) ? 1 : 0)
        {
            Meaning = "the site means src to talk to dest, which is outside",
        },
    ];

    private static IEnumerable<Operand> End(string name, string who, Side side)
    {
        yield return new AddressOperand($"{name}.ip", side) { Meaning = $"address of {who}" };
        yield return new NumberOperand($"{name}.port", OperandType.Number, v => v.Port(side)) { Meaning = $"port of {who}" };
        yield return new WordOperand($"{name}.role", v => v.Role(side)) { Meaning = $"role of {who}: the configured one, else the one it seems to play" };
        yield return new WordOperand($"{name}.segment", v => v.Segment(side)?.Name) { Meaning = $"network segment of {who}" };
        yield return new WordOperand($"{name}.system", v => v.System(side)?.Name) { Meaning = $"name of the known system of {who}" };
        yield return new WordOperand($"{name}.criticality", v => v.Criticality(side)) { Meaning = $"criticality of {who}: low, medium, high, life-critical" };
        yield return new NumberOperand($"{name}.clinical", OperandType.Flag, v => v.IsClinical(side) ? 1 : 0)
        {
            Meaning = $"{who} stands in a clinical segment; where the site names no segments, plays a clinical role",
        };
        yield return new NumberOperand($"{name}.internal", OperandType.Flag, v => v.Site.IsInternal(v.AddressOf(side)) ? 1 : 0) { Meaning = $"{who} belongs to the site" };
        yield return new NumberOperand($"{name}.link_local", OperandType.Flag, v => v.AddressOf(side).IsLinkLocal ? 1 : 0) { Meaning = $"{who} has a link-local address" };
        foreach (var (word, behaviour) in Site.ExpectedBehaviours.Words.Select((w, i) => (w, (Site.ExpectedBehaviour)(1 << i))))
        {
            yield return new NumberOperand($"{name}.expects_{word.Replace('-', '_')}", OperandType.Flag, v => (v.System(side)?.Expected & behaviour) == behaviour ? 1 : 0)
            {
                Meaning = $"the site expects {word} of {who}",
            };
        }
    }

    private static int ProtocolOf(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => 0,
        IpProtocol.Udp => 1,
        1 or 58 => 2,
        _ => 3,
    };

    private sealed class NumberOperand(string name, OperandType type, Func<FactView, double> read) : Operand(name, type)
    {
        private ulong[]? _keys;

        public override double Number(FactView view) => read(view);

        public override ulong Key(FactView view) => (_keys ??= [.. Choices.Select(c => StableKey.Of(c))])[(int)read(view)];

        public override string Text(FactView view) => Choices[(int)read(view)];
    }

    /// <summary>A word from a small set: the site's names, roles.</summary>
    private sealed class WordOperand(string name, Func<FactView, string?> read) : Operand(name, OperandType.Text)
    {
        public override ulong Key(FactView view) => view.KeyOf(read(view));

        public override string Text(FactView view) => read(view) ?? "";
    }

    private sealed class AddressOperand(string name, Side side) : Operand(name, OperandType.Address)
    {
        public override IpAddress Address(FactView view) => view.AddressOf(side);

        public override ulong Key(FactView view)
        {
            var address = view.AddressOf(side);
            return address.IsUnspecified ? 0 : StableKey.Combine(address.High, address.Low);
        }

        public override string Text(FactView view) => view.AddressOf(side).ToString();
    }
}
