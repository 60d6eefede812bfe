using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Findings;
using Sensor.Health;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Rules.Engine;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>Name, bound and words of every <see cref="Shortcoming"/>. A partition is one of 64 shares of all traffic.</summary>
internal static class ShortcomingCatalogue
{
    private const string Bound = "bound";
    private const string Clock = "clock";

    private static readonly ShortcomingInfo[] All = [.. Enum.GetValues<Shortcoming>().Select(Describe)];

    public static ShortcomingInfo Of(Shortcoming what) => All[(int)what];

    private static ShortcomingInfo Describe(Shortcoming what) => what switch
    {
        Shortcoming.Flows => new(Bound, "flows", Replay.MaxFlows, "flows closed to make room for others", "1,000,000 are followed at a time, of which each that is read counts as 16"),
        Shortcoming.StreamMemory => new(Bound, "stream_memory", Replay.MaxStreamBytes, "times a conversation lost what was held back for it", "256 MiB are held for all; who held longest gives way"),
        Shortcoming.Fragments => new(Bound, "fragments", FragmentTable.MaxDatagrams, "fragmented packets given up unfinished", "16 at a time in a partition, 128 pieces, 30 seconds"),
        Shortcoming.TunnelFragments => new(Bound, "tunnel_fragments", FragmentTable.MaxOuterDatagrams, "fragmented packets that may carry others given up unfinished", "64 at a time, 128 pieces, 30 seconds"),
        Shortcoming.TunnelDepth => new(Bound, "tunnel_depth", TunnelWalk.MaxDepth, "packets in too many tunnels", "4 are followed; what the fourth carries isn't read"),
        Shortcoming.Duplicates => new(Bound, "duplicates", DuplicateFilter.Slots, "packets forgotten before a mirrored copy of them could be known", "2,048 are remembered in a partition"),
        Shortcoming.Names => new(Bound, "names", NameTable.DefaultPerKind, "names without room, missing where they were said", "4,096 of a kind in a partition, 128 KiB"),
        Shortcoming.NameMemory => new(Bound, "name_memory", NameDirectory.MaxBytes, "names taken for one and the same", "128 MiB are kept for all"),
        Shortcoming.ArpBindings => new(Bound, "arp_bindings", ArpBindings.Max, "ARP messages passed over", "65,536 addresses are remembered in a partition"),
        Shortcoming.Requests => new(Bound, "requests", 16, "requests and answers told without their counterpart", "16 requests and 8 early answers are open at a time on a connection"),
        Shortcoming.Devices => new(Bound, "devices", DeviceTable.DefaultMax, "first packets from addresses not taken into the inventory", "it holds 100,000 devices"),
        Shortcoming.MacAddresses => new(Bound, "mac_addresses", DeviceTable.DefaultMax, "sights of MAC addresses without room", "100,000 are remembered"),
        Shortcoming.Claims => new(Bound, "claims", Device.MaxEvidence, "claims of devices about themselves not taken", "64 are kept for each"),
        Shortcoming.Models => new(Bound, "models", ModelBounds.DeviceBytes, "habits of devices forgotten or not learnt", "a device's model has 16 KiB; the least useful makes room"),
        Shortcoming.Commands => new(Bound, "commands", CommandTable.Max, "commands taken for one and the same", "4,096 of a protocol are told apart"),
        Shortcoming.Sessions => new(Bound, "sessions", SessionTable.Max, "open conversations forgotten by the analysis", "65,536 are remembered; they go on as if picked up in the middle"),
        Shortcoming.Rules => new(Bound, "rules", KeyTable.MaxKeys, "stories that a rule forgot before they were whole", "4,096 are followed for each rule, fewer where much is remembered of each"),
        Shortcoming.Findings => new(Bound, "findings", FindingDesk.Max, "times something to be put right found no room", "16,384 findings are kept"),
        Shortcoming.Alerts => new(Bound, "alerts", AlertDesk.PerMinute, "alerts withheld", "60 are written in a minute"),
        Shortcoming.Stories => new(Bound, "stories", AlertDesk.MaxStories, "alerts forgotten, so that they may be repeated", "65,536 are remembered"),
        Shortcoming.Interfaces => new(Bound, "interfaces", InterfaceTable.Max, "capture interfaces that share one number and have no name", "65,535 are told apart"),
        Shortcoming.ClockAhead => new(Clock, "ahead", 0, "packets that claim to be more than an hour later than all others", "time goes on without them"),
        Shortcoming.ClockBehind => new(Clock, "behind", 0, "packets more than a second earlier than some before them", "time doesn't go back for them"),
        Shortcoming.ClockStepped => new(Clock, "stepped", 0, "times the capture's clock was put back by more than an hour", "time is counted on from there"),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
