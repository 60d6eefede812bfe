using System.Diagnostics;
using Sensor.Capture.Sources;

namespace Sensor.Capture.Inputs;

/// <summary>When a packet's turn comes: by packet time, and at the same time by the place of its capture among the inputs.</summary>
internal readonly record struct Turn(long Time, int Place) : IComparable<Turn>
{
    public static readonly Turn Never = new(long.MaxValue, int.MaxValue);

    public int CompareTo(Turn other) => Time != other.Time ? Time.CompareTo(other.Time) : Place.CompareTo(other.Place);

    public bool IsBefore(Turn other) => Time != other.Time ? Time < other.Time : Place < other.Place;
}

/// <summary>One capture among several: opened when its turn comes, and its packets held back until theirs does.</summary>
/// <param name="path">What it is called.</param>
/// <param name="input">Its number in the ledger, and its place where times are the same.</param>
/// <param name="open">Opens its bytes; throws a <see cref="CaptureException"/> when it can't.</param>
internal sealed class CaptureReader(string path, int input, Func<IByteSource> open) : IDisposable
{
    /// <summary>Bytes in which the first packet is looked for at first.</summary>
    private const int FirstLook = 64 * 1024;

    /// <summary>One packet that claims to be from another century doesn't hold up those behind it.</summary>
    private readonly PacketClock _clock = new();
    private long[] _times = [];
    private long _packets;
    private int _heldFrom;
    private CaptureFile? _file;
    private string? _trouble;
    private bool _begun;
    private long _reported;
    private int _next;

    public string Path => path;

    public int Input => input;

    /// <summary>Packets that were read before their turn; null when there are none.</summary>
    public PacketBlock? Held { get; private set; }

    /// <summary>Nothing can be read any more; what is held is the last.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What was wrong with the capture, in one sentence; null when nothing was.</summary>
    public string? Warning => _trouble ?? _file?.Warning;

    /// <summary>Turn of the first packet held.</summary>
    public Turn Head => TurnOf(_heldFrom + _next);

    /// <summary>The capture's first bytes, until the first packet is read.</summary>
    public ReadOnlySpan<byte> Beginning => _file!.Head;

    /// <summary>Bytes as they are stored; null when nobody can know.</summary>
    public long? StoredLength => _file?.StoredLength;

    /// <summary>Bytes used up since it was last asked, as they are stored.</summary>
    public long TakeProgress()
    {
        var read = _file?.StoredRead ?? 0;
        var progress = read - _reported;
        _reported = read;
        return progress;
    }

    /// <summary>Opens the capture; does nothing when it is open.</summary>
    /// <exception cref="CaptureException">It can't be opened; the message is one sentence.</exception>
    public void Open(CaptureNotes notes) => _file ??= new CaptureFile(path, open(), notes);

    /// <summary>Reads the beginning and recognises the format. The capture is open.</summary>
    /// <param name="atLeast">Bytes wanted in <see cref="Beginning"/>, unless the capture is shorter.</param>
    /// <returns>False when the bytes for it haven't come yet; ask again.</returns>
    /// <exception cref="CaptureException">It isn't a capture or can't be read; the message is one sentence.</exception>
    public bool TryBegin(int atLeast = CaptureFormats.LeastHead) => _begun = _begun || _file!.TryBegin(atLeast);

    /// <summary>Looks for the first packet. The capture has begun.</summary>
    /// <param name="block">Takes what is read.</param>
    /// <param name="stop">Ends the wait for it; null: what isn't there yet isn't waited for.</param>
    /// <returns>Its time in nanoseconds since the Unix epoch; null when the capture has none, or none yet.</returns>
    public long? FindFirst(PacketBlock block, StopSignal? stop)
    {
        for (var room = FirstLook; ; room = Math.Min(2 * room, PacketBlock.Capacity))
        {
            var result = Fill(block, room);
            if (block.Count > 0)
            {
                return block.Entries[0].Time;
            }

            if (result == FillResult.Ended || (result == FillResult.Waiting && stop is not { IsSet: false }))
            {
                return null;
            }
        }
    }

    /// <summary>Reads on into a block. The capture is open.</summary>
    public FillResult Fill(PacketBlock block, int room = PacketBlock.Capacity)
    {
        Debug.Assert(Held is null, "What is held comes first.");
        block.Clear();
        var result = FillResult.Waiting;
        try
        {
            if (TryBegin())
            {
                result = _file!.Fill(block, room);
            }
        }
        catch (CaptureException e)
        {
            _trouble = e.Message;
            result = FillResult.Ended;
        }

        IsOver = result == FillResult.Ended;
        NoteTimes(block);
        return result;
    }

    /// <summary>No more will come.</summary>
    public void Close() => _file?.Close();

    /// <summary>How many packets at the beginning of a block have their turn before the limit.</summary>
    public int CountBefore(Turn limit, PacketBlock block)
    {
        var entries = block.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (!TurnOf(i).IsBefore(limit))
            {
                return i;
            }
        }

        return entries.Length;
    }

    /// <summary>Holds packets of the block last read until their turn.</summary>
    /// <param name="block">The packets.</param>
    /// <param name="from">Place in the block that was read of the first of them.</param>
    public void Hold(PacketBlock block, int from = 0)
    {
        Held = block;
        _heldFrom = from;
        _next = 0;
    }

    /// <summary>Moves packets to the end of a block: those whose turn is before the limit, as far as there is room.</summary>
    /// <returns>How many; and the block that held them, when it is done with.</returns>
    public (int Moved, PacketBlock? Empty) MoveTo(PacketBlock block, Turn limit)
    {
        var first = _next;
        var held = Held!;
        var entries = held.Entries;
        while (_next < entries.Length && TurnOf(_heldFrom + _next).IsBefore(limit) && block.TryCopy(held, in entries[_next]))
        {
            _next++;
        }

        if (_next < entries.Length)
        {
            return (_next - first, null);
        }

        Held = null;
        return (_next - first, held);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Turn of a packet by its place in the block that was read last.</summary>
    private Turn TurnOf(int place) => new(_times[place], input);

    private void NoteTimes(PacketBlock block)
    {
        if (_times.Length < block.Count)
        {
            _times = new long[Math.Max(block.Count, 2 * _times.Length)];
        }

        var place = 0;
        foreach (ref readonly var entry in block.Entries)
        {
            _clock.See(entry.Time, ++_packets);
            _times[place++] = _clock.IsInDoubt ? _clock.Time : entry.Time;
        }
    }
}
