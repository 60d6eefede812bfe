using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>
/// The fixed division of all traffic: part of the output's contract, because state and its bounds live in a partition. Made of 32-bit operations only, so that a
/// classic BPF program in the kernel can deal packets out by the same rule.
/// </summary>
internal static class Partitioning
{
    public const int Count = 64;

    /// <summary>The partition of an address pair, the same for both directions.</summary>
    public static byte Of(in IpAddress a, in IpAddress b) => (byte)(((Mix(Fold(a)) + Mix(Fold(b))) * 0x9E3779B1u) >> 26);

    /// <summary>The partition of a packet by its innermost addresses; 0 without IP.</summary>
    public static byte Of(in NetworkLocation network, ReadOnlySpan<byte> frame) =>
        IpHeader.TryReadAddresses(network.Kind, frame[Math.Min(network.Offset, frame.Length)..], out var source, out var destination) ? Of(in source, in destination) : (byte)0;

    /// <summary>The four words of an address, IPv4 in its mapped form.</summary>
    private static uint Fold(in IpAddress address)
    {
        var words = ((uint)(address.High >> 32) * 31) + (uint)address.High;
        words = (words * 31) + (uint)(address.Low >> 32);
        return (words * 31) + (uint)address.Low;
    }

    private static uint Mix(uint x)
    {
        x ^= x >> 15;
        x *= 0x2C1B3C6Du;
        return x ^ (x >> 12);
    }
}
