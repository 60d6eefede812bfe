namespace Sensor.Models;

/// <summary>
/// How many devices have each of many keys, within a bound. Of more keys than there is room for, those with the smallest hashes are kept: a
/// sample that is the same whatever the order of merging, with exact counts for the keys in it, and for a key outside it the honest answer
/// that nothing is known (bottom-k sketch, Cohen and Kaplan 2007).
/// </summary>
internal sealed class SampledCounts(int capacity)
{
    public const int EntryBytes = 8 + 1 + 4;

    private Entry[] _entries = [];

    // The last hash kept once something had to go; keys above it are not known.
    private ulong _limit = ulong.MaxValue;

    public int Count { get; private set; }

    public int StateBytes => 8 + 2 + (Count * EntryBytes);

    /// <summary>Part of all keys that the sample holds, in 0..1.</summary>
    public double Share => Math.Max(_limit / (double)ulong.MaxValue, 1e-18);

    /// <summary>Adds devices to a mixed key.</summary>
    public void Add(ulong hash, byte kind, uint devices)
    {
        if (hash > _limit)
        {
            return;
        }

        var at = Find(hash);
        if (at >= 0)
        {
            _entries[at].Devices += devices;
            return;
        }

        if (Count == capacity)
        {
            Count--;
            _limit = Math.Max(_entries[Count].Hash, hash) - 1;
            if (hash > _limit)
            {
                Count++;
                return;
            }
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Clamp(Count * 2, 8, capacity));
        }

        at = ~Find(hash);
        Array.Copy(_entries, at, _entries, at + 1, Count - at);
        _entries[at] = new Entry { Hash = hash, Kind = kind, Devices = devices };
        Count++;
    }

    /// <summary>Devices that have the key; null: not in the sample, unknown.</summary>
    public int? Devices(ulong hash)
    {
        if (hash > _limit)
        {
            return null;
        }

        var at = Find(hash);
        return at < 0 ? 0 : (int)_entries[at].Devices;
    }

    /// <summary>Of a kind in the sample: keys that exactly one device has, and devices' keys altogether.</summary>
    public (int Keys, long Uses) Singles(byte kind)
    {
        var (keys, uses) = (0, 0L);
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Kind == kind)
            {
                keys += _entries[i].Devices == 1 ? 1 : 0;
                uses += _entries[i].Devices;
            }
        }

        return (keys, uses);
    }

    public void MergeFrom(SampledCounts other)
    {
        for (var i = 0; i < other.Count; i++)
        {
            Add(other._entries[i].Hash, other._entries[i].Kind, other._entries[i].Devices);
        }

        _limit = Math.Min(_limit, other._limit);
        while (Count > 0 && _entries[Count - 1].Hash > _limit)
        {
            Count--;
        }
    }

    public void Clear()
    {
        Count = 0;
        _limit = ulong.MaxValue;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt64(_limit);
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            writer.UInt64(_entries[i].Hash);
            writer.Byte(_entries[i].Kind);
            writer.UInt32(_entries[i].Devices);
        }
    }

    public static SampledCounts Load(int capacity, ref StateReader reader)
    {
        var counts = new SampledCounts(capacity);
        var limit = reader.UInt64();
        var count = reader.Count(capacity);
        for (var i = 0; i < count; i++)
        {
            var hash = reader.UInt64();
            reader.Require(hash <= limit && (i == 0 || hash > counts._entries[i - 1].Hash));
            counts.Add(hash, reader.Byte(), reader.UInt32());
            if (reader.Failed)
            {
                break;
            }
        }

        counts._limit = limit;
        return counts;
    }

    /// <summary>Where the hash is, or the complement of where it belongs.</summary>
    private int Find(ulong hash)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Hash == hash)
            {
                return middle;
            }

            (low, high) = _entries[middle].Hash < hash ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private struct Entry
    {
        public ulong Hash;
        public byte Kind;
        public uint Devices;
    }
}
