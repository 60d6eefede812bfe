using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Pairs requests with answers by message id (PS3.7 9.1), whichever is seen first, gives data sets to their operations, and tells the
/// operations.
/// </summary>
internal sealed class DimseTracker(DicomPartition partition, Association association)
{
    // By the direction that the requests travel.
    private readonly ExchangeTable[] _tables = [new(), new()];
    private readonly OpenDataSet[] _open = new OpenDataSet[2];
    private readonly DimseTeller _teller = new(partition, association);

    /// <summary>Operations are under way.</summary>
    public bool IsWaiting => _tables[0].Oldest() != ExchangeTable.None || _tables[1].Oldest() != ExchangeTable.None;

    public void Clear()
    {
        foreach (var table in _tables)
        {
            table.Clear();
        }

        _open.AsSpan().Fill(OpenDataSet.None);
    }

    public void OnCommand(Direction direction, byte contextId, in CommandSet command, Quality damage, in Moment at)
    {
        Interrupt(direction, at);
        if (command.IsResponse)
        {
            OnResponse(direction, contextId, command, damage, at);
        }
        else if (command.Field == DimseCommand.CancelRequest)
        {
            OnCancel(direction, command, at);
        }
        else
        {
            OnRequest(direction, contextId, command, damage, at);
        }
    }

    /// <summary>Whether a data set's fragment is the first of a query's identifier.</summary>
    public bool WantsData(Direction direction)
    {
        ref readonly var open = ref _open[(int)direction];
        return open is { IsOpen: true, IsRequest: true } && _tables[(int)direction][open.Slot].AwaitsIdentifier;
    }

    public void OnWanted(Direction direction, byte contextId, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        // The operation may have been given up while the bytes were waited for.
        if (WantsData(direction))
        {
            _tables[(int)direction][_open[(int)direction].Slot].Operation.Query = IdentifierReader.Read(
                bytes, isWhole, association.Negotiation.Contexts[contextId].Encoding, partition.Context.Pseudonyms);
        }
    }

    public void OnData(Direction direction, in PdvHeader pdv, in Moment at)
    {
        ref var open = ref _open[(int)direction];
        var bytes = pdv.Length - PdvHeader.Overhead;
        if (!open.IsOpen || (open.ContextId != pdv.ContextId && open.ContextId != 0))
        {
            // After damage the command may just not have been seen.
            partition.Check(open.IsOrphan || association.Quality != Quality.Clean, DicomViolation.DataWithoutCommand);
            return;
        }

        var owner = open.IsRequest ? direction : direction.Opposite();
        ref var exchange = ref _tables[(int)owner][open.Slot];
        if (open.IsRequest)
        {
            exchange.Operation.RequestBytes += bytes;
            exchange.Operation.RequestEnd = at.Time;
        }
        else
        {
            exchange.Operation.ResponseBytes += bytes;
        }

        if (open.ContextId == 0)
        {
            // The command's PDV header was lost; its data set's tells as well.
            open.ContextId = pdv.ContextId;
            exchange.Operation.ContextId = pdv.ContextId;
        }

        if (pdv.IsLast)
        {
            Close(direction, at);
        }
    }

    public void Damage(Quality damage)
    {
        foreach (var table in _tables)
        {
            table.Damage(damage);
        }
    }

    /// <summary>Tells all operations under way as they are.</summary>
    public void Flush(in Moment at)
    {
        for (var direction = Direction.ToServer; direction <= Direction.ToClient; direction++)
        {
            int slot;
            while ((slot = _tables[(int)direction].Oldest()) != ExchangeTable.None)
            {
                Tell(direction, slot, at);
            }
        }
    }

    private void OnRequest(Direction direction, byte contextId, in CommandSet command, Quality damage, in Moment at)
    {
        association.AssumeRequestor(direction.Sender());
        association.Operations++;
        association.Objects += command.Field == DimseCommand.StoreRequest ? 1 : 0;
        var table = _tables[(int)direction];
        var slot = table.FindUnasked(command.MessageId, command.Field);
        if (slot == ExchangeTable.None)
        {
            slot = AddRequest(direction, table, command.MessageId, at);
        }

        ref var exchange = ref table[slot];
        ref var operation = ref exchange.Operation;
        exchange.FirstOrdinal = exchange.FirstOrdinal == 0 ? at.Ordinal : Math.Min(exchange.FirstOrdinal, at.Ordinal);
        operation.WasRequested = true;
        operation.MessageId = command.MessageId;
        Describe(ref operation, direction, contextId, command);
        operation.MoveDestination = partition.AeTitle(command.MoveDestination);
        operation.MoveOriginator = partition.AeTitle(command.MoveOriginator);
        operation.OriginatorMessageId = command.OriginatorMessageId;
        operation.Quality |= damage;
        operation.Start = at.Time;
        operation.RequestEnd = at.Time;
        _teller.TellRequested(operation, at);
        Open(direction, ref exchange, slot, isRequest: true, contextId, command.HasDataSet);
        TellIfOver(direction, slot, at);
    }

