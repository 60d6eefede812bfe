namespace Sensor.Outputs.Delivery.Spool;

/// <summary>Frames one behind the other in memory, taken from the front.</summary>
internal sealed class FrameBuffer
{
    private const int Least = 64 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(_start, Length);

    public void Add(in Outgoing thing, long number)
    {
        var length = SpoolFrame.LengthOf(in thing);
        MakeRoom(length);
        SpoolFrame.Write(in thing, number, _bytes.AsSpan(_end, length));
        _end += length;
        Count++;
    }

    /// <summary>The first so many frames are needed no more.</summary>
    public void Consume(int bytes, int frames)
    {
        _start += bytes;
        Count -= frames;
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
    }

    private void MakeRoom(int length)
    {
        if (_end + length <= _bytes.Length)
        {
            return;
        }

        var larger = Length + length > _bytes.Length ? new byte[Math.Max(Least, (Length + length) * 2)] : _bytes;
        _bytes.AsSpan(_start, Length).CopyTo(larger);
        (_bytes, _start, _end) = (larger, 0, Length);
    }
}
