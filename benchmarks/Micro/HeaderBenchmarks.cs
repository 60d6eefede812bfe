using BenchmarkDotNet.Attributes;
using Sensor.Capture;
using Sensor.Dissectors.Packets;

namespace Sensor.Benchmarks;

/// <summary>From a captured frame to its TCP header, one packet each.</summary>
[MemoryDiagnoser]
public class HeaderBenchmarks
{
    private readonly byte[] _frame = new byte[1514];

    [GlobalSetup]
    public void Setup()
    {
        _frame[12] = 0x08;
        _frame[14] = 0x45;
        _frame[16] = 1500 >> 8;
        _frame[17] = 1500 & 0xFF;
        _frame[23] = IpProtocol.Tcp;
        _frame[46] = 0x50;
    }

    [Benchmark]
    public int Partition()
    {
        var network = NetworkLocation.Find(LinkType.Ethernet, _frame);
        return IpHeader.TryReadAddresses(network.Kind, _frame.AsSpan(network.Offset), out var source, out var destination)
            ? Partitioning.Of(in source, in destination)
            : -1;
    }

    [Benchmark]
    public int ToTcp()
    {
        var network = NetworkLocation.Find(LinkType.Ethernet, _frame);
        var packet = _frame.AsSpan(network.Offset);
        return IpHeader.TryParse(network.Kind, packet, packet.Length, out var ip)
            && TcpHeader.TryParse(packet[ip.PayloadOffset..], ip.PayloadLength, out var tcp)
            ? tcp.DataOffset
            : -1;
    }
}
