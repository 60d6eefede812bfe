using Sensor.Evidence;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>What is kept of the packets behind alerts while listening.</summary>
internal static class EvidenceSection
{
    private const int MiB = 20;

    private static readonly EvidenceSettings Default = new();

    public static readonly Key<long> Ring = Make.Whole(
        "ring", Default.RingBytes >> MiB, 0, 65_536, "MiB", "Memory for the latest packets, of which those behind an alert are taken; 0: none are kept.");

    public static readonly Key<long> Snap = Make.Whole("snap", Default.Snap, 64, PacketRing.MaxSnap, "bytes", "Bytes kept of each of them.");

    public static readonly Key<long> Keep = Make.Whole("keep", Default.KeepBytes >> MiB, 1, 1 << 20, "MiB", "Captures of alerts on disk; the oldest make room.");

    public static readonly Key<Payload> Shown = Make.OneOf(
        "payload", Payload.Masked, ["masked", "whole"],
        "Whether what may be about patients is hidden in these captures. With `whole` patients' data lie on the sensor's disk, and `sensor alerts pcap --reveal-phi` can show them.");

    public static Section Section { get; } = new("evidence", "What is kept of the [packets behind alerts](evidence.md) while listening.", Ring, Snap, Keep, Shown);

    public static EvidenceSettings Of(Settings settings) => new()
    {
        RingBytes = settings.Of(Ring) << MiB,
        Snap = (int)settings.Of(Snap),
        KeepBytes = settings.Of(Keep) << MiB,
        IsMasked = settings.Of(Shown) == Payload.Masked,
    };
}

/// <summary>What captures of alerts show of payload that may be about patients.</summary>
internal enum Payload
{
    Masked,
    Whole,
}
