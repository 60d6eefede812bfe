using Sensor.Options.Keys;
using Sensor.Pipeline;

namespace Sensor.Options.Sections;

/// <summary>How much may be remembered.</summary>
internal static class BoundsSection
{
    private const int MiB = 20;

    private static readonly Bounds Default = new();

    public static readonly Key<long> Flows = Make.Whole(
        "flows", Default.Flows, 16_384, 100_000_000, "flows", "Flows followed at a time. One whose protocol is read counts as 16.");

    public static readonly Key<long> StreamMemory = Make.Whole(
        "stream_memory", Default.StreamBytes >> MiB, 16, 1 << 20, "MiB", "What conversations together may hold back: left-over bytes, segments behind holes.");

    public static readonly Key<long> Fragments = Make.Whole(
        "fragments", Default.Fragments, 1, 1024, "datagrams", "Fragmented datagrams put together at a time in each of 64 partitions, 64 KiB each.");

    public static readonly Key<long> TunnelFragments = Make.Whole(
        "tunnel_fragments", Default.TunnelFragments, 1, 1024, "datagrams", "The same of those that may carry other packets; each worker has them all.");

    public static readonly Key<long> Names = Make.Whole(
        "names", Default.NamesPerKind, 64, 65_536, "names", "Names of one kind (AE titles, UIDs, …) in each of 64 partitions, and 32 times as many bytes.");

    public static readonly Key<long> NameMemory = Make.Whole(
        "name_memory", Default.NameBytes >> MiB, 1, 65_536, "MiB", "All names together, for the analysis and again for the writing of events.");

    public static readonly Key<long> ArpBindings = Make.Whole(
        "arp_bindings", Default.ArpBindings, 64, 16_777_216, "addresses", "Addresses whose MAC address is remembered, in each of 64 partitions.");

    public static readonly Key<long> Devices = Make.Whole(
        "devices", Default.Devices, 100, 10_000_000, "devices", "Devices in the inventory, and as many MAC addresses. Each takes up to 16 KiB and its claims.");

    public static readonly Key<long> Sessions = Make.Whole(
        "sessions", Default.Sessions, 1024, 16_777_216, "conversations", "Open conversations that the analysis remembers.");

    public static readonly Key<long> Commands = Make.Whole("commands", Default.Commands, 64, 65_536, "commands", "Commands of a protocol that are told apart.");

    public static readonly Key<long> AlertsPerMinute = Make.Whole(
        "alerts_per_minute", Default.AlertsPerMinute, 1, 100_000, "alerts", "Alerts written in a minute of packet time; the rest are counted and said in one.", reloads: true);

    public static readonly Key<long> AlertMemory = Make.Whole(
        "alert_memory", Default.Stories, 1024, 16_777_216, "anomalies", "Anomalies of open incidents remembered, so that they are known again.");

    public static Section Section { get; } = new(
        "bounds", "How much may be remembered. What gives way at each is in [architecture](architecture.md#bounds).",
        Flows, StreamMemory, Fragments, TunnelFragments, Names, NameMemory, ArpBindings, Devices, Sessions, Commands, AlertsPerMinute, AlertMemory);

    public static Bounds Of(Settings settings) => new()
    {
        Flows = settings.Of(Flows),
        StreamBytes = settings.Of(StreamMemory) << MiB,
        Fragments = (int)settings.Of(Fragments),
        TunnelFragments = (int)settings.Of(TunnelFragments),
        NamesPerKind = (int)settings.Of(Names),
        NameBytes = settings.Of(NameMemory) << MiB,
        ArpBindings = (int)settings.Of(ArpBindings),
        Devices = (int)settings.Of(Devices),
        Sessions = (int)settings.Of(Sessions),
        Commands = (int)settings.Of(Commands),
        AlertsPerMinute = (int)settings.Of(AlertsPerMinute),
        Stories = (int)settings.Of(AlertMemory),
    };
}
