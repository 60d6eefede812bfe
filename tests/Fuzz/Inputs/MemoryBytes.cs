using Sensor.Capture.Sources;

namespace Sensor.Fuzz.Inputs;

/// <summary>A capture in memory, given out in pieces of at most so many bytes.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> bytes, int atATime = int.MaxValue) : IByteSource
{
    private int _at;

    public bool CanReopen => false;

    public bool AtEnd => _at == bytes.Length;

    public string? Fault => null;

    public long StoredRead => _at;

    public long? StoredLength => bytes.Length;

    public int Read(Span<byte> room)
    {
        var piece = bytes.Span.Slice(_at, Math.Min(Math.Min(room.Length, atATime), bytes.Length - _at));
        piece.CopyTo(room);
        _at += piece.Length;
        return piece.Length;
    }

    public void Dispose()
    {
    }
}
