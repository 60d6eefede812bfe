namespace Sensor.Models;

/// <summary>
/// What one kind of relation has been, and how surprising a key is that wasn't part of it.
/// λ = P_new · occasions a month · P_group: discoveries a month, times the share of them that would be foreign to the group too.
/// </summary>
internal sealed class RelationExpectation(RelationKind kind)
{
    private NoveltyRate _novelty;
    private Announcements _announcements;
    private uint _first;
    private uint _lastHour;
    private uint _observations;
    private ushort _hours;
    private bool _declared;

    public RelationSet Set { get; private set; } = new();

    /// <summary>Clean observations so far.</summary>
    public uint Observations => _observations;

    public int StateBytes => NoveltyRate.StateBytes + Announcements.StateBytes + 15 + Set.StateBytes;

    public int MemoryBytes => 160 + Set.MemoryBytes;

    /// <param name="observation">What was seen.</param>
    /// <param name="context">Settings, mode and group.</param>
    /// <param name="allowed">What an analyst said of this key.</param>
    /// <param name="evicted">The key was known before it had to make room.</param>
    public Judgement Judge(in RelationObservation observation, in ModelContext context, FeedbackVerb? allowed, bool evicted)
    {
        var now = PacketTime.Minutes(observation.Time);
        var at = Find(observation.Key, now, context.Settings);
        var judgement = new Judgement
        {
            Subject = new Subject(ExpectationKind.Relation, kind, observation.Key),
            Score = double.PositiveInfinity,
            Observed = at < 0 ? 0 : Set[at].Uses,
            Expected = new Expected(0, 0, 0, _observations, PacketTime.FromMinutes(_first)),
            FirstSight = at < 0 && !evicted,
            Repeats = at >= 0 && Set[at].Standing != RelationStanding.Known ? Set[at].Uses : 0,
        };
        if (context.Mode == LearningMode.Learn)
        {
            return judgement with { Repeats = 0, Shortfall = new Shortfall(Lacking.Judging) };
        }

        var known = at >= 0 ? Set[at].Standing == RelationStanding.Known : evicted;
        return known || allowed == FeedbackVerb.Expected
            ? judgement with { Verdict = Verdict.Expected, Repeats = 0 }
            : JudgeNew(judgement, at, now, context, planned: allowed == FeedbackVerb.PlannedChange);
    }

    /// <summary>What keeps this kind from judging by the device's own history.</summary>
    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        if (_declared)
        {
            return default;
        }

        if (_observations < settings.MatureObservations)
        {
            return new Shortfall(Lacking.Observations, _observations, settings.MatureObservations);
        }

        var many = _observations >= settings.MatureManyObservations
            && PacketTime.Between(_first, now) >= PacketTime.Minutes(settings.MatureSpan);
        if (!many && _hours < settings.MatureHours)
        {
            return new Shortfall(Lacking.Hours, _hours, settings.MatureHours);
        }

