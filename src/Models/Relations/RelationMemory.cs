namespace Sensor.Models;

/// <summary>A device's relations of all kinds, which share one pool of room.</summary>
internal sealed class RelationMemory
{
    public const int Kinds = (int)RelationKind.WorksOn + 1;

    // Judging alone must not change a model, so a kind not met yet is judged by one that never learns.
    private static readonly RelationExpectation[] Blank = [.. Enum.GetValues<RelationKind>().Select(kind => new RelationExpectation(kind))];

    private readonly RelationExpectation?[] _kinds = new RelationExpectation?[Kinds];
    private EverSeen _everSeen = new();

    /// <summary>Keys that made room for others.</summary>
    public uint Evicted { get; private set; }

    public int StateBytes
    {
        get
        {
            var bytes = 1 + 4 + _everSeen.StateBytes;
            foreach (var kind in _kinds)
            {
                bytes += kind?.StateBytes ?? 0;
            }

            return bytes;
        }
    }

    public int MemoryBytes
    {
        get
        {
            var bytes = 128 + _everSeen.MemoryBytes;
            foreach (var kind in _kinds)
            {
                bytes += kind?.MemoryBytes ?? 0;
            }

            return bytes;
        }
    }

    public Judgement Judge(in RelationObservation observation, in ModelContext context, FeedbackVerb? allowed) =>
        (_kinds[(int)observation.Kind] ?? Blank[(int)observation.Kind])
            .Judge(observation, context, allowed, evicted: _everSeen.Contains(observation.Kind, observation.Key));

    public void Learn(in RelationObservation observation, in Judgement judgement, Lesson lesson, ModelSettings settings)
    {
        var now = PacketTime.Minutes(observation.Time);
        var kind = Of(observation.Kind);
        if (judgement.Verdict == Verdict.Surprising)
        {
            kind.Announced(now);
        }

        if (lesson is Lesson.Learn or Lesson.Wait)
        {
            kind.Count(now, settings);
        }

        if (lesson == Lesson.None)
        {
            return;
        }

        var at = kind.Find(observation.Key, now, settings);
        if (at >= 0)
        {
            kind.Use(at, now, lesson, settings);
            return;
        }

        // A record that waited too long may still be there; it starts anew.
        at = kind.Set.Find(observation.Key);
        if (at >= 0)
        {
            kind.Set.RemoveAt(at);
        }

        var evicted = _everSeen.Contains(observation.Kind, observation.Key);
        if (lesson == Lesson.Learn)
        {
            kind.Discover(now, evicted, settings);
        }

        Add(kind, observation.Key, Entry(lesson == Lesson.Learn ? RelationStanding.Known : RelationStanding.Waiting, now, evicted), now);
    }

    /// <summary>What the kind used most lacks.</summary>
    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        RelationExpectation? most = null;
        foreach (var kind in _kinds)
        {
            if (kind is { Observations: > 0 } && (most is null || kind.Observations > most.Observations))
            {
                most = kind;
            }
        }

