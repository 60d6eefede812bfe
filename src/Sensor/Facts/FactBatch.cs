using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Facts;

/// <summary>Facts of one worker in order, as plain bytes: header, body, header, body… Reused; one owner at a time.</summary>
internal sealed class FactBatch
{
    public const int Capacity = 256 * 1024;

    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private int _length;
    private int _read;

    /// <summary>The worker has said all it has to say about packets up to the end of this block.</summary>
    public bool EndsBlock { get; set; }

    /// <summary>The worker is done.</summary>
    public bool EndsInput { get; set; }

    public bool HasMore => _read < _length;

    /// <summary>The next fact's header; <see cref="HasMore"/> holds.</summary>
    public ref readonly FactHeader Header => ref MemoryMarshal.AsRef<FactHeader>(_bytes.AsSpan(_read));

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(_read + HeaderSize, Header.BodyLength);

    public void Advance() => _read += HeaderSize + Header.BodyLength;

    /// <summary>Room at the end, or an empty span when there isn't enough.</summary>
    public Span<byte> TryTake(int length)
    {
        if (_length + length > Capacity)
        {
            return default;
        }

        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    public void Clear()
    {
        _length = _read = 0;
        EndsBlock = EndsInput = false;
    }
}
