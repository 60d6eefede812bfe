using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// Packets through decoding, flows, streams and every dissector, on one thread. Whatever they are, all that was begun ends, all that was lent comes back, and the
/// counters agree with what was put in and with what was said.
/// </summary>
internal sealed class PacketsTarget(Captures captures) : ITarget
{
    private readonly PacketBlock _block = new();

    public string Name => "packets";

    public string Extension => ".pcapng";

    public long MostWork(int length) => 400_000 + (500L * length);

    public long MostAllocated(int length) => (8 << 20) + (1_000L * length);

    public IEnumerable<byte[]> Seeds() => captures.Windows();

    public byte[] Mutate(byte[] input, byte[] other, Dice dice) =>
        Packets.Write(Traffic.Mutate(Packets.Read(input), Packets.Read(other), dice));

    public List<byte[]> Split(byte[] input) => [.. Packets.Read(input).Select(p => Packets.Write([p]))];

    public byte[] Join(List<byte[]> parts) => Packets.Write([.. parts.SelectMany(Packets.Read)]);

    public void Run(byte[] input)
    {
        var bench = new PartitionRun([.. ProtocolRegister.All.Select(p => new WatchedProtocol(p))]);
        using var capture = new CaptureFile("capture", new MemoryBytes(input), new CaptureNotes((_, _) => 0, new HostNames()));
        try
        {
            if (!capture.TryBegin())
            {
                return;
            }
        }
        catch (CaptureException)
        {
            return;
        }

        FillResult filled;
        do
        {
            filled = capture.Fill(_block, PacketBlock.Capacity);
            _block.Index(filter: null);
            foreach (ref readonly var entry in _block.Entries)
            {
                Locate(in entry);
                bench.Take(in entry, _block.Packet(in entry));
            }
        }
        while (filled == FillResult.More);
        bench.Finish();
    }

    /// <summary>What the index says of a packet lies within the packet.</summary>
    private static void Locate(in PacketEntry entry)
    {
        var network = entry.Network;
        Require.That(entry.Partition < Partitioning.Count, $"partition {entry.Partition}");
        Require.That(network.Depth <= 2 * TunnelWalk.MaxDepth, $"{network.Depth} tunnels deep");
        if (network.Kind is NetworkKind.Ipv4 or NetworkKind.Ipv6 or NetworkKind.Arp)
        {
            Require.That(network.Offset <= entry.CapturedLength, $"a header at {network.Offset} of {entry.CapturedLength} bytes");
            Require.That(network.SourceMacOffset + 6 <= entry.CapturedLength || network.SourceMacOffset == 0, $"an address at {network.SourceMacOffset} of {entry.CapturedLength} bytes");
        }
    }
}
