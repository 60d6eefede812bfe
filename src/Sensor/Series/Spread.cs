using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sensor.Series;

/// <summary>Number, sum, least and most of values.</summary>
internal struct Spread
{
    public long Count;
    public double Sum;
    public double Least;
    public double Most;

    public readonly double Mean => Sum / Count;

    /// <summary>It can have been added up.</summary>
    public readonly bool IsSound => Count >= 0 && Least <= Most;

    public void Add(double value)
    {
        (Least, Most) = Count == 0 ? (value, value) : (Math.Min(Least, value), Math.Max(Most, value));
        Count++;
        Sum += value;
    }
}

/// <summary>How durations lie: whole microseconds in bins that are a quarter of a power of two wide, so that a percentile is right to an eighth; up to an hour.</summary>
internal struct DurationBins
{
    private const int Count = 128;

    private Bins _counts;

    public void Add(double microseconds) => _counts[BinOf(microseconds)]++;

    /// <summary>The middle of the bin in which the share's value lies.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="all">The values added.</param>
    public readonly double Percentile(double share, in Spread all)
    {
        var below = 0L;
        var rank = Math.Max(1, (long)Math.Ceiling(share * all.Count));
        for (var bin = 0; bin < Count; bin++)
        {
            below += _counts[bin];
            if (below >= rank)
            {
                return Math.Clamp((Start(bin) + Start(bin + 1)) / 2.0, all.Least, all.Most);
            }
        }

        return all.Most;
    }

    private static int BinOf(double microseconds)
    {
        var whole = (ulong)Math.Clamp(microseconds, 0, uint.MaxValue);
        if (whole < 4)
        {
            return (int)whole;
        }

        var power = BitOperations.Log2(whole);
        return Math.Min(Count - 1, ((power - 1) << 2) | (int)((whole >> (power - 2)) & 3));
    }

    /// <summary>The least value of a bin.</summary>
    private static ulong Start(int bin) => bin < 4 ? (ulong)bin : (4UL | ((ulong)bin & 3)) << ((bin >> 2) - 1);

    [InlineArray(Count)]
    private struct Bins
    {
        private uint _first;
    }
}
