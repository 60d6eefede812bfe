namespace Sensor.Models.Tests.Support;

/// <summary>A tiny generator for tests (Knuth's MMIX constants): the same numbers everywhere, always.</summary>
public sealed class Lcg(ulong seed)
{
    private ulong _state = (seed * 2862933555777941757UL) + 3037000493UL;

    public ulong Next()
    {
        _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
        var mixed = (_state ^ (_state >> 32)) * 0x9E3779B97F4A7C15UL;
        return mixed ^ (mixed >> 29);
    }

    /// <summary>Uniform in (0, 1).</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) / (1UL << 53);

    public int Below(int bound) => (int)(Uniform() * bound);

    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Student's t with few degrees of freedom, scaled to a standard deviation of 1 by the caller if needed.</summary>
    public double StudentT(int freedom)
    {
        var squares = 0.0;
        for (var i = 0; i < freedom; i++)
        {
            var normal = Normal();
            squares += normal * normal;
        }

        return Normal() / Math.Sqrt(squares / freedom);
    }
}
