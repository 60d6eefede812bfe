using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.Series;

/// <summary>Adds up what partitions say they counted and lost, since the beginning of the input. They say so every five seconds of packet time and at the end.</summary>
internal sealed class HealthTotals : IFactTap, IStatePart
{
    private PartitionSample _counted;

    public ref readonly PartitionSample Counted => ref _counted;

    /// <summary>Bytes of TCP that were on the wire and aren't in the capture; less again where they came late.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Holes that they make.</summary>
    public long Holes { get; private set; }

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (kind == PartitionSample.Kind)
        {
            _counted += MemoryMarshal.AsRef<PartitionSample>(body);
        }
        else if (kind == LossSample.Kind)
        {
            ref readonly var loss = ref MemoryMarshal.AsRef<LossSample>(body);
            LostBytes += loss.Lost;
            Holes += loss.Holes;
        }
    }

    public string Name => "health-totals";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<PartitionSample>(in _counted)));
        writer.Int64(LostBytes);
        writer.Int64(Holes);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        if (!origin.SameInput)
        {
            return true;
        }

        var bytes = reader.Bytes(Unsafe.SizeOf<PartitionSample>());
        if (reader.Require(MemoryMarshal.TryRead(bytes, out PartitionSample counted)))
        {
            _counted = counted;
        }

        (LostBytes, Holes) = (reader.Int64(), reader.Int64());
        return reader.Complete;
    }
}
