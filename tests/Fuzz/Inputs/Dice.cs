namespace Sensor.Fuzz.Inputs;

/// <summary>Chance that repeats: the same seed throws the same numbers (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private static readonly uint[] _borders =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 20, 24, 31, 32, 40, 54, 63, 64, 127, 128, 255, 256, 511, 512, 1023, 1024, 1460, 2047, 2048, 4095, 4096, 16_384, 32_767, 32_768,
        65_534, 65_535, 65_536, 69_632, 262_144, 1 << 20, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FF00, 0xFFFF_FFF0, 0xFFFF_FFFC, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    private ulong _state = seed;

    public static ulong Mix(ulong a, ulong b) => new Dice((a * 0x9E3779B97F4A7C15UL) ^ b).Bits();

    /// <summary>A number that belongs to an input: chance without a seed of its own.</summary>
    public static ulong Of(byte[] input) => Mix((ulong)input.Length, input.Aggregate(7UL, (hash, b) => (hash * 31) + b));

    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="count"/> - 1; 0 for no count.</summary>
    public int Next(int count) => count <= 0 ? 0 : (int)(Bits() % (ulong)count);

    public int Next(int from, int to) => from + Next(to - from);

    /// <summary>One time in <paramref name="times"/>.</summary>
    public bool Once(int times) => Next(times) == 0;

    public byte Byte() => (byte)Bits();

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>Small more often than large, at least 1 and at most <paramref name="most"/>.</summary>
    public int Few(int most) => 1 + Next(Next(Math.Max(1, most)) + 1);

    /// <summary>What a number field might be given: a border, a neighbour of what is there, the true rest of its input, or anything.</summary>
    public uint Number(uint current, int rest) => Next(6) switch
    {
        0 or 1 => _borders[Next(_borders.Length)],
        2 => current + (uint)(Next(33) - 16),
        3 => (uint)(rest + Next(9) - 4),
        4 => current ^ (1u << Next(32)),
        _ => (uint)Bits(),
    };
}
