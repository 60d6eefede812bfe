using Sensor.Dissectors.Packets;
using Sensor.State;

namespace Sensor.Rules.Engine;

/// <summary>One of the things a rule remembers of a key.</summary>
internal struct Cell
{
    public long Time;
    public ulong Key;
    public double Value;
    public string? Text;
}

/// <summary>What a rule remembers of one key.</summary>
internal struct Entry
{
    public ulong Key;

    /// <summary>Packet time of the last match.</summary>
    public long Last;

    /// <summary>Packet time when its story was last told; <see cref="NeverTold"/>.</summary>
    public long Told;
    public IpAddress Source;
    public IpAddress Destination;

    /// <summary>Matches so far; of a sequence the steps done.</summary>
    public long Count;

    public const long NeverTold = long.MinValue;

    /// <summary>Neighbours in the order of the last match, and the next of its bucket; -1: none.</summary>
    internal int Older, Newer, Next;
}

/// <summary>
/// What one rule remembers, by key. Bounded: at the bound the key that matched longest ago gives way. Grows in steps and is never given back; a match of a known key
/// allocates nothing.
/// </summary>
internal sealed class KeyTable
{
    /// <summary>Keys of a rule that remembers little of each.</summary>
    public const int MaxKeys = 4096;

    /// <summary>Keys of a rule that remembers much of each, however many rules there are.</summary>
    public const int MinKeys = 16;

    /// <summary>Packets remembered of a key.</summary>
    public const int MaxPackets = 10;

    private const int EntryBytes = 96 + (8 * MaxPackets), CellBytes = 32;

    private readonly int _width;
    private readonly int _max;
    private Entry[] _entries = [];
    private Cell[] _cells = [];
    private long[] _packets = [];
    private int[] _buckets = [-1];
    private int _oldest = -1, _newest = -1;

    /// <param name="width">Cells of a key.</param>
    /// <param name="bytes">Bytes that the table may take up, unless <see cref="MinKeys"/> need more.</param>
    public KeyTable(int width, int bytes)
    {
        _width = width;
        _max = Math.Clamp(bytes / (EntryBytes + (width * CellBytes)), MinKeys, MaxKeys);
    }

    /// <summary>Keys it has room for.</summary>
    public int Max => _max;

    /// <summary>Bytes taken up.</summary>
    public long Bytes => (long)_entries.Length * (EntryBytes + (_width * CellBytes));

    public int Count { get; private set; }

    /// <summary>Keys that had to give way.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Key that matched longest ago; -1: none.</summary>
    public int Oldest => _oldest;

    public ref Entry this[int index] => ref _entries[index];

    public Span<Cell> Cells(int index) => _cells.AsSpan(index * _width, _width);

    /// <summary>The latest packets, in no order.</summary>
    public ReadOnlySpan<long> Packets(int index) =>
        _packets.AsSpan(index * MaxPackets, PacketCount(index));

    public int Find(ulong key)
    {
        var index = _buckets[BucketOf(key)];
        while (index >= 0 && _entries[index].Key != key)
        {
            index = _entries[index].Next;
        }

        return index;
    }

    /// <summary>The key's place, made where there is none, and from now on the newest.</summary>
    public int Touch(ulong key, long time)
    {
        var index = Find(key);
        if (index < 0)
        {
            index = Make(key);
        }
        else
        {
            Unlink(index);
        }

        _entries[index].Last = time;
        Link(index);
        return index;
    }

    public void NotePacket(int index, long ordinal)
    {
        // Each packet once; the latest take the places of the oldest.
        var packets = _packets.AsSpan(index * MaxPackets, MaxPackets);
        if (packets.Contains(ordinal))
        {
            return;
        }

        packets[..^1].CopyTo(packets[1..]);
        packets[0] = ordinal;
    }

    /// <summary>Forgets what a key's packets were.</summary>
    public void ClearPackets(int index) => _packets.AsSpan(index * MaxPackets, MaxPackets).Clear();

    /// <summary>Takes the oldest key out.</summary>
    public void RemoveOldest() => Remove(_oldest);

    public void Save(PartWriter writer)
    {
        writer.Int64(Forgotten);
        writer.Int32(Count);
        for (var index = _oldest; index >= 0; index = _entries[index].Newer)
        {
            ref readonly var entry = ref _entries[index];
            writer.UInt64(entry.Key);
            writer.Int64(entry.Last);
            writer.Int64(entry.Told);
            writer.Address(entry.Source);
            writer.Address(entry.Destination);
            writer.Int64(entry.Count);
            foreach (ref readonly var cell in Cells(index))
            {
                writer.Int64(cell.Time);
                writer.UInt64(cell.Key);
                writer.Double(cell.Value);
                writer.OptionalText(cell.Text);
            }

            foreach (var packet in _packets.AsSpan(index * MaxPackets, MaxPackets))
            {
                writer.Int64(packet);
            }
        }
    }

