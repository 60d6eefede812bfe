namespace Sensor.Models;

/// <summary>What a peer group (maker, model, role) has in common; mergeable in any order and grouping with the same result.</summary>
public sealed class GroupSummary
{
    public int Devices => throw new NotImplementedException();

    public void MergeFrom(GroupSummary other) => throw new NotImplementedException();

    public void Clear() => throw new NotImplementedException();

    public int StateBytes => throw new NotImplementedException();

    public int Save(Span<byte> destination) => throw new NotImplementedException();

    public static bool TryLoad(ReadOnlySpan<byte> source, out GroupSummary? summary) => throw new NotImplementedException();
}
