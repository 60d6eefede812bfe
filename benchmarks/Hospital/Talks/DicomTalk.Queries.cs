using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <content>Questions to an archive or a worklist, and what they bring: matches, objects.</content>
public sealed partial class DicomTalk
{
    /// <summary>Asks for matches.</summary>
    /// <param name="sopClass">Information model or worklist.</param>
    /// <param name="identifier">What is asked.</param>
    /// <param name="matches">How many there are.</param>
    /// <param name="bytesPerMatch">Bytes of each.</param>
    /// <param name="status">Of the final answer.</param>
    /// <param name="cancelAfter">Matches after which the caller has had enough (C-CANCEL); 0: never.</param>
    public DicomTalk Find(string sopClass, QueryIdentifier identifier, int matches, int bytesPerMatch, ushort status = 0, int cancelAfter = 0)
    {
        var request = Query(DimseOperation.Find, sopClass, identifier);
        Ask(request);
        var isCancelled = cancelAfter > 0 && cancelAfter < matches;
        for (var i = 0; i < (isCancelled ? cancelAfter : matches); i++)
        {
            var wait = i == 0 ? Latency() : (long)Dice.LogNormal(0.4 * Nanos.Millisecond, 0.4);
            Say(Side.Server, new DimseResponse { Request = request, Status = 0xFF00, DataLength = (bytesPerMatch + (Dice.Whole(-12, 12) * 2)) & ~1, PduLength = Longest }, wait);
        }

        if (isCancelled)
        {
            // It names the message that is to end, and has none of its own.
            Ask(request with { Operation = DimseOperation.Cancel, Identifier = null });
            status = 0xFE00;
        }

        Answer(new DimseResponse { Request = request, Status = status, PduLength = Longest });
        return this;
    }

    /// <summary>Has objects sent to a destination, on an association that the called one opens, one C-STORE each.</summary>
    /// <param name="sopClass">Information model.</param>
    /// <param name="identifier">What is wanted.</param>
    /// <param name="destination">Whereto; null: nobody of that name is known, and the request fails.</param>
    /// <param name="title">AE title that is asked for.</param>
    /// <param name="objects">All that match.</param>
    /// <param name="sender">As whom the called one calls the destination: its own title and speed.</param>
    /// <param name="failures">How many of the last objects don't get there.</param>
    public DicomTalk Move(string sopClass, QueryIdentifier identifier, ApplicationEntity? destination, string title, IReadOnlyList<StoredObject> objects, ApplicationEntity? sender = null,
        int failures = 0)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var request = Query(DimseOperation.Move, sopClass, identifier, title);
        Ask(request);
        if (destination is null)
        {
            Answer(new DimseResponse { Request = request, Status = 0xA801, PduLength = Longest });
            return this;
        }

        var count = objects.Count - failures;
        if (count > 0)
        {
            var classes = objects.Select(o => o.SopClass).Distinct().ToArray();
            var delivery = new DicomTalk(Lane, Dice, Time + Latency(), sender ?? _called, destination, classes, DeliverySyntaxes.Count > 0 ? DeliverySyntaxes : _syntaxes)
            {
                Speed = Speed,
                AnswerTime = AnswerTime,
            };
            delivery.Associate();
            for (var i = 0; i < count; i++)
            {
                delivery.Store(objects[i], 0, _caller.Title, request.MessageId);
                Time = Math.Max(Time, delivery.Time);
                if (i % 50 == 49 && i < objects.Count - 1)
                {
                    var left = (ushort)(objects.Count - i - 1);
                    Answer(new DimseResponse { Request = request, Status = 0xFF00, SubOperations = (left, (ushort)(i + 1), 0, 0), PduLength = Longest });
                }
            }

            delivery.Release();
        }

        Answer(new DimseResponse { Request = request, Status = failures > 0 ? (ushort)0xB000 : (ushort)0, SubOperations = (0, (ushort)count, (ushort)failures, 0), PduLength = Longest });
        return this;
    }

    /// <summary>Has objects sent on this same association: C-STOREs of the called one, in contexts of theirs, which must have been proposed.</summary>
    /// <param name="sopClass">Information model.</param>
    /// <param name="identifier">What is wanted.</param>
    /// <param name="objects">All that match.</param>
    public DicomTalk Get(string sopClass, QueryIdentifier identifier, IReadOnlyList<StoredObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var request = Query(DimseOperation.Get, sopClass, identifier);
        Ask(request);
        for (var i = 0; i < objects.Count; i++)
        {
            var store = Storing(objects[i], (ushort)(i + 1), "", 0);
            Stored += objects[i].Length;
            Answer(store);
            Ask(new DimseResponse { Request = store, Status = 0, PduLength = Longest });
        }

        Answer(new DimseResponse { Request = request, Status = 0, SubOperations = (0, (ushort)objects.Count, 0, 0), PduLength = Longest });
        return this;
    }

    private DimseRequest Query(DimseOperation operation, string sopClass, QueryIdentifier identifier, string destination = "") => new()
    {
        Operation = operation,
        ContextId = Context(sopClass),
        MessageId = NextId(),
        SopClass = sopClass,
        Identifier = identifier,
        MoveDestination = destination,
        PduLength = Longest,
        TransferSyntax = _syntaxes[0],
    };
}
