namespace Sensor.Models;

/// <summary>A device's rates: the first features that come find room.</summary>
internal sealed class RateMemory
{
    // A feature not met yet is judged by one that never learns: judging alone must neither change a model nor allocate.
    private static readonly RateExpectation[] Blank = [new(0, RateKind.PerTransaction), new(0, RateKind.PerInterval)];

    private RateExpectation[] _features = [];

    public uint WithoutRoom { get; private set; }

    public int Count { get; private set; }

    public int StateBytes => 2 + 4 + (Count * RateExpectation.StateBytes);

    public int MemoryBytes => 64 + (_features.Length * 8) + (Count * RateExpectation.MemoryBytes);

    public RateExpectation this[int index] => _features[index];

    public Judgement Judge(in RateObservation observation, in ModelContext context, FeedbackVerb? allowed)
    {
        var at = Find(observation.Feature, observation.Kind);
        if (at >= 0 || Count < ModelBounds.Features)
        {
            var feature = at >= 0 ? _features[at] : Blank[(int)observation.Kind];
            var features = Features(observation.Kind) + (at >= 0 ? 0 : 1);
            return feature.Judge(observation, context, allowed, context.Settings.RateBudget(observation.Kind, features));
        }

        return new Judgement
        {
            Subject = new Subject(ExpectationKind.Rate, default, observation.Feature),
            Score = double.PositiveInfinity,
            Observed = observation.Value,
            Shortfall = new Shortfall(Lacking.Room),
        };
    }

    public void Learn(in RateObservation observation, in Judgement judgement, Lesson lesson, bool planned, ModelSettings settings)
    {
        var at = Find(observation.Feature, observation.Kind);
        if (at < 0 && lesson is Lesson.None)
        {
            return;
        }

        if (at < 0 && !TryAdd(new RateExpectation(observation.Feature, observation.Kind), out at))
        {
            WithoutRoom++;
            return;
        }

        _features[at].Learn(observation, judgement, lesson, planned, settings);
    }

    /// <summary>
    /// What the feature nearest to judging lacks; those that lack the same kind of thing are compared by the part they have.
    /// </summary>
    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        Shortfall least = default;
        for (var i = 0; i < Count; i++)
        {
            var lack = _features[i].Lacks(now, settings);
            if (lack.IsNone)
            {
                return default;
            }

            if (i == 0 || lack.Have * least.Need > least.Have * lack.Need)
            {
                least = lack;
            }
        }

        return least;
    }

    public void Declare()
    {
        for (var i = 0; i < Count; i++)
        {
            _features[i].Declare();
        }
    }

    /// <summary>Keeps what waits from becoming known by recurrence.</summary>
    public void Hold(in Subject subject)
    {
        for (var i = 0; i < Count; i++)
        {
            if (subject.Kind == ExpectationKind.Rate && _features[i].Feature == subject.Key)
            {
                _features[i].Hold();
            }
        }
    }

    /// <summary>Forgets what waits of one feature.</summary>
    public void Drop(in Subject subject)
    {
        for (var i = 0; i < Count; i++)
        {
            if (subject.Kind == ExpectationKind.Rate && _features[i].Feature == subject.Key)
            {
                _features[i].Forget();
            }
        }
    }

    public void Forget()
    {
        for (var i = 0; i < Count; i++)
        {
            _features[i].Forget();
        }
    }

    public void MergeFrom(RateMemory other, ModelSettings settings)
    {
        WithoutRoom += other.WithoutRoom;
        for (var i = 0; i < other.Count; i++)
        {
            var theirs = other._features[i];
            var at = Find(theirs.Feature, theirs.Kind);
            if (at >= 0 || TryAdd(new RateExpectation(theirs.Feature, theirs.Kind), out at))
            {
                _features[at].MergeFrom(theirs, settings);
            }
            else
            {
                WithoutRoom++;
            }
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt32(WithoutRoom);
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            _features[i].Save(ref writer);
        }
    }

    public static RateMemory Load(ref StateReader reader)
    {
        var memory = new RateMemory { WithoutRoom = reader.UInt32() };
        var count = reader.Count(ModelBounds.Features);
        for (var i = 0; i < count; i++)
        {
            memory.TryAdd(RateExpectation.Load(ref reader), out _);
        }

        return memory;
    }

    private int Find(ulong feature, RateKind kind)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_features[i].Feature == feature && _features[i].Kind == kind)
            {
                return i;
            }
        }

        return -1;
    }

    private int Features(RateKind kind)
    {
        var features = 0;
        for (var i = 0; i < Count; i++)
        {
            features += _features[i].Kind == kind ? 1 : 0;
        }

        return features;
    }

    private bool TryAdd(RateExpectation feature, out int at)
    {
        at = Count;
        if (Count == ModelBounds.Features)
        {
            return false;
        }

        if (Count == _features.Length)
        {
            Array.Resize(ref _features, Math.Clamp(Count * 2, 2, ModelBounds.Features));
        }

        _features[Count++] = feature;
        return true;
    }
}
