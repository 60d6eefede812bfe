using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Capture;
using Sensor.Dissectors.Packets;

namespace Sensor.Evidence;

/// <summary>
/// The latest packets of one worker, their first bytes, in memory that was taken once. The worker adds; another thread may look at any time. Nothing is allocated for a
/// packet, and nobody waits for the other for longer than it takes to choose a chunk.
/// </summary>
/// <remarks>
/// Packets are appended to a chunk, and how far it is filled is published behind the bytes: what lies before that mark doesn't change until the chunk is used again. It isn't
/// while somebody looks at it; then the next oldest is. One looks at a time, at one chunk, so there always is another.
/// </remarks>
internal sealed class PacketRing
{
    public const int DefaultSnap = 512, MaxSnap = 65_536;

    private const int ChunkBytes = 256 * 1024;

    /// <summary>One is filled, one is looked at, one is the next.</summary>
    private const int LeastChunks = 3;

    private static readonly int HeaderLength = Unsafe.SizeOf<Header>();

    private readonly Lock _choosing = new();
    private readonly Lock _looking = new();
    private readonly Chunk[] _chunks;
    private readonly int _snap;
    private Chunk _current;
    private long _turns;

    /// <param name="bytes">Memory for packets; at least three chunks of 256 KiB are taken.</param>
    /// <param name="snap">Bytes kept of a packet at most.</param>
    public PacketRing(long bytes, int snap = DefaultSnap)
    {
        _snap = Math.Min(snap, MaxSnap);
        _chunks = [.. Enumerable.Range(0, (int)Math.Max(LeastChunks, bytes / ChunkBytes)).Select(_ => new Chunk())];
        _current = _chunks[0];
        _current.Turn = ++_turns;
    }

    /// <summary>Keeps a packet. The worker's thread only.</summary>
    /// <param name="entry">What is known of it.</param>
    /// <param name="frame">Its captured bytes.</param>
    public void Add(in PacketEntry entry, ReadOnlySpan<byte> frame)
    {
        var kept = Math.Min(frame.Length, _snap);
        var length = HeaderLength + ((kept + 7) & ~7);
        var chunk = _current;
        if (chunk.Filled + length > ChunkBytes)
        {
            chunk = _current = Next();
        }

        var room = chunk.Bytes.AsSpan(chunk.Filled, length);
        ref var header = ref MemoryMarshal.AsRef<Header>(room);
        header.Time = entry.Time;
        header.Kept = kept;
        header.WireLength = entry.OriginalLength;
        header.Interface = entry.Interface;
        header.Link = entry.Link;
        frame[..kept].CopyTo(room[HeaderLength..]);
        Volatile.Write(ref chunk.Filled, chunk.Filled + length);
    }

    /// <summary>Shows all packets that are kept to somebody, oldest first; what comes meanwhile isn't run after. Any thread.</summary>
    /// <param name="see">Sees a packet; its bytes are valid during the call.</param>
    public void Look(RingVisitor see)
    {
        lock (_looking)
        {
            var (turn, last) = (0L, Turns());
            while (Pin(ref turn, last) is { } chunk)
            {
                try
                {
                    Look(chunk, see);
                }
                finally
                {
                    lock (_choosing)
                    {
                        chunk.IsPinned = false;
                    }
                }
            }
        }
    }

    private static void Look(Chunk chunk, RingVisitor see)
    {
        var filled = Volatile.Read(ref chunk.Filled);
        for (var at = 0; at < filled;)
        {
            ref readonly var header = ref MemoryMarshal.AsRef<Header>(chunk.Bytes.AsSpan(at));
            see(header.Time, header.Interface, header.Link, chunk.Bytes.AsSpan(at + HeaderLength, header.Kept), header.WireLength);
            at += HeaderLength + ((header.Kept + 7) & ~7);
        }
    }

    /// <summary>Chunks begun so far.</summary>
    private long Turns()
    {
        lock (_choosing)
        {
            return _turns;
        }
    }

    /// <summary>The chunk that was begun first after a turn, which becomes its own, and not after the last; it isn't used again while it is pinned. Null: there is none.</summary>
    private Chunk? Pin(ref long turn, long last)
    {
        lock (_choosing)
        {
            Chunk? next = null;
            foreach (var chunk in _chunks)
            {
                next = chunk.Turn > turn && chunk.Turn <= last && chunk.Turn < (next?.Turn ?? long.MaxValue) ? chunk : next;
            }

            if (next is not null)
            {
                (next.IsPinned, turn) = (true, next.Turn);
            }

            return next;
        }
    }

    /// <summary>The chunk to be filled next: the oldest that nobody looks at.</summary>
    private Chunk Next()
    {
        lock (_choosing)
        {
            Chunk? oldest = null;
            foreach (var chunk in _chunks)
            {
                oldest = chunk.IsPinned || chunk == _current || chunk.Turn >= (oldest?.Turn ?? long.MaxValue) ? oldest : chunk;
            }

            Debug.Assert(oldest is not null, "Three chunks are enough.");
            oldest!.Turn = ++_turns;
            oldest.Filled = 0;
            return oldest;
        }
    }

    private struct Header
    {
        public long Time;
        public int Kept;
        public int WireLength;
        public ushort Interface;
        public LinkType Link;
    }

    private sealed class Chunk
    {
        /// <summary>Bytes that are whole packets and don't change any more.</summary>
        public int Filled;

        /// <summary>When it was last begun, in the order of chunks; 0: never.</summary>
        public long Turn;

        public bool IsPinned;

        /// <summary>Touched, and so taken from the machine, when it is first filled.</summary>
        public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(ChunkBytes);
    }
}

/// <summary>Sees a packet of a ring.</summary>
internal delegate void RingVisitor(long time, ushort networkInterface, LinkType link, ReadOnlySpan<byte> frame, int wireLength);
