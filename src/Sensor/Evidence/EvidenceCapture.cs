using System.Globalization;
using Sensor.Evidence.Masking;

namespace Sensor.Evidence;

/// <summary>Writes what was found of an alert as a capture that explains itself: what the alert says, which packets prove it and why, what is masked and missing.</summary>
internal static class EvidenceCapture
{
    /// <summary>Line of the capture's comment by which it is known again what it shows; as long as each other.</summary>
    public const string Masked = "payload: masked", Intact = "payload: intact";

    /// <param name="to">Where to.</param>
    /// <param name="author">Who writes it.</param>
    /// <param name="proof">The alert.</param>
    /// <param name="collector">What was found.</param>
    /// <param name="isMasked">Payload that may be about patients is hidden.</param>
    /// <param name="notes">What else is to be said, each a sentence.</param>
    public static void Write(Stream to, CaptureAuthor author, Proof proof, PacketCollector collector, bool isMasked, IEnumerable<string> notes)
    {
        var packets = collector.Packets;
        var writer = new PcapngWriter(to, author, Comment(proof, collector, packets, isMasked, notes));
        foreach (var packet in packets)
        {
            if (isMasked)
            {
                MaskPacket.InPlace(packet.Link, packet.Frame, packet.WireLength);
            }

            writer.Write(packet.Interface, packet.Link, packet.Time, packet.Frame, packet.WireLength, packet.IsProof ? Why(proof, packet) : null);
        }
    }

    private static string Comment(Proof proof, PacketCollector collector, IReadOnlyList<FoundPacket> packets, bool isMasked, IEnumerable<string> notes)
    {
        List<string> lines = [$"{proof.Id}: {proof.Title}", isMasked ? Masked : Intact];
        if (proof.Incident is { } incident)
        {
            lines.Add($"incident: {incident}");
        }

        lines.Add(proof.Explanation);
        var proving = packets.Count(p => p.IsProof);
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Packets that prove it, each with a comment: {proving}. Packets around them: {packets.Count - proving}."));
        if (collector.LeftOut > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Left out for want of room, farther away in time: {collector.LeftOut} of the same conversation."));
        }

        lines.AddRange(notes);
        if (isMasked)
        {
            lines.Add("What can be about patients is zero, or X and 0; headers and lengths are as they were, and so are checksums, which therefore don't fit.");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Why a packet is among those that prove the alert.</summary>
    private static string Why(Proof proof, FoundPacket packet)
    {
        var place = packet.Place is (var file, var number) ? string.Create(CultureInfo.InvariantCulture, $" Packet {number} of {Path.GetFileName(file)}.") : "";
        var why = proof.Wanted is null || packet.IsWanted ? proof.Observed
            : $"It isn't of the connection that the alert names: it is part of what was counted, or time went on with it, which ended something. {proof.Observed}";
        return $"{proof.Id}: {proof.Title}. {why.TrimEnd('.')}.{place}";
    }
}
