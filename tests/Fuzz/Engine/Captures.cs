using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz.Engine;

/// <summary>The repository's captures: where every corpus begins.</summary>
internal sealed class Captures
{
    /// <summary>Packets and bytes of a window: small enough to be tried thousands of times a second.</summary>
    private const int WindowPackets = 40, WindowBytes = 12_000;

    /// <summary>What a conversation of a seed may have.</summary>
    private const int MostConversation = 24_000;

    private readonly Lazy<ILookup<string, List<Act>>> _conversations;

    public Captures(string folder)
    {
        Paths = [.. Directory.EnumerateFiles(folder, "*.pcap*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        _conversations = new(Listen);
    }

    private IReadOnlyList<string> Paths { get; }

    /// <summary>Files as they are, cut after so many bytes.</summary>
    public IEnumerable<byte[]> Files(int most) => Paths.Select(p => File.ReadAllBytes(p)).Select(b => b[..Math.Min(b.Length, most)]);

    /// <summary>Each capture's first packets and some from its middle.</summary>
    public IEnumerable<byte[]> Windows()
    {
        foreach (var packets in Paths.Select(p => Packets.Read(File.ReadAllBytes(p))))
        {
            foreach (var start in new[] { 0, packets.Count / 3, packets.Count / 2 }.Distinct())
            {
                var bytes = 0;
                yield return Packets.Write([.. packets.Skip(start).Take(WindowPackets).TakeWhile(p => (bytes += p.Bytes.Length) <= WindowBytes)]);
            }
        }
    }

    /// <summary>What the dissector of a protocol is told when the captures are replayed.</summary>
    public IEnumerable<List<Act>> Conversations(string protocol) => _conversations.Value[protocol];

    private ILookup<string, List<Act>> Listen()
    {
        var heard = new List<(string Protocol, List<Act> Acts)>();
        foreach (var path in Paths)
        {
            var run = new PartitionRun([.. ProtocolRegister.All.Select(p => new WatchedProtocol(p) { Tap = acts => heard.Add((p.Name, acts)) })]);
            foreach (var packet in Packets.Read(File.ReadAllBytes(path)))
            {
                var entry = new PacketEntry
                {
                    Time = packet.Time, CapturedLength = packet.Bytes.Length, OriginalLength = packet.WireLength, Link = packet.Link, Network = NetworkLocation.Find(packet.Link, packet.Bytes),
                };
                run.Take(in entry, packet.Bytes);
            }

            run.Finish();
        }

        // Of conversations that are alike one is enough.
        return heard.Where(h => h.Acts.Sum(a => a.Bytes.Length) is > 0 and <= MostConversation)
            .DistinctBy(h => (h.Protocol, h.Acts.Count, h.Acts.Sum(a => a.Bytes.Length) / 64)).ToLookup(h => h.Protocol, h => h.Acts);
    }
}
