namespace Sensor.Models;

/// <summary>
/// What one rate has been, on x = ln(1 + value). A single value surprises by its tail probability: λ = 2 p · values a month. A slow shift
/// surprises by its cumulative sum. Either has to be large enough to matter, too: rare and tiny is nobody's alert.
/// </summary>
internal sealed class RateExpectation(ulong feature, RateKind kind)
{
    public const int StateBytes = 8 + 2 + (3 * 4) + RobustBaseline.StateBytes + ShiftDetector.StateBytes + (2 * RateQuarantine.StateBytes)
        + ValueHistogram.StateBytes + TailCounts.StateBytes;

    public const int MemoryBytes = StateBytes + 160;

    /// <summary>Observations until the scale is worth measuring residuals with.</summary>
    private const int FirstResiduals = 10;

    /// <summary>Fewest observations that the operator can declare mature.</summary>
    private const int FewestDeclared = 5;

    private RobustBaseline _baseline;
    private ShiftDetector _shift;
    private RateQuarantine _high;
    private RateQuarantine _low;
    private ValueHistogram _values = new();
    private TailCounts _tail = new();
    private uint _first;
    private uint _last;
    private uint _observations;
    private bool _declared;

    public ulong Feature => feature;

    public RateKind Kind => kind;

    public RobustBaseline Baseline => _baseline;

    public TailCounts Tail => _tail;

    /// <summary>A shift was announced and hasn't gone back.</summary>
    public bool HasShifted => _shift.IsAnnounced;

    /// <summary>What the device's own history makes usual.</summary>
    public Expected Usual()
    {
        if (_observations == 0)
        {
            return default;
        }

        var (low, typical, high) = _values.Percentiles();
        var middle = Value(typical);
        return new Expected(
            low == typical ? middle : Value(low),
            middle,
            high == typical ? middle : Value(high),
            _observations,
            PacketTime.FromMinutes(_first));
    }

    /// <summary>What it lacks to speak for itself, and for its group.</summary>
    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        var need = _declared && kind == RateKind.PerTransaction ? FewestDeclared : settings.MatureRateObservations;
        if (_observations < need)
        {
            return new Shortfall(Lacking.Observations, _observations, need);
        }

        if (_declared && kind == RateKind.PerTransaction)
        {
            return default;
        }

