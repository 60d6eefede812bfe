using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// The last whole MSH of a direction. A sender's headers are alike but for time, security, type and control id (MSH-7 to MSH-10), so the next one is compared
/// rather than read where it can be.
/// </summary>
internal sealed class MshMemory
{
    /// <summary>Longer headers are read anew each time.</summary>
    private const int Longest = 256;

    /// <summary>By so much the next header may be longer without a new buffer.</summary>
    private const int Slack = 16;

    private byte[]? _text;
    private int _length;

    /// <summary>Up to MSH-7, the separator before it included.</summary>
    private int _head;

    private Range _type;

    /// <summary>From the separator behind MSH-10 on.</summary>
    private int _tail;

    private MshSegment _segment;

    private ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <param name="msh">A whole segment, without its terminator.</param>
    /// <param name="context">Keeps the names.</param>
    /// <param name="previous">The direction's last header, whole or not.</param>
    public MshSegment Read(ReadOnlySpan<byte> msh, PartitionContext context, in MshSegment previous)
    {
        if (_length > 0 && msh.StartsWith(Text[.._head]) && TryFind(msh, _head, _segment.Characters.Field, out var type, out var id) && msh[id.End..].SequenceEqual(Text[_tail..]))
        {
            return _segment.With(msh, msh[type].SequenceEqual(Text[_type]), msh[id], context);
        }

        var result = MshSegment.Read(msh, whole: true, context, previous);
        Remember(msh, result);
        return result;
    }

    private void Remember(ReadOnlySpan<byte> msh, in MshSegment segment)
    {
        _length = 0;
        if (msh.Length > Longest)
        {
            return;
        }

        // MSH-7 begins behind the sixth separator; the first is MSH-1 itself.
        var separator = segment.Characters.Field;
        var head = 0;
        for (var i = 0; i < 6; i++)
        {
            head = Behind(msh, head, separator);
        }

        if (separator != 0 && TryFind(msh, head, separator, out _type, out var id))
        {
            (_head, _tail, _length, _segment) = (head, id.End.Value, msh.Length, segment);
            if (_text is null || _text.Length < msh.Length)
            {
                _text = new byte[Math.Min(Longest, msh.Length + Slack)];
            }

            msh.CopyTo(_text);
        }
    }

    /// <summary>Finds MSH-9 and MSH-10 in a header whose MSH-7 begins at <paramref name="start"/>; false where a separator behind MSH-10 is lacking.</summary>
    private static bool TryFind(ReadOnlySpan<byte> msh, int start, byte separator, out Range type, out Range id)
    {
        (type, id) = (default, default);
        var typeStart = Behind(msh, Behind(msh, start, separator), separator);
        var idStart = Behind(msh, typeStart, separator);
        var end = Behind(msh, idStart, separator);
        if (end < 0)
        {
            return false;
        }

        (type, id) = (typeStart..(idStart - 1), idStart..(end - 1));
        return true;
    }

    /// <summary>Where what follows the next separator begins; -1 without one.</summary>
    private static int Behind(ReadOnlySpan<byte> msh, int start, byte separator)
    {
        var next = start < 0 ? -1 : msh[start..].IndexOf(separator);
        return next < 0 ? -1 : start + next + 1;
    }
}