    /// <param name="reader">What <see cref="Save"/> wrote, perhaps into a larger table: then the keys that matched longest ago are left out.</param>
    /// <param name="now">Nothing was seen later.</param>
    /// <param name="keepPackets">Packets' numbers still mean something.</param>
    public void Load(ref PartReader reader, long now, bool keepPackets)
    {
        Forgotten = reader.Tally();
        var last = 0L;
        for (var left = reader.Count(MaxKeys, least: 64); left > 0 && !reader.Failed; left--)
        {
            var key = reader.UInt64();
            last = Time(ref reader, from: last, now);
            if (!reader.Require(Find(key) < 0))
            {
                return;
            }

            var index = Touch(key, last);
            ref var entry = ref _entries[index];
            entry.Told = reader.Int64();
            reader.Require(entry.Told == Entry.NeverTold || (entry.Told >= 0 && entry.Told <= now));
            entry.Source = reader.Address();
            entry.Destination = reader.Address();
            entry.Count = reader.Tally();
            foreach (ref var cell in Cells(index))
            {
                cell = new Cell { Time = Time(ref reader, 0, now), Key = reader.UInt64(), Value = reader.Double(), Text = reader.OptionalText(Dissectors.Contract.NameTable.MaxLength * 4) };
            }

            foreach (ref var packet in _packets.AsSpan(index * MaxPackets, MaxPackets))
            {
                packet = reader.Tally() is var number && keepPackets ? number : 0;
            }
        }
    }

    private static long Time(ref PartReader reader, long from, long now)
    {
        var time = reader.Int64();
        return reader.Require(time >= from && time <= now) ? time : 0;
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        Count = 0;
        (_oldest, _newest) = (-1, -1);
        Array.Fill(_buckets, -1);
    }

    /// <summary>Seeded anew in every process, so that nobody can make keys that meet in one bucket; nothing rests on the order of buckets.</summary>
    private int BucketOf(ulong key) => (int)((uint)HashCode.Combine(key) % (uint)_buckets.Length);

    private int PacketCount(int index)
    {
        var packets = _packets.AsSpan(index * MaxPackets, MaxPackets);
        var end = packets.IndexOf(0);
        return end < 0 ? MaxPackets : end;
    }

    private int Make(ulong key)
    {
        int index;
        if (Count == _max)
        {
            Forgotten++;
            index = _oldest;
            Unlink(index);
            Unchain(index);
        }
        else
        {
            if (Count == _entries.Length)
            {
                Grow();
            }

            index = Count++;
        }

        _entries[index] = new Entry { Key = key, Told = Entry.NeverTold };
        Cells(index).Clear();
        ClearPackets(index);
        ref var bucket = ref _buckets[BucketOf(key)];
        _entries[index].Next = bucket;
        bucket = index;
        return index;
    }

    private void Grow()
    {
        var size = Math.Min(_max, Math.Max(16, _entries.Length * 2));
        Array.Resize(ref _entries, size);
        Array.Resize(ref _cells, size * _width);
        Array.Resize(ref _packets, size * MaxPackets);
        _buckets = new int[size * 2];
        Array.Fill(_buckets, -1);
        for (var i = 0; i < Count; i++)
        {
            ref var bucket = ref _buckets[BucketOf(_entries[i].Key)];
            _entries[i].Next = bucket;
            bucket = i;
        }
    }

    /// <summary>Takes a key out; the last in memory takes its place.</summary>
    private void Remove(int index)
    {
        Unlink(index);
        Unchain(index);
        var last = --Count;
        if (index == last)
        {
            return;
        }

        Unchain(last);
        _entries[index] = _entries[last];
        Cells(last).CopyTo(Cells(index));
        _packets.AsSpan(last * MaxPackets, MaxPackets).CopyTo(_packets.AsSpan(index * MaxPackets));
        ref var moved = ref _entries[index];
        ref var bucket = ref _buckets[BucketOf(moved.Key)];
        moved.Next = bucket;
        bucket = index;
        Neighbour(moved.Older, ref _oldest, index, newer: true);
        Neighbour(moved.Newer, ref _newest, index, newer: false);
    }

    private void Neighbour(int neighbour, ref int end, int index, bool newer)
    {
        if (neighbour < 0)
        {
            end = index;
        }
        else if (newer)
        {
            _entries[neighbour].Newer = index;
        }
        else
        {
            _entries[neighbour].Older = index;
        }
    }

    private void Unchain(int index)
    {
        ref var at = ref _buckets[BucketOf(_entries[index].Key)];
        while (at != index)
        {
            at = ref _entries[at].Next;
        }

        at = _entries[index].Next;
    }

    private void Link(int index)
    {
        ref var entry = ref _entries[index];
        (entry.Older, entry.Newer) = (_newest, -1);
        Neighbour(_newest, ref _oldest, index, newer: true);
        _newest = index;
    }

    private void Unlink(int index)
    {
        var (older, newer) = (_entries[index].Older, _entries[index].Newer);
        Neighbour(older, ref _oldest, newer, newer: true);
        Neighbour(newer, ref _newest, older, newer: false);
    }
}
