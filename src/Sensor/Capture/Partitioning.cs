using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>
/// The fixed division of all traffic: part of the output's contract, because state and its bounds live in a partition. Made of 32-bit operations only, so that a
/// classic BPF program in the kernel deals packets out by the same rule (<see cref="Live.FanOutProgram"/>).
/// </summary>
internal static class Partitioning
{
    public const int Count = 64;

    public const uint FoldFactor = 31;
    public const int FirstShift = 15;
    public const uint MixFactor = 0x2C1B3C6D;
    public const int SecondShift = 12;
    public const uint PairFactor = 0x9E3779B1;
    public const int PairShift = 26;

    /// <summary>The first three words of an IPv4 address in its mapped form, folded: 0, 0, 0xFFFF.</summary>
    public const uint FoldedV4Prefix = 0xFFFF * FoldFactor;

    /// <summary>The partition of an address pair, the same for both directions.</summary>
    public static byte Of(in IpAddress a, in IpAddress b) => (byte)(((Mix(Fold(a)) + Mix(Fold(b))) * PairFactor) >> PairShift);

    /// <summary>The partition of a packet by its innermost addresses; 0 without IP.</summary>
    public static byte Of(in NetworkLocation network, ReadOnlySpan<byte> frame) =>
        IpHeader.TryReadAddresses(network.Kind, frame[Math.Min(network.Offset, frame.Length)..], out var source, out var destination) ? Of(in source, in destination) : (byte)0;

    /// <summary>The four words of an address, IPv4 in its mapped form.</summary>
    private static uint Fold(in IpAddress address)
    {
        var words = ((uint)(address.High >> 32) * FoldFactor) + (uint)address.High;
        words = (words * FoldFactor) + (uint)(address.Low >> 32);
        return (words * FoldFactor) + (uint)address.Low;
    }

    private static uint Mix(uint x)
    {
        x ^= x >> FirstShift;
        x *= MixFactor;
        return x ^ (x >> SecondShift);
    }
}
