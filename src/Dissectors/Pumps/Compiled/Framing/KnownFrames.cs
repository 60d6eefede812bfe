using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>Where the parts of a whole frame lie.</summary>
/// <param name="ContentAt">From its first byte.</param>
/// <param name="ContentSize">Bytes of the content.</param>
/// <param name="EndAt">From its first byte.</param>
/// <param name="EndSize">Bytes of the end.</param>
/// <param name="Width">Bits of the sum that holds; 0 without one.</param>
internal readonly record struct FrameLayout(int ContentAt, int ContentSize, int EndAt, int EndSize, int Width);

/// <summary>
/// Short frames of one direction that were found good not long ago. Most polls repeat byte for byte, and what was good is good again: it needn't be
/// looked through, nor summed up.
/// </summary>
internal sealed class KnownFrames
{
    /// <summary>Longest frame that is kept, in bytes.</summary>
    public const int MaxSize = 64;

    /// <summary>A power of two. A frame takes the place of another that looks like it.</summary>
    private const int Count = 16;

    private readonly Known[] _all = new Known[Count];
    private readonly byte[] _bytes = new byte[Count * MaxSize];

    /// <summary>What the last bytes of frames were that took no place: only what comes again is kept.</summary>
    private readonly ulong[] _once = new ulong[Count];

    public void Clear()
    {
        Array.Clear(_all);
        Array.Clear(_once);
    }

    /// <summary>Whether data begins with a frame that is known.</summary>
    /// <param name="shape">Index of its shape.</param>
    /// <param name="data">Bytes.</param>
    /// <param name="size">Bytes of the frame.</param>
    /// <param name="layout">Where its parts lie.</param>
    public bool TryFind(int shape, ReadOnlySpan<byte> data, out int size, out FrameLayout layout)
    {
        var place = PlaceOf(data);
        ref readonly var known = ref _all[place];
        (size, layout) = (known.Size, known.Layout);
        return size > 0 && size <= data.Length && known.Shape == shape && data[..size].SequenceEqual(_bytes.AsSpan(place * MaxSize, size));
    }

    /// <summary>Keeps a good frame of at most <see cref="MaxSize"/> bytes when it comes again.</summary>
    public void Keep(int shape, ReadOnlySpan<byte> frame, FrameLayout layout)
    {
        var place = PlaceOf(frame);
        var mark = frame[Math.Max(0, frame.Length - 8)..].Word();
        if (_once[place] != mark)
        {
            _once[place] = mark;
            return;
        }

        _all[place] = new Known(shape, frame.Length, layout);
        frame.CopyTo(_bytes.AsSpan(place * MaxSize));
    }

    /// <summary>By the first bytes, which tell most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(ReadOnlySpan<byte> data) =>
        (int)((data.Word() ^ ((data.Length > 8 ? data[8..].Word() : 0) * 0xa0761d6478bd642f)) * 0xe7037ed1a0b428db >> 60) & (Count - 1);

    private readonly record struct Known(int Shape, int Size, FrameLayout Layout);
}
