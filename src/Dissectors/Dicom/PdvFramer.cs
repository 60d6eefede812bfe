using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Keeps the place within P-DATA-TF PDUs of one direction: reads commands, announces data and skips it.</summary>
internal sealed class PdvFramer(Direction direction, IPduVisitor visitor, DicomPartition partition)
{
    private Phase _phase;
    private PdvHeader _pdv;
    private CommandCollector _command;
    private int _wanted;

    // Bytes of the PDU, and of them of the PDV, behind the place reached.
    private uint _pduLeft;
    private uint _pdvLeft;

    private enum Phase : byte
    {
        /// <summary>At a PDV's boundary, or at the PDU's end.</summary>
        Header,

        /// <summary>In a command's fragment.</summary>
        Command,

        /// <summary>At the beginning of a data set somebody wants to look at.</summary>
        Wanted,

        /// <summary>In a PDV whose rest nobody wants.</summary>
        Rest,
    }

    /// <summary>The PDU is over.</summary>
    public bool IsDone => _phase == Phase.Header && _pduLeft == 0;

    /// <summary>Bytes of the PDU still to come.</summary>
    public uint Left => _pduLeft;

    public void Begin(uint pduLength)
    {
        _phase = Phase.Header;
        _pduLeft = pduLength;
        _pdvLeft = 0;
    }

    public Step Read(ReadOnlySpan<byte> data, in Moment at) => _phase switch
    {
        Phase.Header => ReadHeader(data, at),
        Phase.Command => ReadCommand(data, at),
        Phase.Wanted => ReadWanted(data, at),
        _ => SkipPdv(0),
    };

    /// <summary>A hole that lies within the PDU: its end is still known, and the PDV's end if the hole lies within that, too.</summary>
    public void OnMissing(uint bytes, Quality damage, in Moment at)
    {
        Finish(damage, at);
        _pduLeft -= bytes;
        _pdvLeft = _phase != Phase.Header && bytes <= _pdvLeft ? _pdvLeft - bytes : _pduLeft;
        _phase = Phase.Rest;
    }

    /// <summary>Tells what was begun and won't be finished, as far as it came.</summary>
    public void Finish(Quality damage, in Moment at)
    {
        if (_phase == Phase.Wanted)
        {
            visitor.OnData(direction, _pdv, at);
        }

        if (!_command.IsEmpty)
        {
            Tell(_pdv.ContextId, CommandSetReader.Read(_command.Bytes), damage, at);
            _command.Drop(partition);
        }
    }

    /// <summary>Tells a command set that came to its end as its sender sees it.</summary>
    public void Deliver(byte contextId, ReadOnlySpan<byte> bytes, in Moment at)
    {
        var command = CommandSetReader.Read(bytes);
        partition.Check(command.Fault == CommandFault.None, DicomViolation.CommandMalformed);
        Tell(contextId, command, Quality.Clean, at);
    }

    private void Tell(byte contextId, in CommandSet command, Quality damage, in Moment at)
    {
        if ((command.Has & CommandElements.Field) != 0)
        {
            visitor.OnCommand(direction, contextId, command, damage, at);
        }
    }

    private Step ReadHeader(ReadOnlySpan<byte> data, in Moment at)
    {
        if (_pduLeft < PdvHeader.Size)
        {
            return SkipPdu();
        }

        if (data.Length < PdvHeader.Size)
        {
            return Step.Need(0, PdvHeader.Size);
        }

        _pdv = PdvHeader.Read(data);
        if (!_pdv.Fits(_pduLeft))
        {
            return SkipPdu();
        }

        partition.Check(_pdv.IsRegular, DicomViolation.PdvIrregular);
        _pduLeft -= PdvHeader.Size;
        _pdvLeft = _pdv.Length - PdvHeader.Overhead;
        if (_pdv.IsCommand)
        {
            _phase = Phase.Command;
            FinishFragment(at);
            return Step.Done(PdvHeader.Size);
        }

        // A command that was left unfinished (PS3.8 E.1: fragments of messages aren't interleaved).
        DeliverCollected(at);
        _wanted = (int)Math.Min((uint)visitor.WantsData(direction, _pdv), _pdvLeft);
        if (_wanted > 0)
        {
            _phase = Phase.Wanted;
            return Step.Need(PdvHeader.Size, _wanted);
        }

        visitor.OnData(direction, _pdv, at);
        return SkipPdv(PdvHeader.Size);
    }

    private Step ReadCommand(ReadOnlySpan<byte> data, in Moment at)
    {
        var fragment = data[..(int)Math.Min((uint)data.Length, _pdvLeft)];
        _pdvLeft -= (uint)fragment.Length;
        _pduLeft -= (uint)fragment.Length;
        if (_pdvLeft == 0 && _pdv.IsLast && _command.IsEmpty)
        {
            // The ordinary case: a whole command in one piece is read where it lies.
            _phase = Phase.Header;
            Deliver(_pdv.ContextId, fragment, at);
        }
        else
        {
            _command.Add(fragment, partition);
            FinishFragment(at);
        }

        return Step.Done(fragment.Length);
    }

    private Step ReadWanted(ReadOnlySpan<byte> data, in Moment at)
    {
        if (data.Length < _wanted)
        {
            return Step.Need(0, _wanted);
        }

        visitor.OnWanted(direction, _pdv.ContextId, data[.._wanted], _pdv.IsLast && _wanted == _pdvLeft);
        visitor.OnData(direction, _pdv, at);
        _pduLeft -= (uint)_wanted;
        _pdvLeft -= (uint)_wanted;
        return SkipPdv(_wanted);
    }

    private void FinishFragment(in Moment at)
    {
        if (_pdvLeft == 0)
        {
            _phase = Phase.Header;
            if (_pdv.IsLast)
            {
                DeliverCollected(at);
            }
        }
    }

    private Step SkipPdv(int consumed)
    {
        var skip = _pdvLeft;
        _pduLeft -= skip;
        _pdvLeft = 0;
        _phase = Phase.Header;
        return Step.SkipAfter(consumed, skip);
    }

    private Step SkipPdu()
    {
        partition.Count(DicomViolation.PdvOverrun);
        _pdvLeft = _pduLeft;
        return SkipPdv(0);
    }

    private void DeliverCollected(in Moment at)
    {
        if (!_command.IsEmpty)
        {
            Deliver(_pdv.ContextId, _command.Bytes, at);
            _command.Drop(partition);
        }
    }
}
