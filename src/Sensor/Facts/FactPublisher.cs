using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Facts;

/// <summary>One worker's fact sink: fills batches and sends them off.</summary>
internal sealed class FactPublisher(FactQueue queue) : FactSink
{
    /// <summary>Stands for "a name was given a number" where a kind of fact would stand.</summary>
    public const ushort NameDefinition = ushort.MaxValue;

    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    private FactBatch? _batch;

    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text)
    {
        var bodyLength = (8 + text.Length + 7) & ~7;
        var room = Take(HeaderSize + bodyLength);
        ref var header = ref MemoryMarshal.AsRef<FactHeader>(room);
        header = default;
        header.Ordinal = Ordinal;
        header.KindId = NameDefinition;
        header.BodyLength = (ushort)bodyLength;
        header.Partition = partition;
        var body = room[HeaderSize..];
        BinaryPrimitives.WriteInt32LittleEndian(body, id.Value);
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], text.Length);
        text.CopyTo(body[8..]);
        body[(8 + text.Length)..].Clear();
    }

    public static (NameId Id, int Length) ReadName(ReadOnlySpan<byte> body) =>
        (new NameId(BinaryPrimitives.ReadInt32LittleEndian(body)), BinaryPrimitives.ReadInt32LittleEndian(body[4..]));

    /// <summary>Sends what there is: the packets of a block are done.</summary>
    public void EndBlock(bool endsInput)
    {
        var batch = Current();
        batch.EndsBlock = true;
        batch.EndsInput = endsInput;
        _batch = null;
        queue.Publish(batch);
    }

    protected override Span<byte> Take(int length)
    {
        var room = Current().TryTake(length);
        if (room.IsEmpty)
        {
            queue.Publish(_batch!);
            _batch = null;
            room = Current().TryTake(length);
        }

        return room;
    }

    private FactBatch Current() => _batch ??= queue.TakeEmpty() ?? throw new AnalysisEndedException();
}

/// <summary>The analysis thread has ended early; workers have nobody to talk to.</summary>
internal sealed class AnalysisEndedException() : Exception("The analysis has ended.");
