namespace Sensor.Models;

/// <summary>
/// The exact, bounded set of one kind's keys, known and waiting. The order of entries follows from the observations alone.
/// </summary>
internal sealed class RelationSet
{
    /// <summary>Keys in quarantine at a time; a scan can't push out what is known.</summary>
    public const int MostWaiting = 16;

    // Keys lie apart from their records so that a search reads 8 bytes a key.
    private ulong[] _keys = [];
    private RelationEntry[] _entries = [];

    public int Count { get; private set; }

    public int StateBytes => 2 + (Count * (8 + RelationEntry.StateBytes));

    public int MemoryBytes => _keys.Length * 20;

    public ref RelationEntry this[int index] => ref _entries[index];

    public ulong Key(int index) => _keys[index];

    /// <summary>Where the key is, or -1.</summary>
    public int Find(ulong key) => _keys.AsSpan(0, Count).IndexOf(key);

    /// <summary>Adds a key that isn't there; the caller has seen to it that there is room.</summary>
    public void Add(ulong key, in RelationEntry entry)
    {
        if (Count == _keys.Length)
        {
            // In small steps: six kinds with half their room empty would cost more than the copying.
            var size = Count + 8;
            Array.Resize(ref _keys, size);
            Array.Resize(ref _entries, size);
        }

        _keys[Count] = key;
        _entries[Count++] = entry;
    }

    public void RemoveAt(int index)
    {
        Count--;
        _keys[index] = _keys[Count];
        _entries[index] = _entries[Count];
    }

    public int Waiting()
    {
        var waiting = 0;
        for (var i = 0; i < Count; i++)
        {
            waiting += _entries[i].Standing == RelationStanding.Known ? 0 : 1;
        }

        return waiting;
    }

    /// <summary>
    /// Whom to give up for a new key: of the waiting (<paramref name="waiting"/>) the one unused longest, of the known the least and
    /// longest unused; -1 if there is none.
    /// </summary>
    public int Victim(bool waiting)
    {
        var victim = -1;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Standing != RelationStanding.Known == waiting && (victim < 0 || IsLess(_entries[i], _entries[victim], waiting)))
            {
                victim = i;
            }
        }

        return victim;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            writer.UInt64(_keys[i]);
            _entries[i].Save(ref writer);
        }
    }

    public static RelationSet Load(ref StateReader reader)
    {
        var set = new RelationSet();
        var count = reader.Count(ModelBounds.RelationsPerKind);
        for (var i = 0; i < count; i++)
        {
            var key = reader.UInt64();
            reader.Require(set.Find(key) < 0);
            set.Add(key, RelationEntry.Load(ref reader));
        }

        reader.Require(set.Waiting() <= MostWaiting);
        return set;
    }

    private static bool IsLess(in RelationEntry one, in RelationEntry other, bool waiting) =>
        waiting || one.Uses == other.Uses ? one.Last < other.Last : one.Uses < other.Uses;
}
