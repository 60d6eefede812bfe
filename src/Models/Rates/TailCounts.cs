namespace Sensor.Models;

/// <summary>
/// How far residuals lay outside, in standard deviations, for each side. Device and group add up; p-values come from <see cref="TailFit"/>.
/// </summary>
internal sealed class TailCounts
{
    /// <summary>
    /// From how many standard deviations a residual counts as outside: the normal 97.7th percentile (a round number of standard deviations).
    /// </summary>
    public const double Threshold = 2;

    public const int Bins = 12;
    public const int StateBytes = 4 + (2 * 2 * Bins);

    private const ushort Full = 60_000;

    private static readonly double[] EdgesAbove = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 10, 18, 22];

    private readonly ushort[] _counts = new ushort[2 * Bins];

    /// <summary>
    /// Lower edges of the bins above <see cref="Threshold"/>, in standard deviations; the last bin is open and taken for 4 wide.
    /// </summary>
    public static ReadOnlySpan<double> Edges => EdgesAbove;

    /// <summary>Residuals seen, inside and outside.</summary>
    public uint Total { get; private set; }

    public ReadOnlySpan<ushort> Side(bool high) => _counts.AsSpan(high ? Bins : 0, Bins);

    public void Add(double z)
    {
        Total++;
        var beyond = Math.Abs(z) - Threshold;
        if (beyond < 0)
        {
            return;
        }

        var bin = Bins - 1;
        while (beyond < Edges[bin])
        {
            bin--;
        }

        if (++_counts[(z > 0 ? Bins : 0) + bin] == Full)
        {
            Total /= 2;
            foreach (ref var count in _counts.AsSpan())
            {
                count /= 2;
            }
        }
    }

    public void MergeFrom(TailCounts other)
    {
        Total = (uint)Math.Min((ulong)Total + other.Total, uint.MaxValue / 2);
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = (ushort)Math.Min(_counts[i] + other._counts[i], Full - 1);
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt32(Total);
        foreach (var count in _counts)
        {
            writer.UInt16(count);
        }
    }

    public static TailCounts Load(ref StateReader reader)
    {
        var tail = new TailCounts { Total = reader.UInt32() };
        foreach (ref var count in tail._counts.AsSpan())
        {
            count = reader.UInt16();
            reader.Require(count < Full);
        }

        return tail;
    }
}
