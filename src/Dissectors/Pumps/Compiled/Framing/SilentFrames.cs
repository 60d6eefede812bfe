namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>Holds the bytes of a frame that silence ends. What is longer than a frame may be is forgotten up to the next silence.</summary>
internal sealed class SilentFrames(int most)
{
    private readonly byte[] _held = GC.AllocateUninitializedArray<byte>(most);
    private int _length;
    private long _last;
    private bool _isTooLong;

    public void Clear() => (_length, _isTooLong) = (0, false);

    /// <summary>Silence of so many nanoseconds has ended what is held. The span is valid until more is held.</summary>
    public bool TryEnd(long silence, long now, out ReadOnlySpan<byte> held)
    {
        held = _held.AsSpan(0, _length);
        if ((_length == 0 && !_isTooLong) || now - _last < silence)
        {
            return false;
        }

        var isFrame = !_isTooLong;
        Clear();
        return isFrame;
    }

    public void Hold(ReadOnlySpan<byte> bytes, long now)
    {
        _last = now;
        _isTooLong |= bytes.Length > _held.Length - _length;
        if (_isTooLong)
        {
            _length = 0;
            return;
        }

        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
    }
}
