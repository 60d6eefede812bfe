using System.Diagnostics.CodeAnalysis;

namespace Sensor.Models;

/// <summary>
/// Everything expected of one device: whom it deals with, how much, and in what order. It judges an observation by what it knew before,
/// then learns from it as far as the judgement, the mode and the data allow. One writer; no clock, no allocation once grown; equal
/// observations in equal contexts give equal judgements and equal state.
/// <para>Time may run backwards a little: what is late counts as now.</para>
/// </summary>
public sealed class DeviceModel
{
    private const uint Magic = 0x31564544; // "DEV1"
    private const int HeaderBytes = 4 * 4;
    private const uint MinutesOfDay = 24 * 60;

    private readonly Allowances _allowances;
    private readonly RelationMemory _relations;
    private readonly RateMemory _rates;
    private readonly SequenceMemory _sequences;
    private uint _observations;
    private uint _damaged;
    private uint _invalid;
    private uint _frozenUntil;

    public DeviceModel()
        : this(new Allowances(), new RelationMemory(), new RateMemory(), new SequenceMemory())
    {
    }

    private DeviceModel(Allowances allowances, RelationMemory relations, RateMemory rates, SequenceMemory sequences)
    {
        _allowances = allowances;
        _relations = relations;
        _rates = rates;
        _sequences = sequences;
    }

    public ModelCounters Counters => new(
        _damaged,
        _invalid,
        _rates.WithoutRoom,
        _sequences.GrammarsWithoutRoom,
        _sequences.TokensWithoutRoom,
        _relations.Evicted,
        _sequences.SessionsEvicted,
        _sequences.TransitionsEvicted);

    /// <summary>Bytes that <see cref="Save"/> writes, at most <see cref="ModelBounds.DeviceBytes"/>.</summary>
    public int StateBytes =>
        StateFrame.Bytes + HeaderBytes + _allowances.StateBytes + _relations.StateBytes + _rates.StateBytes + _sequences.StateBytes;

    /// <summary>Bytes held in memory, the runtime's overhead estimated.</summary>
    public int MemoryBytes => 96 + _allowances.MemoryBytes + _relations.MemoryBytes + _rates.MemoryBytes + _sequences.MemoryBytes;

    public SizeClass SizeClass => StateBytes switch
    {
        <= 1024 => SizeClass.Small,
        <= 4096 => SizeClass.Medium,
        _ => SizeClass.Large,
    };

    /// <summary>Judges a relation and learns from it.</summary>
    public Judgement Observe(in RelationObservation observation, in ModelContext context)
    {
        var now = PacketTime.Minutes(observation.Time);
        var allowed = Allowed(observation, now);
        var judgement = _relations.Judge(observation, context, allowed);
        _relations.Learn(observation, judgement, Take(judgement, observation.Quality, context, now, allowed), context.Settings);
        return judgement;
    }

    /// <summary>Judges a rate and learns from it.</summary>
    public Judgement Observe(in RateObservation observation, in ModelContext context)
    {
        var judgement = Judge(observation, context);
        if (!IsValid(observation.Value))
        {
            _invalid++;
            return judgement;
        }

        var now = PacketTime.Minutes(observation.Time);
        var allowed = Allowed(observation, now);
        var lesson = Take(judgement, observation.Quality, context, now, allowed);
        if (observation.Quality == DataQuality.Clean)
        {
            _rates.Learn(observation, judgement, lesson, allowed == FeedbackVerb.PlannedChange, context.Settings);
        }

        return judgement;
    }

    /// <summary>Judges a step of a session and learns from it.</summary>
    public Judgement Observe(in SequenceObservation observation, in ModelContext context) =>
        Observe(Said(observation), observation.Quality, context);

    /// <summary>Judges a session's end and learns from it.</summary>
    public Judgement Observe(in SessionEnd observation, in ModelContext context) =>
        Observe(Said(observation), observation.Quality, context);

    /// <summary>What <see cref="Observe(in RelationObservation, in ModelContext)"/> would say, changing nothing.</summary>
    public Judgement Judge(in RelationObservation observation, in ModelContext context) =>
        _relations.Judge(observation, context, Allowed(observation, PacketTime.Minutes(observation.Time)));