        var chance = _novelty.Probability(now, settings.NoveltyHalfLife);
        return chance > settings.MatureNovelty ? new Shortfall(Lacking.Stability, chance, settings.MatureNovelty) : default;
    }

    /// <summary>Counts a clean observation, and once a day looks through the quarantine.</summary>
    public void Count(uint now, ModelSettings settings)
    {
        if (_observations == 0)
        {
            _first = now;
        }
        else if (PacketTime.Hour(now) / 24 > _lastHour / 24)
        {
            Discard(now, settings);
        }

        if (_hours == 0 || PacketTime.Hour(now) > _lastHour)
        {
            _hours = (ushort)Math.Min(_hours + 1, ushort.MaxValue);
            _lastHour = PacketTime.Hour(now);
        }

        _observations = Saturating.Add(_observations, 1);
    }

    /// <summary>Notes another use of the key at <paramref name="at"/>.</summary>
    public void Use(int at, uint now, Lesson lesson, ModelSettings settings)
    {
        ref var entry = ref Set[at];
        var first = entry.First;
        var occasion = entry.Use(now);
        if (entry.Standing != RelationStanding.Known)
        {
            var proven = lesson == Lesson.Wait && entry.Standing == RelationStanding.Waiting && entry.Days >= settings.KnownAfterDays;
            if (proven || lesson == Lesson.Learn)
            {
                entry.Standing = RelationStanding.Known;
                _novelty.Occasion(now, settings.NoveltyHalfLife);
                _novelty.Found();
            }
        }
        else if (occasion)
        {
            _novelty.Occasion(now, settings.NoveltyHalfLife);
            if (entry.Uses == 2)
            {
                _novelty.FoundAgain(first, now, settings.NoveltyHalfLife);
            }
        }
    }

    /// <summary>Counts the first use of a key that becomes known at once; <paramref name="evicted"/>: it was known before.</summary>
    public void Discover(uint now, bool evicted, ModelSettings settings)
    {
        _novelty.Occasion(now, settings.NoveltyHalfLife);
        if (!evicted)
        {
            _novelty.Found();
        }
    }

    /// <summary>One new key was announced.</summary>
    public void Announced(uint now) => _announcements.Note(now);

    /// <summary>What was announced was dealt with.</summary>
    public void AnnounceAnew() => _announcements = default;

    /// <summary>Where the key is, or -1; what has waited too long without recurring doesn't count.</summary>
    public int Find(ulong key, uint now, ModelSettings settings)
    {
        var at = Set.Find(key);
        return at >= 0 && HasExpired(Set[at], now, settings) ? -1 : at;
    }

    public void Declare(uint now, ModelSettings settings)
    {
        _declared = true;
        _novelty.Vouch(_first, now, settings);
    }

    public void MergeFrom(RelationExpectation other, ModelSettings settings)
    {
        _novelty.MergeFrom(other._novelty, settings.NoveltyHalfLife);
        _first = _observations == 0 ? other._first : other._observations == 0 ? _first : Math.Min(_first, other._first);
        _lastHour = Math.Max(_lastHour, other._lastHour);
        _hours = Math.Max(_hours, other._hours);
        _observations = Saturating.Add(_observations, other._observations);
        _declared |= other._declared;
    }

    public void Save(ref StateWriter writer)
    {
        _novelty.Save(ref writer);
        _announcements.Save(ref writer);
        writer.UInt32(_first);
        writer.UInt32(_lastHour);
        writer.UInt32(_observations);
        writer.UInt16(_hours);
        writer.Byte((byte)(_declared ? 1 : 0));
        Set.Save(ref writer);
    }

    public static RelationExpectation Load(RelationKind kind, ref StateReader reader) => new(kind)
    {
        _novelty = NoveltyRate.Load(ref reader),
        _announcements = Announcements.Load(ref reader),
        _first = reader.UInt32(),
        _lastHour = reader.UInt32(),
        _observations = reader.UInt32(),
        _hours = reader.UInt16(),
        _declared = reader.Byte() != 0,
        Set = RelationSet.Load(ref reader),
    };

    /// <summary>
    /// Discards what has waited too long. It isn't learnt, but if nobody called it an incident, it shows how often harmless strangers come:
    /// without that a device that meets one a week would be reported every week. A day's strangers, a scan's above all, count as one, so
    /// that they can't make the device blind.
    /// </summary>
    private void Discard(uint now, ModelSettings settings)
    {
        for (var i = Set.Count - 1; i >= 0; i--)
        {
            if (HasExpired(Set[i], now, settings))
            {
                var day = PacketTime.Day(Set[i].First);
                var alone = true;
                for (var other = 0; other < i && alone; other++)
                {
                    alone = !HasExpired(Set[other], now, settings) || PacketTime.Day(Set[other].First) != day;
                }

                if (alone)
                {
                    _novelty.Found();
                }

                Set.RemoveAt(i);
            }
        }
    }

    private static bool HasExpired(in RelationEntry entry, uint now, ModelSettings settings) =>
        entry.Standing == RelationStanding.Waiting && PacketTime.Between(entry.Last, now) > PacketTime.Minutes(settings.QuarantineEnds);

    private Judgement JudgeNew(Judgement judgement, int at, uint now, in ModelContext context, bool planned)
    {
        var settings = context.Settings;
        var lack = Lacks(now, settings);
        var group = context.Group?.Ask(kind, judgement.Subject.Key) ?? default;
        judgement = judgement with { PeersAlike = group.Alike, PeersKnown = group.Known };
        double score;
        if (lack.IsNone)
        {
            score = _novelty.PerMonth(_first, now, settings) * group.Share(settings);
        }
        else if (group.Known >= settings.GroupDevices)
        {
            // Too young for a history of its own: how many keys that no peer has does a device of this group show at all?
            judgement = judgement with { Basis = Basis.Group };
            score = group.Alike > 0 ? group.Known : settings.GroupWidening * group.ForeignKeys;
        }
        else
        {
            return judgement with { Shortfall = lack };
        }

        score = ExactMath.RoundScore(score);
        var surprising = score <= settings.RelationBudget;
        var (verdict, reason) = (Verdict.Informational, JudgementReasons.Of(kind));
        if (surprising && at < 0 && !planned)
        {
            (verdict, reason) = _announcements.Next(reason, now, settings);
        }

        return judgement with { Verdict = verdict, Reason = reason, Score = score };
    }
}
