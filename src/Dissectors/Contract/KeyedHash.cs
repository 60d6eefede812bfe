using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sensor.Dissectors.Contract;

/// <summary>A fast seeded 64-bit hash for tables and comparisons in memory. Not stored, not shown, no secret rests on it.</summary>
public static class KeyedHash
{
    private const ulong A = 0xA0761D6478BD642FUL;
    private const ulong B = 0xE7037ED1A0B428DBUL;

    /// <summary>Two words as one seed.</summary>
    public static ulong Join(ulong first, ulong second) => Mix(first ^ Mix(second));

    public static ulong Of(ulong seed, ReadOnlySpan<byte> data)
    {
        var hash = seed ^ ((ulong)data.Length * 0x9E3779B97F4A7C15UL);
        if (data.Length >= 64)
        {
            // Four independent lanes: one multiplication's latency no longer bounds the loop.
            var (h1, h2, h3) = (hash ^ A, hash ^ B, ~hash);
            for (; data.Length >= 32; data = data[32..])
            {
                var words = MemoryMarshal.Cast<byte, ulong>(data[..32]);
                hash = Mix(hash ^ words[0]);
                h1 = Mix(h1 ^ words[1]);
                h2 = Mix(h2 ^ words[2]);
                h3 = Mix(h3 ^ words[3]);
            }

            hash ^= Mix(h1 ^ Mix(h2 ^ Mix(h3)));
        }

        for (; data.Length >= 8; data = data[8..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(data));
        }

        ulong last = 0;
        for (var i = 0; i < data.Length; i++)
        {
            last |= (ulong)data[i] << (8 * i);
        }

        return Mix(hash ^ last ^ B);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ A, B, out var low);
        return high ^ low;
    }
}