    /// <summary>What <see cref="Observe(in RateObservation, in ModelContext)"/> would say, changing nothing.</summary>
    public Judgement Judge(in RateObservation observation, in ModelContext context) =>
        IsValid(observation.Value) && observation.Quality == DataQuality.Clean
            ? _rates.Judge(observation, context, Allowed(observation, PacketTime.Minutes(observation.Time)))
            : Unclean(new Subject(ExpectationKind.Rate, default, observation.Feature));

    /// <summary>What <see cref="Observe(in SequenceObservation, in ModelContext)"/> would say, changing nothing.</summary>
    public Judgement Judge(in SequenceObservation observation, in ModelContext context) =>
        Judge(Said(observation), observation.Quality, context);

    /// <summary>What <see cref="Observe(in SessionEnd, in ModelContext)"/> would say, changing nothing.</summary>
    public Judgement Judge(in SessionEnd observation, in ModelContext context) =>
        Judge(Said(observation), observation.Quality, context);

    /// <summary>
    /// The operator vouches that what was learnt is complete: relations of every kind (also those never used), sequences and rates of
    /// transactions known so far judge from now on. Rates of intervals stay silent until they have evidence of their own.
    /// </summary>
    public void DeclareMature(long time, ModelSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = PacketTime.Minutes(time);
        _relations.Declare(now, settings);
        _rates.Declare();
        _sequences.Declare(now, settings);
    }

