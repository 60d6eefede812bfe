using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>One connection that speaks DICOM: two framers, which share nothing, and what they find, which belongs together.</summary>
internal sealed class DicomConversation : Conversation, IPduVisitor
{
    private readonly DicomPartition _partition;
    private readonly PduFramer[] _framers;
    private readonly Association _association;
    private readonly DimseTracker _dimse;
    private readonly bool[] _isEnded = new bool[2];
    private EndCause _cause;

    public DicomConversation(DicomPartition partition)
    {
        _partition = partition;
        _framers = [new PduFramer(Direction.ToServer, this, partition), new PduFramer(Direction.ToClient, this, partition)];
        _association = new Association(partition);
        _dimse = new DimseTracker(partition, _association);
    }

    public void Begin(in FlowIdentity flow, bool midStream)
    {
        _isEnded.AsSpan().Clear();
        _cause = EndCause.EndOfInput;
        _association.Begin(flow, midStream);
        _dimse.Clear();
        foreach (var framer in _framers)
        {
            framer.Begin(midStream);
        }
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        _association.Saw(direction);
        return _framers[(int)direction].OnData(data, at);
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        _association.Saw(direction);
        _framers[(int)direction].OnMissing(bytes, cause, at);
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        if (_isEnded[(int)direction])
        {
            return;
        }

        _isEnded[(int)direction] = true;
        _framers[(int)direction].OnEnd(at);
        if (cause is EndCause.Fin or EndCause.Reset)
        {
            _cause = cause;
        }

        if (_isEnded[(int)direction.Opposite()])
        {
            TellEnd(_cause, at);
        }
    }

    Negotiation? IPduVisitor.OnPdu(Direction direction, PduType type, in Moment at)
    {
        if (type == PduType.AssociateRequest && _association.IsRequested)
        {
            // A connection carries one association (PS3.8 9.1.1). Where another begins, the first one is over.
            _partition.Count(DicomViolation.OutOfState);
            TellEnd(null, at);
            _association.Restart();
            _dimse.Clear();
        }

        return _association.OnPdu(direction, type, at);
    }

    void IPduVisitor.OnAssociate(Direction direction, PduType type, bool isComplete, in Moment at)
    {
        _association.OnAssociate(type, isComplete, at);
        TellIfOver(at);
    }

    void IPduVisitor.OnShort(Direction direction, PduType type, ReadOnlySpan<byte> body, in Moment at)
    {
        _association.OnShort(direction, type, body);
        TellIfOver(at);
    }

    void IPduVisitor.OnCommand(Direction direction, byte contextId, in CommandSet command, Quality damage, in Moment at)
    {
        _partition.Counters.CountCommand(command.Field);
        if (contextId != 0 && _association.Negotiation.Acceptor.IsComplete)
        {
            _partition.Check(_association.Negotiation.Contexts[contextId].Result == 0, DicomViolation.ContextNotAccepted);
        }

        _dimse.OnCommand(direction, contextId, command, damage, at);
    }

    int IPduVisitor.WantsData(Direction direction, in PdvHeader pdv) => _dimse.WantsData(direction) ? IdentifierReader.Window : 0;

    void IPduVisitor.OnWanted(Direction direction, byte contextId, ReadOnlySpan<byte> bytes, bool isWhole) =>
        _dimse.OnWanted(direction, contextId, bytes, isWhole);

    void IPduVisitor.OnData(Direction direction, in PdvHeader pdv, in Moment at)
    {
        var bytes = pdv.Length - PdvHeader.Overhead;
        _partition.Counters.PdvBytes += bytes;
        _association.AddBytes(direction, bytes);
        _dimse.OnData(direction, pdv, at);
    }

    void IPduVisitor.OnDamage(Direction direction, Quality damage)
    {
        _association.Damage(damage);
        _dimse.Damage(damage);
    }

    private void TellIfOver(in Moment at)
    {
        if (_association.IsOver(_dimse.IsWaiting))
        {
            TellEnd(null, at);
        }
    }

    private void TellEnd(EndCause? cause, in Moment at)
    {
        _dimse.Flush(at);
        _association.TellEnd(cause, at);
    }
}
