using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Keeps the place in one direction, PDU by PDU. After a hole it goes on by arithmetic where the hole lies within a PDU, and looks for the
/// next safe place where it doesn't.
/// </summary>
internal sealed class PduFramer(Direction direction, IPduVisitor visitor, DicomPartition partition)
{
    // A PDU of fixed length is ten bytes: 0T 00 00 00 00 | 04 00 00 00 00. A command's PDU may begin in the second half.
    private const int DoubtfulHead = 5;
    private const int DoubtfulTail = 5;

    private readonly PdvFramer _pdvs = new(direction, visitor, partition);
    private Phase _phase;
    private bool _isLost;
    private PduType _type;
    private AssociateReader _associate;
    private Negotiation? _negotiation;

    private readonly byte[] _doubtful = new byte[PduHeader.ShortLength];

    // Bytes of the PDU behind the place reached; of a P-DATA-TF, its own framer knows.
    private uint _left;

    private enum Phase : byte
    {
        /// <summary>At a PDU's boundary.</summary>
        Header,
        /// <summary>In the body of A-ASSOCIATE-RQ or -AC.</summary>
        Associate,
        /// <summary>At the four bytes of a PDU of fixed length.</summary>
        Short,
        /// <summary>In a P-DATA-TF.</summary>
        Data,
        /// <summary>In a PDU whose rest nobody wants.</summary>
        Rest,
        /// <summary>Nowhere: looking for the next place.</summary>
        Scan,
        /// <summary>
        /// Behind the first half of what looks like a PDU of fixed length: mostly zeros, so what follows must be a PDU, or nothing.
        /// </summary>
        Doubt,
    }

    public void Begin(bool midStream)
    {
        _phase = midStream ? Phase.Scan : Phase.Header;
        _isLost = false;
        _negotiation = null;
        _left = 0;
        _pdvs.Begin(0);
    }

    public Step OnData(ReadOnlySpan<byte> data, in Moment at)
    {
        // Each structure is read by the same contract as the whole: consumed, needed, skip.
        var offset = 0;
        while (true)
        {
            var rest = data[offset..];
            var step = _phase switch
            {
                Phase.Header => ReadHeader(rest, at),
                Phase.Associate => ReadAssociate(rest, at),
                Phase.Short => ReadShort(rest, at),
                Phase.Data => ReadData(rest, at),
                Phase.Rest => SkipRest(),
                Phase.Doubt => ReadDoubtful(rest, at),
                _ => Scan(rest, at),
            };

            offset += step.Consumed;
            if (step.Skip > data.Length - offset)
            {
                return Step.SkipAfter(offset, step.Skip);
            }

            offset += (int)step.Skip;
            if (offset == data.Length || step.Needed > data.Length - offset)
            {
                return Step.Need(offset, step.Needed);
            }
        }
    }

    public void OnMissing(long bytes, MissingCause cause, in Moment at)
    {
        var damage = cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        visitor.OnDamage(direction, damage);
        if (_phase is Phase.Scan or Phase.Doubt)
        {
            _phase = Phase.Scan;
            return;
        }

        var left = _phase == Phase.Data ? _pdvs.Left : _left;
        if (bytes > left)
        {
            Finish(damage, at);
            Lose();
        }
        else if (_phase == Phase.Data)
        {
            _pdvs.OnMissing((uint)bytes, damage, at);
        }
        else
        {
            Finish(damage, at);
            _left -= (uint)bytes;
            _phase = Phase.Rest;
        }
    }

    public void OnEnd(in Moment at)
    {
        if (_phase == Phase.Doubt)
        {
            BelieveDoubtful(at);
        }

        Finish(Quality.Clean, at);
        Lose();
    }

    private Step ReadHeader(ReadOnlySpan<byte> data, in Moment at)
    {
        if (data.Length < PduHeader.Size)
        {
            return Step.Need(0, PduHeader.Size);
        }

        var header = PduHeader.Read(data);
        if (!header.IsPlausible)
        {
            partition.Count(DicomViolation.PduHeader);
            partition.Counters.ScannedBytes++;
            visitor.OnDamage(direction, Quality.Gap);
            Lose();
            return Step.Done(1);
        }

        _type = header.Type;
        _left = header.Length;
        partition.Counters.Count(_type);
        _negotiation = visitor.OnPdu(direction, _type, at);
        switch (_type)
        {
            case PduType.Data:
                _phase = Phase.Data;
                _pdvs.Begin(header.Length);
                return Step.Need(PduHeader.Size, PdvHeader.Size);
            case PduType.AssociateRequest or PduType.AssociateAccept when _negotiation is null:
                _phase = Phase.Rest;
                return Step.Done(PduHeader.Size);
            case PduType.AssociateRequest or PduType.AssociateAccept:
                _phase = Phase.Associate;
                _associate = default;
                return Step.Done(PduHeader.Size);
            default:
                _phase = Phase.Short;
                return Step.Need(PduHeader.Size, PduHeader.ShortLength);
        }
    }

