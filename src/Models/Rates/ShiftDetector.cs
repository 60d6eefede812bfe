namespace Sensor.Models;

/// <summary>
/// Finds slow shifts: a two-sided cumulative sum (Page 1954) of clipped, whitened residuals from an anchor, a second location with a long
/// memory that stands still while a shift is announced, so that it can't be walked along. Without whitening a lag-1
/// correlation of 0.5 brings 34 times the false alarms.
/// </summary>
internal struct ShiftDetector
{
    public const int StateBytes = (5 * 4) + (2 * 2) + 4;

    /// <summary>Observations before the sums run: the scale has to be known first.</summary>
    private const int FirstSums = 10;

    private float _anchor;
    private float _count;
    private float _previous;
    private float _up;
    private float _down;
    private ushort _runUp;
    private ushort _runDown;
    private uint _announced;

    /// <summary>A shift has been announced and hasn't gone back.</summary>
    public readonly bool IsAnnounced => _announced != 0;

    /// <summary>The location that shifts are measured from, as ln(1 + value).</summary>
    public readonly double Anchor => _anchor;

    /// <summary>
    /// What the sums come to with this observation: false alarms a month at this height, and the mean shift as a difference of ln(1 +
    /// value).
    /// </summary>
    public readonly (double Score, double Shift) Judge(double x, in RobustBaseline baseline, double perMonth, ModelSettings settings)
    {
        var next = this;
        next.Step(x, baseline, settings);
        var up = next._up >= next._down;
        var (sum, run) = up ? (next._up, next._runUp) : (next._down, next._runDown);
        if (run == 0)
        {
            return (double.PositiveInfinity, 0);
        }

        // Siegmund's approximation of the mean time between false alarms of one side, for steps of drift -k and a height that overshoots
        // by 1.166: 2k is the root of E[exp(r (X - k))] = 1 for normal steps X. For skewed ones the root is that of -k + r/2 +
        // r² skew/6 = 0; steps skewed away from the sum don't make it alarm later.
        var k = settings.ShiftSlack;
        var skew = Math.Max(0, up ? baseline.Skew : -baseline.Skew);
        var root = skew < 1e-3 ? 2 * k : (Math.Sqrt(0.25 + (2 * k * skew / 3)) - 0.5) * 3 / skew;
        var reach = root * (sum + 1.166);
        var between = (ExactMath.Exp(reach) - 1 - reach) * 2 / (root * root);
        var shift = ((sum / run) + next.Slack(settings)) * baseline.Scale;
        return (2 * perMonth / between, up ? shift : -shift);
    }

    /// <summary>Takes the observation into the sums, and into the anchor if it may be learnt.</summary>
    public void Observe(double x, in RobustBaseline baseline, uint pause, uint now, bool learn, ModelSettings settings)
    {
        Step(x, baseline, settings);
        if (_announced != 0 && _up == 0 && _down == 0)
        {
            _announced = 0;
        }

        if (!learn)
        {
            return;
        }

        if (_announced != 0 && PacketTime.Between(_announced, now) >= PacketTime.Minutes(settings.QuarantineEnds))
        {
            Restart(baseline);
        }

        if (_count == 0)
        {
            (_anchor, _count) = ((float)x, 1);
        }
        else if (_announced == 0)
        {
            var weight = RobustBaseline.Weight(_count, pause, settings.AnchorHalfLife);
            _anchor += (float)(weight * baseline.Scale * RobustBaseline.Clipped((x - _anchor) / baseline.Scale));
            _count = Math.Min(_count + 1, settings.AnchorMemory);
        }
    }

    public void Announce(uint now) => _announced = Math.Max(now, 1);

    /// <summary>The operating baseline is the new normal.</summary>
    public void Restart(in RobustBaseline baseline)
    {
        this = default;
        (_anchor, _count) = (baseline.Location, baseline.Count);
    }

    public readonly void Save(ref StateWriter writer)
    {
        writer.Single(_anchor);
        writer.Single(_count);
        writer.Single(_previous);
        writer.Single(_up);
        writer.Single(_down);
        writer.UInt16(_runUp);
        writer.UInt16(_runDown);
        writer.UInt32(_announced);
    }

    public static ShiftDetector Load(ref StateReader reader)
    {
        var detector = new ShiftDetector
        {
            _anchor = reader.Single(),
            _count = reader.Single(),
            _previous = reader.Single(),
            _up = reader.Single(),
            _down = reader.Single(),
            _runUp = reader.UInt16(),
            _runDown = reader.UInt16(),
            _announced = reader.UInt32(),
        };
        reader.Require(detector is { _count: >= 0, _up: >= 0, _down: >= 0 });
        return detector;
    }

    private void Step(double x, in RobustBaseline baseline, ModelSettings settings)
    {
        if (_count < FirstSums)
        {
            return;
        }

        var correlation = Math.Clamp(baseline.Correlation, 0, settings.MaxCorrelation);
        var clipped = RobustBaseline.Clipped((x - _anchor) / baseline.Scale);
        var whitened = (clipped - (correlation * _previous)) / Math.Sqrt(1 - (correlation * correlation));
        var slack = Slack(settings);
        _previous = (float)clipped;
        (_up, _runUp) = Grown(_up, _runUp, whitened - slack);
        (_down, _runDown) = Grown(_down, _runDown, -whitened - slack);
    }

    /// <summary>The anchor is known to about 1/√n standard deviations; twice that is allowed for.</summary>
    private readonly double Slack(ModelSettings settings) => settings.ShiftSlack + (2 / Math.Sqrt(Math.Max(_count, 1)));

    private static (float Sum, ushort Run) Grown(float sum, ushort run, double step) =>
        sum + step > 0 ? ((float)(sum + step), (ushort)Math.Min(run + 1, ushort.MaxValue)) : (0f, (ushort)0);
}
