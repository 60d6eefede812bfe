namespace Sensor.Streams;

/// <summary>
/// The buffers of one partition: arrays in four sizes and held segments, reused for ever. What is out on loan is counted against the partition's
/// limit; at the limit nothing is lent and the asker's policy decides.
/// </summary>
internal sealed class StreamMemory
{
    private static readonly int[] Sizes = [512, 2048, 16 * 1024, 68 * 1024];

    private readonly Stack<byte[]>[] _free = [.. Sizes.Select(_ => new Stack<byte[]>())];
    private readonly Stack<HeldSegment> _segments = new();
    private readonly Stack<RecentSegments> _recent = new();
    private readonly Stack<HalfStream> _halves = new();

    /// <summary>Bytes out on loan.</summary>
    public long Lent { get; private set; }

    public long Limit { get; set; } = long.MaxValue;

    public const int LargestBuffer = 68 * 1024;

    /// <summary>A buffer of at least <paramref name="length"/> bytes, or null at the limit.</summary>
    public byte[]? TryRent(int length)
    {
        var size = SizeClass(length);
        if (Lent + Sizes[size] > Limit)
        {
            return null;
        }

        Lent += Sizes[size];
        return _free[size].TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Sizes[size]);
    }

    public void Return(byte[] buffer)
    {
        Lent -= buffer.Length;
        _free[SizeClass(buffer.Length)].Push(buffer);
    }

    public HeldSegment RentSegment() => _segments.TryPop(out var segment) ? segment : new HeldSegment();

    /// <summary>Takes back a segment and its buffer.</summary>
    public void Return(HeldSegment segment)
    {
        Return(segment.Bytes);
        segment.Bytes = [];
        segment.Next = null;
        _segments.Push(segment);
    }

    public RecentSegments RentRecent() => _recent.TryPop(out var recent) ? recent : new RecentSegments();

    public HalfStream RentHalf() => _halves.TryPop(out var half) ? half : new HalfStream();

    /// <summary>Takes back a half whose held segments and left-over buffer were returned before.</summary>
    public void Return(HalfStream half)
    {
        if (half.Recent is { } recent)
        {
            recent.Clear();
            _recent.Push(recent);
        }

        half.Clear();
        _halves.Push(half);
    }

    private static int SizeClass(int length)
    {
        var size = 0;
        while (Sizes[size] < length)
        {
            size++;
        }

        return size;
    }
}