        // Thirty objects of one busy minute are one occasion, not a history.
        var minutes = PacketTime.Between(_first, now);
        var span = PacketTime.Minutes(kind == RateKind.PerInterval ? settings.MatureIntervalSpan : settings.MatureSpan);
        return minutes < span ? new Shortfall(Lacking.Span, minutes * 60.0, span * 60.0) : default;
    }

    /// <param name="observation">A valid, undamaged value.</param>
    /// <param name="context">Settings, mode and group.</param>
    /// <param name="allowed">What an analyst said of this feature.</param>
    /// <param name="budget">λ allowed for one test of this feature.</param>
    public Judgement Judge(in RateObservation observation, in ModelContext context, FeedbackVerb? allowed, double budget)
    {
        var now = PacketTime.Minutes(observation.Time);
        var judgement = new Judgement
        {
            Subject = new Subject(ExpectationKind.Rate, default, observation.Feature),
            Score = double.PositiveInfinity,
            Observed = observation.Value,
            Expected = Usual(),
            FirstSight = _observations == 0,
        };
        if (context.Mode == LearningMode.Learn)
        {
            return judgement with { Shortfall = new Shortfall(Lacking.Judging) };
        }

        var settings = context.Settings;
        var lack = Lacks(now, settings);
        var group = context.Group?.Rate(observation.Feature) is { } rate && rate.Devices >= settings.GroupDevices ? rate : null;
        if (!lack.IsNone && (group is null || kind == RateKind.PerInterval))
        {
            return judgement with { Shortfall = lack };
        }

        var x = ExactMath.Ln(1 + observation.Value);
        var own = lack.IsNone;
        var (location, scale) = own ? (_baseline.Location, _baseline.Scale) : group!.Predict(_baseline, settings);
        if (!own)
        {
            judgement = judgement with { Basis = Basis.Group, Expected = GroupRate.Usual(location, scale, group!) };
        }

        var perMonth = PacketTime.PerMonth(_observations, _first, now);
        perMonth = kind == RateKind.PerTransaction ? Math.Min(perMonth, settings.RateOccasionsPerMonth) : perMonth;
        var z = (x - location) / (own ? Inflated(scale) : scale);
        var score = 2 * TailFit.Probability(Math.Abs(z), z > 0, _tail, group, settings.TailPrior) * perMonth;
        judgement = judgement with { Verdict = Verdict.Expected, Score = ExactMath.RoundScore(score), PeersKnown = group?.Devices ?? 0 };
        judgement = JudgeValue(judgement, x, z > 0, now, settings, budget);
        if (own && judgement.Reason == JudgementReason.None && PacketTime.Between(_first, now) >= PacketTime.Minutes(settings.MatureShiftSpan))
        {
            judgement = JudgeShift(judgement, x, perMonth, settings, budget);
        }

        return allowed switch
        {
            FeedbackVerb.Expected => judgement with { Verdict = Verdict.Expected, Repeats = 0 },
            FeedbackVerb.PlannedChange when judgement.Verdict == Verdict.Surprising => judgement with { Verdict = Verdict.Informational },
            _ => judgement,
        };
    }

    public void Learn(in RateObservation observation, in Judgement judgement, Lesson lesson, bool planned, ModelSettings settings)
    {
        var now = PacketTime.Minutes(observation.Time);
        var pause = PacketTime.Between(_last, now);
        var x = ExactMath.Ln(1 + observation.Value);
        var shifted = judgement.Reason is JudgementReason.RateShiftUp or JudgementReason.RateShiftDown;
        var (waits, accepted) = (!shifted && lesson is Lesson.Wait or Lesson.Remember, false);
        if (shifted && judgement.Verdict == Verdict.Surprising)
        {
            _shift.Announce(now);
        }

        if (waits)
        {
            ref var side = ref judgement.Reason == JudgementReason.RateLow ? ref _low : ref _high;
            side.Note(now, proves: lesson == Lesson.Wait, settings);
            if (lesson == Lesson.Wait && side.IsProven(now, settings))
            {
                // It has recurred for days: this is how the device works now.
                _baseline.Reopen();
                (waits, accepted) = (false, true);
            }
        }

        // A shift is made of values that are usual each: the operating baseline follows it, the anchor doesn't. Values in quarantine are
        // no part of it.
        var learns = !waits && lesson is Lesson.Learn or Lesson.Wait;
        if (_baseline.Count > 0 && !waits)
        {
            _shift.Observe(x, _baseline, pause, now, learns, settings);
        }

        if (learns)
        {
            LearnValue(x, now, pause, planned ? 2 : 1, settings);
        }

        if (accepted)
        {
            _shift.Restart(_baseline);
        }
    }

    public void Declare() => _declared = true;

    public void Hold()
    {
        _high.Hold();
        _low.Hold();
    }

    /// <summary>Forgets what waits, and the sums: an incident explains them.</summary>
    public void Forget()
    {
        (_high, _low) = (default, default);
        _shift.Restart(_baseline);
    }

    public void MergeFrom(RateExpectation other, ModelSettings settings)
    {
        _baseline.MergeFrom(other._baseline, settings);
        _shift.Restart(_baseline);
        _values.MergeFrom(other._values);
        _tail.MergeFrom(other._tail);
        _first = _observations == 0 ? other._first : other._observations == 0 ? _first : Math.Min(_first, other._first);
        _last = Math.Max(_last, other._last);
        _observations = Saturating.Add(_observations, other._observations);
        _declared |= other._declared;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt64(feature);
        writer.Byte((byte)kind);
        writer.Byte((byte)(_declared ? 1 : 0));
        writer.UInt32(_first);
        writer.UInt32(_last);
        writer.UInt32(_observations);
        _baseline.Save(ref writer);
        _shift.Save(ref writer);
        _high.Save(ref writer);
        _low.Save(ref writer);
        _values.Save(ref writer);
        _tail.Save(ref writer);
    }

    public static RateExpectation Load(ref StateReader reader)
    {
        var feature = reader.UInt64();
        var kind = (RateKind)reader.Byte();
        reader.Require(kind <= RateKind.PerInterval);
        return new RateExpectation(feature, kind)
        {
            _declared = reader.Byte() != 0,
            _first = reader.UInt32(),
            _last = reader.UInt32(),
            _observations = reader.UInt32(),
            _baseline = RobustBaseline.Load(ref reader),
            _shift = ShiftDetector.Load(ref reader),
            _high = RateQuarantine.Load(ref reader),
            _low = RateQuarantine.Load(ref reader),
            _values = ValueHistogram.Load(ref reader),
            _tail = TailCounts.Load(ref reader),
        };
    }

    private Judgement JudgeValue(Judgement judgement, double x, bool high, uint now, ModelSettings settings, double budget)
    {
        if (judgement.Score > budget || !Matters(x, judgement, settings))
        {
            return judgement;
        }

        var before = (high ? _high : _low).Count(now, settings);
        return judgement with
        {
            Verdict = before == 0 ? Verdict.Surprising : Verdict.Informational,
            Reason = high ? JudgementReason.RateHigh : JudgementReason.RateLow,
            Repeats = before,
        };
    }

    private Judgement JudgeShift(Judgement judgement, double x, double perMonth, ModelSettings settings, double budget)
    {
        var (score, shift) = _shift.Judge(x, _baseline, perMonth, settings);
        score = ExactMath.RoundScore(score);
        if (score > budget || Math.Abs(shift) < ExactMath.Ln(settings.ShiftEffect) || score > judgement.Score)
        {
            return judgement;
        }

        return judgement with
        {
            Verdict = _shift.IsAnnounced ? Verdict.Informational : Verdict.Surprising,
            Reason = shift > 0 ? JudgementReason.RateShiftUp : JudgementReason.RateShiftDown,
            Score = score,
            Observed = Math.Max(0, ExactMath.Exp(_shift.Anchor + shift) - 1),
            Repeats = _shift.IsAnnounced ? 1 : 0,
        };
    }

    /// <summary>Outside the range of values seen or predicted, and far enough from the typical one.</summary>
    private bool Matters(double x, in Judgement judgement, ModelSettings settings)
    {
        var effect = ExactMath.Ln(kind == RateKind.PerTransaction ? settings.TransactionEffect : settings.IntervalEffect);
        var usual = judgement.Expected;
        var outside = judgement.Observed > usual.High || judgement.Observed < usual.Low;
        return outside && Math.Abs(x - ExactMath.Ln(1 + usual.Typical)) >= effect;
    }

    private void LearnValue(double x, uint now, uint pause, double boost, ModelSettings settings)
    {
        if (_observations == 0)
        {
            (_first, _last) = (now, now);
        }
        else if (_baseline.Count >= FirstResiduals)
        {
            _tail.Add((x - _baseline.Location) / Inflated(_baseline.Scale));
        }

        _baseline.Learn(x, pause, boost, settings);
        _values.Add(x);
        _last = Math.Max(_last, now);
        _observations = Saturating.Add(_observations, 1);
    }

    /// <summary>A prediction is wider than the scale, because the location is known from so many values only.</summary>
    private double Inflated(double scale) => scale * Math.Sqrt(1 + (1 / Math.Max(_baseline.Count, 1)));

    private static double Value(double x) => ExactMath.Exp(x) - 1;
}
