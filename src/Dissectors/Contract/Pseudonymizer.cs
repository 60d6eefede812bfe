using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Sensor.Dissectors.Contract;

/// <summary>Turns identifiers into keyed pseudonyms: SipHash-2-4 with 128-bit output (Aumasson and Bernstein 2012) under a subkey per kind. Immutable.</summary>
public sealed class Pseudonymizer
{
    private readonly (ulong K0, ulong K1)[] _subkeys;

    /// <param name="key">The site's secret, any length; a subkey is the first 16 bytes of HMAC-SHA-256(key, name of the kind).</param>
    public Pseudonymizer(ReadOnlySpan<byte> key)
    {
        var kinds = Enum.GetValues<PseudonymKind>();
        _subkeys = new (ulong, ulong)[kinds.Length];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var kind in kinds)
        {
            HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(kind.ToString().ToLowerInvariant()), mac);
            _subkeys[(int)kind] = (BinaryPrimitives.ReadUInt64LittleEndian(mac), BinaryPrimitives.ReadUInt64LittleEndian(mac[8..]));
        }
    }

    /// <summary>The pseudonym of a value in canonical form (no padding, escapes undone, first component); empty has none.</summary>
    public Pseudonym Of(PseudonymKind kind, ReadOnlySpan<byte> canonical)
    {
        if (canonical.IsEmpty)
        {
            return default;
        }

        var (k0, k1) = _subkeys[(int)kind];
        return SipHash128(k0, k1, canonical);
    }

    /// <summary>SipHash-2-4-128; the result's bytes in their published order, read as one big-endian number.</summary>
    public static Pseudonym SipHash128(ulong k0, ulong k1, ReadOnlySpan<byte> data)
    {
        var v0 = k0 ^ 0x736f6d6570736575UL;
        var v1 = k1 ^ 0x646f72616e646f6dUL ^ 0xee;
        var v2 = k0 ^ 0x6c7967656e657261UL;
        var v3 = k1 ^ 0x7465646279746573UL;
        var rest = data;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest), ref v0, ref v1, ref v2, ref v3);
        }

        var last = (ulong)(data.Length & 0xff) << 56;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        Absorb(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xee;
        FourRounds(ref v0, ref v1, ref v2, ref v3);
        var first = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        FourRounds(ref v0, ref v1, ref v2, ref v3);
        var second = v0 ^ v1 ^ v2 ^ v3;
        return new Pseudonym(BinaryPrimitives.ReverseEndianness(first), BinaryPrimitives.ReverseEndianness(second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRounds(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
