using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>One captured packet's place in its block, and what the index already knows of it.</summary>
internal struct PacketEntry
{
    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long Time;

    /// <summary>Where the captured bytes begin in the block.</summary>
    public int Offset;

    public int CapturedLength;

    /// <summary>Length on the wire, never less than <see cref="CapturedLength"/>.</summary>
    public int OriginalLength;

    public ushort Interface;
    public LinkType Link;

    public NetworkLocation Network;

    public byte Partition;

    /// <summary>The filter doesn't let it pass: counted, and nothing else.</summary>
    public bool IsFiltered;
}

/// <summary>
/// A stretch of the input: whole records as they lie in the file, and their index, written once by whoever claimed the block and read by all workers.
/// </summary>
internal sealed class PacketBlock
{
    /// <summary>Bytes a block holds; the largest record accepted is a little smaller.</summary>
    public const int Capacity = 1 << 20;

    /// <summary>Packets copied into one block at most, as many as the smallest records of a file would give; those without a byte need no room.</summary>
    private const int MaxCopied = Capacity / 16;

    private PacketEntry[] _entries = new PacketEntry[2048];

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);

    /// <summary>Bytes from the file, including an unfinished record at the end.</summary>
    public int Length { get; set; }

    /// <summary>Number of the block in the input, from 0.</summary>
    public long Number { get; set; } = -1;

    /// <summary>Ordinal of the first packet.</summary>
    public long FirstOrdinal { get; set; }

    public int Count { get; private set; }

    /// <summary>
    /// The input is known up to this packet time, in nanoseconds since the Unix epoch, even where no packet says so. <see cref="long.MinValue"/>: the packets' own
    /// times are all there is, as in files.
    /// </summary>
    public long Until { get; set; } = long.MinValue;

    /// <summary>The input is over and this block is what was left of it.</summary>
    public bool IsLast { get; set; }

    public Span<PacketEntry> Entries => _entries.AsSpan(0, Count);

    public ReadOnlySpan<byte> Packet(in PacketEntry entry) => Bytes.AsSpan(entry.Offset, entry.CapturedLength);

    public void Clear()
    {
        Count = 0;
        Length = 0;
        IsLast = false;
        Until = long.MinValue;
    }

    public void Add(long time, int offset, int captured, int original, ushort networkInterface, LinkType link)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        ref var entry = ref _entries[Count++];
        entry.Time = time;
        entry.Offset = offset;
        entry.CapturedLength = captured;
        entry.OriginalLength = Math.Max(original, captured);
        entry.Interface = networkInterface;
        entry.Link = link;
    }

    /// <summary>Takes over a copy of another block's packet; false when there is no room for it.</summary>
    public bool TryCopy(PacketBlock from, in PacketEntry entry)
    {
        if (Count == MaxCopied || entry.CapturedLength > Capacity - Length)
        {
            return false;
        }

        from.Packet(in entry).CopyTo(Bytes.AsSpan(Length));
        Add(entry.Time, Length, entry.CapturedLength, entry.OriginalLength, entry.Interface, entry.Link);
        Length += entry.CapturedLength;
        return true;
    }

    /// <summary>Forgets the packets from this one on.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Finds each packet's network header and partition. Done outside the reader's lock.</summary>
    /// <param name="filter">Says which packets pass; null: all.</param>
    public void Index(BpfFilter? filter)
    {
        foreach (ref var entry in Entries)
        {
            var frame = Packet(in entry);
            entry.IsFiltered = filter is not null && !filter.Matches(entry.Link, frame, entry.OriginalLength);
            entry.Network = NetworkLocation.Find(entry.Link, frame);
            entry.Partition = Partitioning.Of(entry.Network, frame);
        }
    }
}
