using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// What all DICOM conversations of a partition share: the partition's belongings, counters, buffers for split command sets.
/// </summary>
public sealed class DicomPartition(PartitionContext context, DicomCounters counters)
{
    private readonly Stack<byte[]> _buffers = new();

    public PartitionContext Context { get; } = context;

    public DicomCounters Counters { get; } = counters;

    public void Count(DicomViolation violation) => Counters.Count(violation);

    public void Check(bool holds, DicomViolation violation)
    {
        if (!holds)
        {
            Counters.Count(violation);
        }
    }

    /// <summary>Interns a UID; what isn't one is counted, and kept as it is.</summary>
    public NameId Uid(ReadOnlySpan<byte> padded)
    {
        var uid = DicomText.Trim(padded);
        if (uid.IsEmpty)
        {
            return NameId.None;
        }

        Check(DicomText.IsUid(uid), DicomViolation.UidMalformed);
        return Context.Intern(NameKind.Uid, uid);
    }

    public NameId AeTitle(ReadOnlySpan<byte> trimmed)
    {
        Check(DicomText.IsAeTitle(trimmed), DicomViolation.AeTitleMalformed);
        return Context.Intern(NameKind.AeTitle, trimmed);
    }

    /// <summary>A buffer of <see cref="CommandSetReader.MaxLength"/> bytes.</summary>
    public byte[] RentBuffer() => _buffers.TryPop(out var buffer) ? buffer : new byte[CommandSetReader.MaxLength];

    public void ReturnBuffer(byte[] buffer) => _buffers.Push(buffer);
}
