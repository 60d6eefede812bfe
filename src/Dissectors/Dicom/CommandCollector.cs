namespace Sensor.Dissectors.Dicom;

/// <summary>Puts a command set together that comes in pieces. Bounded; holds a buffer only while it holds bytes.</summary>
internal struct CommandCollector
{
    private byte[]? _buffer;
    private int _length;

    public readonly bool IsEmpty => _length == 0;

    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> fragment, DicomPartition partition)
    {
        if (fragment.IsEmpty)
        {
            return;
        }

        _buffer ??= partition.RentBuffer();
        var room = _buffer.Length - _length;
        if (fragment.Length > room)
        {
            partition.Count(DicomViolation.CommandTooLong);
            fragment = fragment[..room];
        }

        fragment.CopyTo(_buffer.AsSpan(_length));
        _length += fragment.Length;
    }

    public void Drop(DicomPartition partition)
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            partition.ReturnBuffer(buffer);
        }

        _length = 0;
    }
}
