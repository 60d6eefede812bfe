using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>A two-way 5-tuple: the lower endpoint (by address, then port) comes first, whoever sent.</summary>
internal readonly record struct FlowKey(IpAddress Low, IpAddress High, ushort LowPort, ushort HighPort, byte Protocol)
{
    public static FlowKey Of(in IpAddress source, in IpAddress destination, ushort sourcePort, ushort destinationPort, byte protocol, out bool sourceIsLow)
    {
        var order = source.CompareTo(destination);
        sourceIsLow = order < 0 || (order == 0 && sourcePort <= destinationPort);
        return sourceIsLow
            ? new FlowKey(source, destination, sourcePort, destinationPort, protocol)
            : new FlowKey(destination, source, destinationPort, sourcePort, protocol);
    }

    /// <summary>Seeded, because whoever sends packets chooses the keys.</summary>
    public ulong Hash(ulong seed)
    {
        var ports = ((ulong)LowPort << 32) | ((ulong)HighPort << 16) | Protocol;
        return Mix(Low.Low ^ Mix(High.Low ^ Mix(ports ^ seed))) ^ Mix(Low.High ^ Mix(High.High ^ seed));
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ 0xA0761D6478BD642FUL, 0xE7037ED1A0B428DBUL, out var low);
        return high ^ low;
    }
}

internal sealed class FlowKeyComparer(ulong seed) : IEqualityComparer<FlowKey>
{
    public bool Equals(FlowKey x, FlowKey y) => x == y;

    public int GetHashCode(FlowKey key)
    {
        var hash = key.Hash(seed);
        return (int)(hash ^ (hash >> 32));
    }
}