        return most?.Lacks(now, settings) ?? default;
    }

    /// <summary>The kind's keys, for a group's summary; null: none.</summary>
    public RelationExpectation? Peek(RelationKind kind) => _kinds[(int)kind];

    /// <summary>Everything known is declared mature, and so is the absence of everything else.</summary>
    public void Declare(uint now, ModelSettings settings)
    {
        for (var kind = 0; kind < Kinds; kind++)
        {
            Of((RelationKind)kind).Declare(now, settings);
        }
    }

    /// <summary>
    /// Forgets what waits, with <paramref name="known"/> also what is known, as far as it was first seen since <paramref name="since"/>. What
    /// was announced of it was dealt with.
    /// </summary>
    public void Forget(uint since, bool known)
    {
        foreach (var kind in _kinds)
        {
            kind?.AnnounceAnew();
            for (var i = (kind?.Set.Count ?? 0) - 1; i >= 0; i--)
            {
                if (kind!.Set[i].First >= since && (known || kind.Set[i].Standing != RelationStanding.Known))
                {
                    kind.Set.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Minute in which the oldest key was first seen; the latest there is where there are none.</summary>
    public uint Oldest
    {
        get
        {
            var oldest = uint.MaxValue;
            foreach (var kind in _kinds)
            {
                for (var i = 0; i < (kind?.Set.Count ?? 0); i++)
                {
                    oldest = Math.Min(oldest, kind!.Set[i].First);
                }
            }

            return oldest;
        }
    }

    public bool Knows(in Subject subject) => Find(subject, out var set) is >= 0 and var at && set![at].Standing == RelationStanding.Known;

    /// <summary>Keeps a waiting key from becoming known by recurrence.</summary>
    public void Hold(in Subject subject)
    {
        var at = Find(subject, out var set);
        if (at >= 0 && set![at].Standing == RelationStanding.Waiting)
        {
            set[at].Standing = RelationStanding.Held;
        }
    }

    /// <summary>Forgets a key that waits, with <paramref name="known"/> also one that is known.</summary>
    public void Drop(in Subject subject, bool known)
    {
        var at = Find(subject, out var set);
        if (at >= 0 && (known || set![at].Standing != RelationStanding.Known))
        {
            set!.RemoveAt(at);
        }
    }

    public void MergeFrom(RelationMemory other, ModelSettings settings)
    {
        _everSeen.MergeFrom(other._everSeen);
        Evicted += other.Evicted;
        foreach (var theirs in other._kinds)
        {
            if (theirs is not null)
            {
                var kind = Of((RelationKind)Array.IndexOf(other._kinds, theirs));
                kind.MergeFrom(theirs, settings);
                MergeKeys(kind, theirs.Set);
            }
        }
    }

    public void Save(ref StateWriter writer)
    {
        byte present = 0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            present |= (byte)(_kinds[kind] is null ? 0 : 1 << kind);
        }

        writer.Byte(present);
        writer.UInt32(Evicted);
        foreach (var kind in _kinds)
        {
            kind?.Save(ref writer);
        }

        _everSeen.Save(ref writer);
    }

    public static RelationMemory Load(ref StateReader reader)
    {
        var memory = new RelationMemory();
        var present = reader.Byte();
        memory.Evicted = reader.UInt32();
        for (var kind = 0; kind < Kinds; kind++)
        {
            if ((present & (1 << kind)) != 0)
            {
                memory._kinds[kind] = RelationExpectation.Load((RelationKind)kind, ref reader);
            }
        }

        reader.Require(memory.Keys() <= ModelBounds.Relations);
        memory._everSeen = EverSeen.Load(ref reader);
        return memory;
    }

    private static RelationEntry Entry(RelationStanding standing, uint now, bool evicted) =>
        new() { First = now, Last = now, Uses = (ushort)(evicted ? 2 : 1), Standing = standing, Days = 1 };

    private void MergeKeys(RelationExpectation kind, RelationSet theirs)
    {
        for (var i = 0; i < theirs.Count; i++)
        {
            var at = kind.Set.Find(theirs.Key(i));
            if (at < 0)
            {
                Add(kind, theirs.Key(i), theirs[i], theirs[i].Last);
                continue;
            }

            ref var ours = ref kind.Set[at];
            ours.First = Math.Min(ours.First, theirs[i].First);
            ours.Last = Math.Max(ours.Last, theirs[i].Last);
            ours.Uses = (ushort)Math.Min(ours.Uses + theirs[i].Uses, ushort.MaxValue);
            ours.Days = Math.Max(ours.Days, theirs[i].Days);

            // Known to either is known: it is one device.
            ours.Standing = (RelationStanding)Math.Min((byte)ours.Standing, (byte)theirs[i].Standing);
        }
    }

    private int Find(in Subject subject, out RelationSet? set)
    {
        set = subject.Kind == ExpectationKind.Relation ? _kinds[(int)subject.Relation]?.Set : null;
        return set?.Find(subject.Key) ?? -1;
    }

    private RelationExpectation Of(RelationKind kind) => _kinds[(int)kind] ??= new RelationExpectation(kind);

    private int Keys()
    {
        var keys = 0;
        foreach (var kind in _kinds)
        {
            keys += kind?.Set.Count ?? 0;
        }

        return keys;
    }

    private void Add(RelationExpectation kind, ulong key, in RelationEntry entry, uint now)
    {
        if (entry.Standing != RelationStanding.Known && kind.Set.Waiting() >= RelationSet.MostWaiting)
        {
            Evict(kind, kind.Set.Victim(waiting: true), now);
        }
        else if (kind.Set.Count == ModelBounds.RelationsPerKind)
        {
            Evict(kind, kind.Set.Victim(waiting: false), now);
        }
        else if (Keys() == ModelBounds.Relations)
        {
            var largest = Largest();
            Evict(largest, largest.Set.Victim(waiting: false), now);
        }

        kind.Set.Add(key, entry);
    }

    private RelationExpectation Largest()
    {
        var largest = Of(RelationKind.Peer);
        foreach (var kind in _kinds)
        {
            if (kind is not null && kind.Set.Count > largest.Set.Count)
            {
                largest = kind;
            }
        }

        return largest;
    }

    private void Evict(RelationExpectation kind, int victim, uint now)
    {
        if (kind.Set[victim].Standing == RelationStanding.Known)
        {
            _everSeen.Add((RelationKind)Array.IndexOf(_kinds, kind), kind.Set.Key(victim), now);
        }

        kind.Set.RemoveAt(victim);
        Evicted++;
    }
}