    /// <summary>Takes an analyst's word.</summary>
    public void Apply(in Feedback feedback)
    {
        var from = PacketTime.Minutes(feedback.From);
        switch (feedback.Verb)
        {
            case FeedbackVerb.Expected or FeedbackVerb.PlannedChange:
                _allowances.Add(feedback.Verb, feedback.Subject, from, PacketTime.Minutes(feedback.Until), Knows(feedback.Subject));
                break;
            case FeedbackVerb.TrueIncident:
                _frozenUntil = PacketTime.Minutes(feedback.Until);

                // A young device has nothing else: all it does would be new.
                var dayBefore = from - Math.Min(from, MinutesOfDay);
                _relations.Forget(_relations.Oldest < dayBefore ? dayBefore : from, known: true);
                _rates.Forget();
                _sequences.Forget();
                break;
            case FeedbackVerb.Unclear:
                _relations.Hold(feedback.Subject);
                _rates.Hold(feedback.Subject);
                _sequences.Hold(feedback.Subject);
                break;
            case FeedbackVerb.Once:
                _relations.Forget(from, known: false);
                _rates.Forget();
                _sequences.Forget();
                break;
            case FeedbackVerb.Withdrawn:
                var taught = _allowances.Remove(feedback.Subject);
                _relations.Drop(feedback.Subject, taught);
                _rates.Drop(feedback.Subject);
                _sequences.Drop(feedback.Subject, taught);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(feedback), feedback.Verb, null);
        }
    }

    /// <summary>
    /// Takes over what another model learnt, as two identities turned out to be one device. Known to either is known; sums restart; its
    /// open sessions are left behind.
    /// </summary>
    public void MergeFrom(DeviceModel other, ModelSettings settings)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other))
        {
            return;
        }

        _allowances.MergeFrom(other._allowances);
        _relations.MergeFrom(other._relations, settings);
        _rates.MergeFrom(other._rates, settings);
        _sequences.MergeFrom(other._sequences, settings);
        _observations = Saturating.Add(_observations, other._observations);
        _damaged = Saturating.Add(_damaged, other._damaged);
        _invalid = Saturating.Add(_invalid, other._invalid);
        _frozenUntil = Math.Max(_frozenUntil, other._frozenUntil);
    }

    /// <summary>Adds this device to its group's next summary: what is known and mature, nothing that waits in quarantine.</summary>
    public void Contribute(GroupSummary summary, long time, ModelSettings settings)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Contribution.Add(summary, _relations, _rates, _sequences, PacketTime.Minutes(time), settings);
    }

    /// <summary>What the device still lacks to be judged by its own history.</summary>
    public Maturity MaturityAt(long time, ModelSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = PacketTime.Minutes(time);
        return new Maturity(_relations.Lacks(now, settings), _rates.Lacks(now, settings), _sequences.Lacks(now, settings), _observations);
    }

    /// <summary>What was learnt, for people.</summary>
    public ModelReport Report(long time, ModelSettings settings)
    {
        return Reporter.Report(_relations, _rates, _sequences, PacketTime.Minutes(time), settings);
    }

    /// <summary>Writes the state, little endian, and returns how many bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="StateBytes"/>.</exception>
    public int Save(Span<byte> destination)
    {
        var writer = new StateWriter(StateFrame.Body(destination, StateBytes));
        writer.UInt32(_observations);
        writer.UInt32(_damaged);
        writer.UInt32(_invalid);
        writer.UInt32(_frozenUntil);
        _allowances.Save(ref writer);
        _relations.Save(ref writer);
        _rates.Save(ref writer);
        _sequences.Save(ref writer);
        return StateFrame.Seal(destination, Magic, writer.Written);
    }

    /// <summary>
    /// Reads what <see cref="Save"/> wrote; false where it is damaged or of another version. The source must be as long as what was
    /// written.
    /// </summary>
    public static bool TryLoad(ReadOnlySpan<byte> source, [NotNullWhen(true)] out DeviceModel? model)
    {
        model = null;
        if (!StateFrame.TryOpen(source, Magic, out var body))
        {
            return false;
        }

        var reader = new StateReader(body);
        var (taught, damaged, invalid, frozenUntil) = (reader.UInt32(), reader.UInt32(), reader.UInt32(), reader.UInt32());
        var loaded = new DeviceModel(
            Allowances.Load(ref reader),
            RelationMemory.Load(ref reader),
            RateMemory.Load(ref reader),
            SequenceMemory.Load(ref reader))
        {
            _observations = taught,
            _damaged = damaged,
            _invalid = invalid,
            _frozenUntil = frozenUntil,
        };
        model = reader.Complete ? loaded : null;
        return model is not null;
    }

    private static bool IsValid(double value) => value >= 0 && double.IsFinite(value);

    private static Judgement Unclean(in Subject subject) =>
        new() { Subject = subject, Score = double.PositiveInfinity, Shortfall = new Shortfall(Lacking.CleanData) };

    private static Utterance Said(in SequenceObservation observation) =>
        new(observation.Time, observation.Grammar, observation.Session, observation.Token, observation.First);

    private static Utterance Said(in SessionEnd observation) =>
        new(observation.Time, observation.Grammar, observation.Session, Subject.End, First: false);

    private Judgement Observe(in Utterance said, DataQuality quality, in ModelContext context)
    {
        if (quality == DataQuality.Damaged)
        {
            _damaged = Saturating.Add(_damaged, 1);
            _sequences.Lose(said.Grammar, said.Session);
            return Judge(said, quality, context);
        }

        var step = _sequences.Read(said, context.Settings);
        var allowed = _sequences.Allowed(said, step, _allowances);
        var judgement = _sequences.Judge(said, step, context, allowed);
        _sequences.Learn(said, step, judgement, Take(judgement, quality, context, step.Now, allowed), context.Settings);
        return judgement;
    }

    private Judgement Judge(in Utterance said, DataQuality quality, in ModelContext context)
    {
        if (quality == DataQuality.Damaged)
        {
            return Unclean(new Subject(ExpectationKind.Sequence, default, said.Grammar, 0, said.Token));
        }

        var step = _sequences.Read(said, context.Settings);
        return _sequences.Judge(said, step, context, _sequences.Allowed(said, step, _allowances));
    }

    private bool Knows(in Subject subject) => _relations.Knows(subject) || _sequences.Knows(subject);

    private FeedbackVerb? Allowed(in RelationObservation observation, uint now) =>
        _allowances.Find(new Subject(ExpectationKind.Relation, observation.Kind, observation.Key), now);

    private FeedbackVerb? Allowed(in RateObservation observation, uint now) =>
        _allowances.Find(new Subject(ExpectationKind.Rate, default, observation.Feature), now);

    /// <summary>Decides what the observation may teach, and counts it.</summary>
    private Lesson Take(in Judgement judgement, DataQuality quality, in ModelContext context, uint now, FeedbackVerb? allowed)
    {
        var damaged = quality == DataQuality.Damaged;
        var lesson = Lessons.Of(judgement, frozen: damaged || context.Paused || context.Mode == LearningMode.Detect || now < _frozenUntil, allowed);
        _damaged = Saturating.Add(_damaged, damaged ? 1u : 0);
        _observations = Saturating.Add(_observations, lesson is Lesson.Learn or Lesson.Wait ? 1u : 0);
        return lesson;
    }
}