    private Step ReadAssociate(ReadOnlySpan<byte> data, in Moment at)
    {
        var step = _associate.Read(data, _left, _type, _negotiation!, partition);
        _left -= (uint)(step.Consumed + step.Skip);
        if (_left == 0)
        {
            _phase = Phase.Header;
            visitor.OnAssociate(direction, _type, isComplete: true, at);
        }

        return step;
    }

    private Step ReadShort(ReadOnlySpan<byte> data, in Moment at)
    {
        if (data.Length < PduHeader.ShortLength)
        {
            return Step.Need(0, PduHeader.ShortLength);
        }

        _left = 0;
        _phase = Phase.Header;
        visitor.OnShort(direction, _type, data[..PduHeader.ShortLength], at);
        return Step.Done(PduHeader.ShortLength);
    }

    private Step ReadData(ReadOnlySpan<byte> data, in Moment at)
    {
        var step = _pdvs.Read(data, at);
        if (_pdvs.IsDone)
        {
            _left = 0;
            _phase = Phase.Header;
        }

        return step;
    }

    private Step SkipRest()
    {
        var skip = _left;
        _left = 0;
        _phase = Phase.Header;
        return Step.SkipAfter(0, skip);
    }

    private Step Scan(ReadOnlySpan<byte> data, in Moment at)
    {
        var hit = PduScanner.Find(data);
        partition.Counters.ScannedBytes += hit.Offset;
        switch (hit.Kind)
        {
            case ScanKind.Partial:
                return Step.Need(hit.Offset, hit.Length);
            case ScanKind.Command:
                // Behind it the PDU may go on or end: still nowhere, but not for long.
                _pdvs.Deliver(0, data.Slice(hit.Offset, hit.Length), at);
                return Step.Done(hit.Offset + hit.Length);
            case ScanKind.Pdu when PduHeader.Read(data[hit.Offset..]) is { Length: PduHeader.ShortLength } header:
                _phase = Phase.Doubt;
                _type = header.Type;
                data.Slice(hit.Offset + PduHeader.Size, PduHeader.ShortLength).CopyTo(_doubtful);
                return Step.Need(hit.Offset + DoubtfulHead, DoubtfulTail + PduHeader.Size);
            case ScanKind.Pdu:
                FoundPlace();
                return Step.Need(hit.Offset, PduHeader.Size);
            default:
                return Step.Done(hit.Offset);
        }
    }

    private Step ReadDoubtful(ReadOnlySpan<byte> data, in Moment at)
    {
        if (data.Length < DoubtfulTail + PduHeader.Size)
        {
            return Step.Need(0, DoubtfulTail + PduHeader.Size);
        }

        if (PduHeader.Read(data[DoubtfulTail..]).IsPlausible)
        {
            BelieveDoubtful(at);
            return Step.Need(DoubtfulTail, PduHeader.Size);
        }

        // Its second half is still here: a real PDU may begin in it.
        partition.Counters.ScannedBytes += DoubtfulHead;
        _phase = Phase.Scan;
        return Step.Done(0);
    }

    private void BelieveDoubtful(in Moment at)
    {
        FoundPlace();
        partition.Counters.Count(_type);
        visitor.OnPdu(direction, _type, at);
        visitor.OnShort(direction, _type, _doubtful, at);
    }

    private void FoundPlace()
    {
        _phase = Phase.Header;
        partition.Counters.Resyncs += _isLost ? 1 : 0;
        _isLost = false;
    }

    // What was begun and won't be finished is told as far as it came.
    private void Finish(Quality damage, in Moment at)
    {
        switch (_phase)
        {
            case Phase.Associate:
                visitor.OnAssociate(direction, _type, isComplete: false, at);
                break;
            case Phase.Short:
                visitor.OnShort(direction, _type, default, at);
                break;
        }

        // A command may be unfinished between two PDUs, too.
        _pdvs.Finish(damage, at);
    }

    private void Lose()
    {
        _phase = Phase.Scan;
        _isLost = true;
        _left = 0;
        _pdvs.Begin(0);
    }
}
