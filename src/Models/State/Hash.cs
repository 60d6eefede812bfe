namespace Sensor.Models;

/// <summary>Mixing of 64-bit keys (finaliser of SplitMix64, Steele et al. 2014): a bijection, equal on every machine.</summary>
internal static class Hash
{
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    public static ulong Mix(ulong first, ulong second) => Mix(Mix(first) ^ second);
}