    private void OnResponse(Direction direction, byte contextId, in CommandSet command, Quality damage, in Moment at)
    {
        var owner = direction.Opposite();
        var table = _tables[(int)owner];
        var request = (ushort)(command.Field & ~DimseCommand.ResponseBit);
        var slot = table.FindUnanswered(command.RespondedTo, request);
        if (slot == ExchangeTable.None)
        {
            slot = AddEarlyAnswer(owner, table, contextId, command, at);
        }

        ref var exchange = ref table[slot];
        exchange.Answer(command, damage, at);
        Open(direction, ref exchange, slot, isRequest: false, contextId, command.HasDataSet);
        TellIfOver(owner, slot, at);
    }

    // C-CANCEL has no answer of its own (PS3.7 9.3.2.3): the cancelled operation's last status shows it.
    private void OnCancel(Direction direction, in CommandSet command, in Moment at)
    {
        var table = _tables[(int)direction];
        var slot = table.FindRequest(command.RespondedTo);
        var cancel = new DimseOperation { Command = command.Field, MessageId = command.RespondedTo, Requester = direction.Sender() };
        if (slot != ExchangeTable.None)
        {
            cancel.SopClass = table[slot].Operation.SopClass;
        }

        _teller.TellRequested(cancel, at);
    }

    private int AddRequest(Direction direction, ExchangeTable table, ushort messageId, in Moment at)
    {
        // The other direction may lag behind, so an id in use again says little, and answers are paired in order. But where bytes were lost
        // the answer was among them: the older request mustn't take the younger's.
        var reused = table.FindRequest(messageId);
        if (reused != ExchangeTable.None && (table[reused].Operation.Quality & (Quality.Gap | Quality.Cut)) != 0)
        {
            Tell(direction, reused, at);
        }

        MakeRoom(direction, table, ofRequests: true, at);
        return table.Add();
    }

    private int AddEarlyAnswer(Direction owner, ExchangeTable table, byte contextId, in CommandSet command, in Moment at)
    {
        MakeRoom(owner, table, ofRequests: false, at);
        var slot = table.Add();
        table[slot].FirstOrdinal = at.Ordinal;
        ref var operation = ref table[slot].Operation;
        operation.MessageId = command.RespondedTo;
        operation.Start = at.Time;
        Describe(ref operation, owner, contextId, command);
        return slot;
    }

    // What request and answer both say.
    private void Describe(ref DimseOperation operation, Direction owner, byte contextId, in CommandSet command)
    {
        operation.Requester = owner.Sender();
        operation.Command = (ushort)(command.Field & ~DimseCommand.ResponseBit);
        operation.ContextId = contextId;
        operation.SopClass = partition.Uid(command.SopClass);
        operation.SopClassRow = SopClasses.RowOf(command.SopClass);
        operation.Instance = partition.Context.Pseudonyms.Of(PseudonymKind.Instance, command.Instance);
    }

    private void MakeRoom(Direction direction, ExchangeTable table, bool ofRequests, in Moment at)
    {
        var oldest = table.Overflow(ofRequests);
        if (oldest != ExchangeTable.None)
        {
            partition.Counters.GivenUp++;
            Tell(direction, oldest, at);
        }
    }

    private void Open(Direction direction, ref Exchange exchange, int slot, bool isRequest, byte contextId, bool hasDataSet)
    {
        if (hasDataSet)
        {
            _open[(int)direction] = new OpenDataSet { Slot = slot, IsRequest = isRequest, ContextId = contextId };
            exchange.IsRequestOpen |= isRequest;
            exchange.IsResponseOpen |= !isRequest;
        }
    }

    // A command where a data set was under way: its end was lost, or the sender broke off.
    private void Interrupt(Direction direction, in Moment at)
    {
        if (_open[(int)direction].IsOpen)
        {
            partition.Check(association.Quality != Quality.Clean, DicomViolation.Interleaved);
            Close(direction, at);
        }

        _open[(int)direction].IsOrphan = false;
    }

    private void Close(Direction direction, in Moment at)
    {
        var (slot, isRequest) = (_open[(int)direction].Slot, _open[(int)direction].IsRequest);
        _open[(int)direction].Slot = ExchangeTable.None;
        var owner = isRequest ? direction : direction.Opposite();
        ref var exchange = ref _tables[(int)owner][slot];
        exchange.IsRequestOpen &= !isRequest;
        exchange.IsResponseOpen &= isRequest;
        TellIfOver(owner, slot, at);
    }

    private void TellIfOver(Direction owner, int slot, in Moment at)
    {
        if (_tables[(int)owner][slot].IsOver)
        {
            Tell(owner, slot, at);
        }
    }

    private void Tell(Direction owner, int slot, in Moment at)
    {
        var table = _tables[(int)owner];
        Disown(owner, slot, isRequest: true);
        Disown(owner.Opposite(), slot, isRequest: false);
        _teller.Tell(table[slot], at);
        table.Remove(slot);
    }

    private void Disown(Direction direction, int slot, bool isRequest)
    {
        ref var open = ref _open[(int)direction];
        if (open.Slot == slot && open.IsRequest == isRequest)
        {
            open = OpenDataSet.None with { IsOrphan = true };
        }
    }
}
