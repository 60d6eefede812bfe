namespace Sensor.Models;

/// <summary>
/// How likely the next occasion brings something new. An occasion is one key's use in one quarter of an hour (or one session): events
/// within it repeat each other and would make the history look longer than it is.
/// <para>
/// Two estimates, the larger counts. Good-Turing (Good 1953): (n1 + 0.5) / (N + 1), n1 keys seen on one occasion only. And the
/// rate of discoveries over the last half to three quarters of the history, (d + 0.5 n/N) / (n + 1): a device that meets somebody new every
/// day and stays with him for an hour has no n1 to show for it. Counts fade with <see cref="ModelSettings.NoveltyHalfLife"/>.
/// </para>
/// </summary>
internal struct NoveltyRate
{
    public const int StateBytes = 36;

    /// <summary>Fewest occasions that are vouched for, where there were hardly any.</summary>
    private const double FewestVouched = 5000;

    // Occasions in three blocks of history; the running block is closed when it has become as large as all before it.
    private double _before;
    private float _previous;
    private float _current;
    private float _previousFound;
    private float _currentFound;
    private float _singles;
    private uint _fadedAt;
    private uint _occasions;

    /// <summary>Occasions counted, never faded.</summary>
    public readonly uint Occasions => _occasions;

    private readonly double Total => _before + _previous + _current;

    public void Occasion(uint now, TimeSpan halfLife)
    {
        Fade(now, halfLife);
        _occasions++;
        _current++;
        if (_current >= 4 && _current >= _before + _previous)
        {
            _before += _previous;
            (_previous, _previousFound) = (_current, _currentFound);
            (_current, _currentFound) = (0, 0);
        }
    }

    /// <summary>The occasion just counted brought something new.</summary>
    public void Found()
    {
        _currentFound++;
        _singles++;
    }

    /// <summary>What was found at <paramref name="first"/> has now been seen on a second occasion.</summary>
    public void FoundAgain(uint first, uint now, TimeSpan halfLife) =>
        _singles = (float)Math.Max(0, _singles - ExactMath.Decay(PacketTime.Between(first, now), halfLife));

    /// <summary>Probability, in 0..1, that the next occasion brings something new.</summary>
    public readonly double Probability(uint now, TimeSpan halfLife) => Estimate(now, halfLife, 0);

    /// <summary>How many new things a month are to be expected, if the first occasion was at <paramref name="first"/>.</summary>
    public readonly double PerMonth(uint first, uint now, ModelSettings settings)
    {
        var occasions = PacketTime.PerMonth(_occasions, first, now);
        return occasions * Estimate(now, settings.NoveltyHalfLife, occasions * settings.NoveltyPriorMonths);
    }

    /// <summary>The operator vouches for what is known: as if nothing new had come for so long.</summary>
    public void Vouch(uint first, uint now, ModelSettings settings)
    {
        var vouched = Math.Max(FewestVouched, settings.DeclaredMonths * PacketTime.PerMonth(_occasions, first, now));
        _previous = (float)Math.Max(Total, vouched);
        _before = 0;
        (_current, _currentFound, _previousFound, _singles) = (0, 0, 0, 0);
        _fadedAt = Math.Max(_fadedAt, now);
    }

    public void MergeFrom(in NoveltyRate other, TimeSpan halfLife)
    {
        var theirs = other;
        var now = Math.Max(_fadedAt, other._fadedAt);
        Fade(now, halfLife);
        theirs.Fade(now, halfLife);
        _before += theirs._before;
        _previous += theirs._previous;
        _current += theirs._current;
        _previousFound += theirs._previousFound;
        _currentFound += theirs._currentFound;
        _singles += theirs._singles;
        _occasions += theirs._occasions;
    }

    public readonly void Save(ref StateWriter writer)
    {
        writer.Double(_before);
        writer.Single(_previous);
        writer.Single(_current);
        writer.Single(_previousFound);
        writer.Single(_currentFound);
        writer.Single(_singles);
        writer.UInt32(_fadedAt);
        writer.UInt32(_occasions);
    }

    public static NoveltyRate Load(ref StateReader reader)
    {
        var rate = new NoveltyRate
        {
            _before = reader.Double(),
            _previous = reader.Single(),
            _current = reader.Single(),
            _previousFound = reader.Single(),
            _currentFound = reader.Single(),
            _singles = reader.Single(),
            _fadedAt = reader.UInt32(),
            _occasions = reader.UInt32(),
        };
        reader.Require(rate is { _before: >= 0, _previous: >= 0, _current: >= 0 });
        reader.Require(rate is { _previousFound: >= 0, _currentFound: >= 0, _singles: >= 0 });
        return rate;
    }

    private readonly double Estimate(uint now, TimeSpan halfLife, double prior)
    {
        var fade = ExactMath.Decay(PacketTime.Between(_fadedAt, now), halfLife);
        var recent = _previous + _current;
        var share = recent / Math.Max(Total, 1e-9);
        var unseen = ((_singles * fade) + 0.5) / ((Total * fade) + 1 + prior);
        var found = (((_previousFound + _currentFound) * fade) + (0.5 * share)) / ((recent * fade) + 1 + (prior * share));
        return Math.Min(1, Math.Max(unseen, found));
    }

    private void Fade(uint now, TimeSpan halfLife)
    {
        var fade = ExactMath.Decay(PacketTime.Between(_fadedAt, now), halfLife);
        _fadedAt = Math.Max(_fadedAt, now);
        if (fade == 1)
        {
            return;
        }

        _before *= fade;
        _previous = (float)(_previous * fade);
        _current = (float)(_current * fade);
        _previousFound = (float)(_previousFound * fade);
        _currentFound = (float)(_currentFound * fade);
        _singles = (float)(_singles * fade);
    }
}
