using System.Globalization;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;
using Sensor.Findings;
using Sensor.Health;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Rules.Engine;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>Name, bound and words of every <see cref="Shortcoming"/>. A partition is one of 64 shares of all traffic.</summary>
internal sealed class ShortcomingCatalogue
{
    private const string Bound = "bound";
    private const string Clock = "clock";

    private readonly Bounds _bounds;
    private readonly ShortcomingInfo[] _all;

    public ShortcomingCatalogue(Bounds bounds)
    {
        _bounds = bounds;
        _all = [.. Enum.GetValues<Shortcoming>().Select(Describe)];
    }

    public ShortcomingInfo Of(Shortcoming what) => _all[(int)what];

    private ShortcomingInfo Describe(Shortcoming what) => what switch
    {
        Shortcoming.Flows => new(Bound, "flows", _bounds.Flows, "flows closed to make room for others", $"{N(_bounds.Flows)} are followed at a time, of which each that is read counts as 16"),
        Shortcoming.StreamMemory => new(Bound, "stream_memory", _bounds.StreamBytes, "times a conversation lost what was held back for it", $"{N(_bounds.StreamBytes >> 20)} MiB are held for all; who held longest gives way"),
        Shortcoming.Fragments => new(Bound, "fragments", _bounds.Fragments, "fragmented packets given up unfinished", $"{N(_bounds.Fragments)} at a time in a partition, 128 pieces, 30 seconds"),
        Shortcoming.TunnelFragments => new(Bound, "tunnel_fragments", _bounds.TunnelFragments, "fragmented packets that may carry others given up unfinished", $"{N(_bounds.TunnelFragments)} at a time, 128 pieces, 30 seconds"),
        Shortcoming.TunnelDepth => new(Bound, "tunnel_depth", TunnelWalk.MaxDepth, "packets in too many tunnels", "4 are followed; what the fourth carries isn't read"),
        Shortcoming.Duplicates => new(Bound, "duplicates", DuplicateFilter.Slots, "packets forgotten before a mirrored copy of them could be known", "2,048 are remembered in a partition"),
        Shortcoming.Names => new(Bound, "names", _bounds.NamesPerKind, "names without room, missing where they were said", $"{N(_bounds.NamesPerKind)} of a kind in a partition, {N(_bounds.NamesPerKind * NameTable.MeanLength >> 10)} KiB"),
        Shortcoming.NameMemory => new(Bound, "name_memory", _bounds.NameBytes, "names taken for one and the same", $"{N(_bounds.NameBytes >> 20)} MiB are kept for all"),
        Shortcoming.ArpBindings => new(Bound, "arp_bindings", _bounds.ArpBindings, "ARP messages passed over", $"{N(_bounds.ArpBindings)} addresses are remembered in a partition"),
        Shortcoming.Requests => new(Bound, "requests", 16, "requests and answers told without their counterpart", "16 requests and 8 early answers are open at a time on a connection"),
        Shortcoming.Devices => new(Bound, "devices", _bounds.Devices, "first packets from addresses not taken into the inventory", $"it holds {N(_bounds.Devices)} devices"),
        Shortcoming.DevicesBehind => new(Bound, "devices_behind", DeviceTable.MaxBehind, "times a device behind a gateway wasn't told apart from it", $"{N(DeviceTable.MaxBehind)} are told apart behind one address"),
        Shortcoming.MacAddresses => new(Bound, "mac_addresses", _bounds.Devices, "sights of MAC addresses without room", $"{N(_bounds.Devices)} are remembered"),
        Shortcoming.Claims => new(Bound, "claims", Device.MaxEvidence, "claims of devices about themselves not taken", "64 are kept for each"),
        Shortcoming.Models => new(Bound, "models", ModelBounds.DeviceBytes, "habits of devices forgotten or not learnt", "a device's model has 16 KiB; the least useful makes room"),
        Shortcoming.Commands => new(Bound, "commands", _bounds.Commands, "commands taken for one and the same", $"{N(_bounds.Commands)} of a protocol are told apart"),
        Shortcoming.Sessions => new(Bound, "sessions", _bounds.Sessions, "open conversations forgotten by the analysis", $"{N(_bounds.Sessions)} are remembered; they go on as if picked up in the middle"),
        Shortcoming.Rules => new(Bound, "rules", KeyTable.MaxKeys, "stories that a rule forgot before they were whole", "4,096 are followed for each rule, fewer where much is remembered of each"),
        Shortcoming.Findings => new(Bound, "findings", FindingDesk.Max, "times something to be put right found no room", "16,384 findings are kept"),
        Shortcoming.Alerts => new(Bound, "alerts", _bounds.AlertsPerMinute, "alerts withheld", $"{N(_bounds.AlertsPerMinute)} are written in a minute"),
        Shortcoming.Stories => new(Bound, "stories", _bounds.Stories, "incidents given up early, so that what goes on in them is told as new", $"{N(_bounds.Stories)} anomalies are remembered; the incident quiet for longest gives way"),
        Shortcoming.EvidenceMissed => new(Bound, "evidence_missed", LiveEvidence.MaxWaiting, "alerts whose packets couldn't be written", "256 wait for the disk, which was full or slow, or can't be written to"),
        Shortcoming.EvidenceKeep => new(Bound, "evidence_keep", EvidenceFolder.MaxFiles, "captures of alerts removed to make room for later ones", "evidence.keep says how many MiB are kept, 100,000 files at most"),
        Shortcoming.Interfaces => new(Bound, "interfaces", InterfaceTable.Max, "capture interfaces that share one number and have no name", "65,535 are told apart"),
        Shortcoming.ClockAhead => new(Clock, "ahead", 0, "packets that claim to be more than an hour later than all others", "time goes on without them"),
        Shortcoming.ClockBehind => new(Clock, "behind", 0, "packets more than a second earlier than some before them", "time doesn't go back for them"),
        Shortcoming.ClockStepped => new(Clock, "stepped", 0, "times the capture's clock was put back by more than an hour", "time is counted on from there"),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
