namespace Contenders;

/// <summary>Random numbers by SplitMix64 (Steele, Lea, Flood 2014): the same everywhere for the same seed.</summary>
public struct Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 bits that depend on all that are given and look like nothing.</summary>
    public static ulong Mix(params ReadOnlySpan<ulong> parts)
    {
        var chance = new Chance(0x5EED);
        foreach (var part in parts)
        {
            chance._state ^= part;
            chance._state = chance.Next();
        }

        return chance._state;
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>At least 0, below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, below <paramref name="end"/>.</summary>
    public int Whole(int end) => (int)(Uniform() * end);

    /// <summary>Mean 0, standard deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
