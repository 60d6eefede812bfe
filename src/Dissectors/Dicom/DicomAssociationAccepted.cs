using Sensor.Dissectors.Contract;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Dissectors.Dicom;

/// <summary>An association was accepted: only now does the acceptor answer to the title it was called by.</summary>
public struct DicomAssociationAccepted : IFact<DicomAssociationAccepted>
{
    /// <summary>From the request; none where that wasn't seen.</summary>
    public NameId CalledAe;
    public NameId ImplementationUid;
    public NameId ImplementationVersion;
    public ushort Contexts;
    public Endpoint Acceptor;

    public static FactKind Kind { get; } = FactKind.Of<DicomAssociationAccepted>(null, "dicom.association_accepted", DicomFields.Accepted);

    public static void Write(in DicomAssociationAccepted fact, EventWriter to)
    {
    }

    public static void Tell(in DicomAssociationAccepted fact, IMeaning to)
    {
        if (!fact.CalledAe.IsNone)
        {
            // Many acceptors answer to any title.
            to.Claim(fact.Acceptor, Attribute.AeTitle, fact.CalledAe, 0.5);
        }

        ImplementationClaims.Tell(fact.Acceptor, fact.ImplementationUid, fact.ImplementationVersion, to);
    }
}
