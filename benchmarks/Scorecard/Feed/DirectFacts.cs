using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Facts;

namespace Scorecard.Feed;

/// <summary>Takes a partition's facts and hands them on in the same order, on the same thread.</summary>
internal sealed class DirectFacts(NameDirectory names) : FactSink
{
    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    private byte[] _bytes = new byte[1 << 18];
    private int _length;

    /// <summary>Facts handed on so far.</summary>
    public long Count { get; private set; }

    /// <summary>A name is known from here on: nothing that was said before uses its number.</summary>
    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text) => names.Define(partition, id, text);

    /// <summary>Hands on what was said, and forgets it.</summary>
    public void HandTo(IFactConsumer consumer)
    {
        for (var at = 0; at < _length; Count++)
        {
            ref readonly var header = ref MemoryMarshal.AsRef<FactHeader>(_bytes.AsSpan(at));
            at += HeaderSize;
            consumer.Take(in header, _bytes.AsSpan(at, header.BodyLength));
            at += header.BodyLength;
        }

        _length = 0;
    }

    protected override Span<byte> Take(int length)
    {
        if (_length + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        }

        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }
}
