using Sensor.Capture;
using Sensor.Capture.Sources;

namespace Sensor.Evidence;

/// <summary>Looks for an alert's packets in the capture that it came from: once from the front, block by block, and not further than there can be any.</summary>
internal sealed class CaptureScan
{
    /// <summary>Times in records are of the microsecond, and packets aren't always in order.</summary>
    private const long Slack = 1_000_000_000;

    private readonly Proof _proof;
    private readonly PacketCollector _collector;
    private readonly InterfaceTable _interfaces = new();
    private bool _fits;

    private CaptureScan(Proof proof, PacketCollector collector) => (_proof, _collector) = (proof, collector);

    /// <summary>Collects packets of a capture.</summary>
    /// <param name="proof">The alert.</param>
    /// <param name="place">What proves it in this capture.</param>
    /// <param name="path">Where the capture is now.</param>
    /// <param name="collector">Takes what is found.</param>
    /// <returns>Whether times of packets are those of the alert.</returns>
    /// <exception cref="CaptureException">It can't be read, or doesn't have the packets; the message is one sentence.</exception>
    public static bool Read(Proof proof, ProofPlace place, string path, PacketCollector collector)
    {
        var scan = new CaptureScan(proof, collector);
        scan.Read(place, path);
        return scan._fits;
    }

    private void Read(ProofPlace place, string path)
    {
        using var file = new CaptureFile(path, SourceOpener.Open(path), new CaptureNotes(_interfaces.FindOrAdd, new HostNames()));
        if (!file.TryBegin())
        {
            throw new CaptureException($"{path} isn't a capture any more.");
        }

        var block = new PacketBlock();
        var numbers = place.Numbers.Distinct().Order().ToList();
        long number = 0, latest = long.MinValue;
        var found = 0;
        for (var more = true; more;)
        {
            more = file.Fill(block) == FillResult.More;
            var isBehind = block.Count > 0;
            foreach (ref readonly var entry in block.Entries)
            {
                number++;
                var isProof = found < numbers.Count && numbers[found] == number;
                if (isProof)
                {
                    found++;

                    // What ends by time going on is made known by a packet of anybody's: time passes the alert's with it.
                    _fits |= (entry.Time >= _proof.From - Slack && entry.Time <= _proof.To + Slack)
                        || (latest <= _proof.To + Slack && Math.Max(latest, entry.Time) >= _proof.From - Slack);
                }

                Take(place, block, in entry, number, isProof);
                latest = Math.Max(latest, entry.Time);
                isBehind &= entry.Time > _collector.End;
            }

            // A single packet may lie about its time, a block of them doesn't.
            more &= found < numbers.Count || !isBehind;
        }

        if (found < numbers.Count)
        {
            throw new CaptureException($"{path} isn't the capture it was: packet {numbers[found]} is missing{(file.Warning is { } warning ? $" ({warning.TrimEnd('.')})" : "")}.");
        }
    }

    private void Take(ProofPlace place, PacketBlock block, in PacketEntry entry, long number, bool isProof)
    {
        var frame = block.Packet(in entry);
        var isNear = !isProof && entry.Time >= _collector.Begin && entry.Time <= _collector.End;
        var isWanted = (isProof || isNear) && _proof.Wanted?.Has(entry.Link, frame, entry.OriginalLength) == true;
        if (!isProof && !(isWanted && _collector.Wants(entry.Time, frame.Length)))
        {
            return;
        }

        var packet = new FoundPacket(entry.Time, _interfaces.NameOf(entry.Interface), entry.Link, frame.ToArray(), entry.OriginalLength)
        {
            Place = (place.File, number),
            IsWanted = isWanted,
        };
        if (isProof)
        {
            _collector.Prove(packet);
        }
        else
        {
            _collector.Add(packet);
        }
    }
}
