using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>The fixed division of all traffic: part of the output's contract, because state and its bounds live in a partition.</summary>
internal static class Partitioning
{
    public const int Count = 64;

    /// <summary>The partition of an address pair, the same for both directions.</summary>
    public static byte Of(in IpAddress a, in IpAddress b)
    {
        // A sum of mixed halves is symmetric; mixing again spreads it.
        var sum = Mix(a.High ^ Mix(a.Low)) + Mix(b.High ^ Mix(b.Low));
        return (byte)(Mix(sum) >> 58);
    }

    private static ulong Mix(ulong x)
    {
        x ^= x >> 32;
        x *= 0xE9846AF9B1A615DUL;
        x ^= x >> 32;
        x *= 0xE9846AF9B1A615DUL;
        x ^= x >> 28;
        return x;
    }
}
