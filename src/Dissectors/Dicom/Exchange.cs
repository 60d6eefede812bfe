using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>An operation under way: what will be told of it, and what is still to come.</summary>
internal struct Exchange
{
    public DimseOperation Operation;

    /// <summary>Packet of its first command.</summary>
    public long FirstOrdinal;

    /// <summary>Order of beginning; 0: the slot is free.</summary>
    public long Sequence;

    /// <summary>The request's data set isn't over.</summary>
    public bool IsRequestOpen;

    /// <summary>A response's data set isn't over.</summary>
    public bool IsResponseOpen;

    public readonly bool IsInUse => Sequence != 0;

    /// <summary>Nothing more is to come, whichever side was seen first.</summary>
    public readonly bool IsOver => Operation is { WasRequested: true, IsFinal: true } && !IsRequestOpen && !IsResponseOpen;

    /// <summary>A query whose identifier hasn't begun.</summary>
    public readonly bool AwaitsIdentifier => Operation is
    {
        RequestBytes: 0,
        Query.IsKnown: false,
        Command: DimseCommand.FindRequest or DimseCommand.MoveRequest or DimseCommand.GetRequest,
    };

    /// <summary>Takes a response's command in.</summary>
    public void Answer(in CommandSet command, Quality damage, in Moment at)
    {
        if (!Operation.WasAnswered)
        {
            Operation.WasAnswered = true;
            Operation.FirstResponse = at.Time;
        }

        Operation.LastResponse = at.Time;
        Operation.Status = command.Status;
        Operation.HasStatus = (command.Has & CommandElements.Status) != 0;
        Operation.Quality |= damage;
        if (Operation.HasStatus && DimseStatus.ClassOf(command.Status) == StatusClass.Pending)
        {
            Operation.Pending++;
        }
        else
        {
            // An answer whose status was lost is taken for the last: waiting for another would keep the request for ever.
            Operation.IsFinal = true;
        }

        if ((command.Has & CommandElements.SubOperations) != 0)
        {
            Operation.HasSubOperations = true;
            Operation.SubOperations = command.SubOperations;
        }
    }
}
