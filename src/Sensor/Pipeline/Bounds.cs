using System.Globalization;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>How much may be remembered, where a site can say so.</summary>
internal sealed record Bounds
{
    /// <summary>Those that decide what partitions say of an input, as a text: under others it is another input.</summary>
    public string OfFacts => string.Create(CultureInfo.InvariantCulture, $"{Flows} {StreamBytes} {Fragments} {TunnelFragments} {NamesPerKind} {ArpBindings}");

    public long Flows { get; init; } = Replay.MaxFlows;

    /// <summary>Bytes held back for reassembly.</summary>
    public long StreamBytes { get; init; } = Replay.MaxStreamBytes;

    /// <summary>Datagrams put together at a time in a partition.</summary>
    public int Fragments { get; init; } = FragmentTable.MaxDatagrams;

    /// <summary>The same of those that may carry other packets, in a worker.</summary>
    public int TunnelFragments { get; init; } = FragmentTable.MaxOuterDatagrams;

    /// <summary>Names of one kind in a partition.</summary>
    public int NamesPerKind { get; init; } = NameTable.DefaultPerKind;

    /// <summary>Bytes of all names, by estimate.</summary>
    public long NameBytes { get; init; } = NameDirectory.MaxBytes;

    /// <summary>Addresses in a partition.</summary>
    public int ArpBindings { get; init; } = Streams.ArpBindings.Max;

    public int Devices { get; init; } = DeviceTable.DefaultMax;

    /// <summary>Open conversations in the analysis.</summary>
    public int Sessions { get; init; } = SessionTable.Max;

    /// <summary>Commands of a protocol.</summary>
    public int Commands { get; init; } = CommandTable.Max;

    /// <summary>Of packet time.</summary>
    public int AlertsPerMinute { get; init; } = AlertDesk.DefaultPerMinute;

    /// <summary>Anomalies of incidents remembered, so that they are known again.</summary>
    public int Stories { get; init; } = AlertDesk.DefaultStories;
}
