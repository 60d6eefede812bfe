using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// An operation was asked for: told at once, because its answer may take minutes. What comes of it is <see cref="DimseOperation"/>'s to
/// tell.
/// </summary>
public struct DimseRequested : IFact<DimseRequested>
{
    /// <summary>Command field of the request.</summary>
    public ushort Command;
    public ushort MessageId;
    public NameId CallingAe;
    public NameId CalledAe;
    public NameId SopClass;
    public NameId MoveDestination;
    public Endpoint Requester;

    /// <summary>See <see cref="DimseOperation.IsSubOperation"/>.</summary>
    public bool IsSubOperation;

    public static FactKind Kind { get; } = FactKind.Of<DimseRequested>(null, "dicom.request", DicomFields.Request);

    public static void Write(in DimseRequested fact, EventWriter to)
    {
    }

    public static void Tell(in DimseRequested fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact.IsSubOperation)
        {
            return;
        }

        Span<byte> scratch = stackalloc byte[DimseCommand.HexLength];
        to.Act(fact.Requester, DimseCommand.Operation(fact.Command, scratch));
        if (!fact.SopClass.IsNone)
        {
            to.Relate(fact.Requester, Relation.WorksOn, fact.SopClass);
        }

        if (!fact.MoveDestination.IsNone)
        {
            to.Relate(fact.Requester, Relation.SendsTo, fact.MoveDestination);
        }
    }
}
