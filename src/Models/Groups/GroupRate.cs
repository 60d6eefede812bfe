namespace Sensor.Models;

/// <summary>One rate over a group's devices. Sums are whole numbers (2^-20 parts), so that their order doesn't matter.</summary>
internal sealed class GroupRate(ulong feature)
{
    public const int StateBytes = 8 + 4 + (3 * 8) + 8 + (2 * TailCounts.Bins * 4);

    private const double Part = 1 << 20;

    private readonly uint[] _exceedances = new uint[2 * TailCounts.Bins];
    private uint _devices;
    private long _locations;
    private long _squares;
    private long _lnScales;
    private ulong _residuals;

    public ulong Feature => feature;

    public int Devices => (int)_devices;

    /// <summary>Residuals of all devices, inside and outside.</summary>
    public double Residuals => _residuals;

    public double Exceedances(bool high, int bin) => _exceedances[(high ? TailCounts.Bins : 0) + bin];

    public void Add(in RobustBaseline baseline, TailCounts tail)
    {
        _devices++;
        _locations += Fixed(baseline.Location);
        _squares += Fixed((double)baseline.Location * baseline.Location);
        _lnScales += Fixed(ExactMath.Ln(baseline.Scale));
        _residuals += tail.Total;
        for (var bin = 0; bin < TailCounts.Bins; bin++)
        {
            _exceedances[bin] = Saturating.Add(_exceedances[bin], tail.Side(high: false)[bin]);
            _exceedances[TailCounts.Bins + bin] = Saturating.Add(_exceedances[TailCounts.Bins + bin], tail.Side(high: true)[bin]);
        }
    }

    public void MergeFrom(GroupRate other)
    {
        _devices += other._devices;
        _locations += other._locations;
        _squares += other._squares;
        _lnScales += other._lnScales;
        _residuals += other._residuals;
        for (var i = 0; i < _exceedances.Length; i++)
        {
            _exceedances[i] = Saturating.Add(_exceedances[i], other._exceedances[i]);
        }
    }

    /// <summary>
    /// Where a device's value would lie, and how widely, if it were one of this group; its own few observations pull it to themselves
    ///.
    /// </summary>
    public (double Location, double Scale) Predict(in RobustBaseline own, ModelSettings settings)
    {
        var mean = _locations / Part / _devices;
        var between = Math.Max(0, (_squares / Part / _devices) - (mean * mean));
        var within = ExactMath.Exp(_lnScales / Part / _devices);
        var share = settings.GroupWeight / (own.Count + settings.GroupWeight);
        var spread = Math.Sqrt((within * within) + (between * share));
        return (mean + ((1 - share) * (own.Location - mean)), settings.GroupWidening * Math.Max(spread, settings.ScaleFloor));
    }

    /// <summary>What a device judged by its group is expected to show: the 1st, 50th and 99th percentile of a normal x.</summary>
    public static Expected Usual(double location, double scale, GroupRate group)
    {
        const double NinetyNinth = 2.3263;
        return new Expected(
            Math.Max(0, ExactMath.Exp(location - (NinetyNinth * scale)) - 1),
            Math.Max(0, ExactMath.Exp(location) - 1),
            ExactMath.Exp(location + (NinetyNinth * scale)) - 1,
            (long)group.Residuals,
            0);
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt64(feature);
        writer.UInt32(_devices);
        writer.Int64(_locations);
        writer.Int64(_squares);
        writer.Int64(_lnScales);
        writer.UInt64(_residuals);
        foreach (var count in _exceedances)
        {
            writer.UInt32(count);
        }
    }

    public static GroupRate Load(ref StateReader reader)
    {
        var rate = new GroupRate(reader.UInt64())
        {
            _devices = reader.UInt32(),
            _locations = reader.Int64(),
            _squares = reader.Int64(),
            _lnScales = reader.Int64(),
            _residuals = reader.UInt64(),
        };
        reader.Require(rate._devices > 0);
        foreach (ref var count in rate._exceedances.AsSpan())
        {
            count = reader.UInt32();
        }

        return rate;
    }

    private static long Fixed(double value) => (long)Math.Round(value * Part);
}
