namespace Contenders.Kitsune;

/// <summary>
/// Weight, mean and standard deviation of a stream that fades (Mirsky, Doitshman, Elovici, Shabtai, NDSS 2018, section IV.B): before each value, everything earlier is multiplied by
/// 2^(-rate · seconds since the last).
/// </summary>
public struct DampedStatistics
{
    private double _weight;
    private double _sum;
    private double _squares;
    private long _last;

    public readonly double Weight => _weight;

    public readonly double Mean => _sum / _weight;

    public readonly double Deviation => Math.Sqrt(Math.Abs((_squares / _weight) - (Mean * Mean)));

    /// <param name="time">Nanoseconds.</param>
    /// <param name="value">What is counted.</param>
    /// <param name="rate">Of fading, a second.</param>
    public void Take(long time, double value, double rate)
    {
        var fading = _weight > 0 ? Math.Pow(2, -rate * Math.Max(0, time - _last) / 1e9) : 0;
        (_weight, _sum, _squares, _last) = ((_weight * fading) + 1, (_sum * fading) + value, (_squares * fading) + (value * value), time);
    }
}
