using Sensor.Dissectors.Contract;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Dissectors.Dicom;

/// <summary>An association was asked for: who says it is whom, told at once.</summary>
public struct DicomAssociationRequested : IFact<DicomAssociationRequested>
{
    public NameId CallingAe;
    public NameId CalledAe;
    public NameId ImplementationUid;
    public NameId ImplementationVersion;
    public ushort Contexts;
    public UserIdentity UserIdentity;
    public Endpoint Requestor;

    public static FactKind Kind { get; } = FactKind.Of<DicomAssociationRequested>(null, "dicom.association_requested", DicomFields.Requested);

    public static void Write(in DicomAssociationRequested fact, EventWriter to)
    {
    }

    public static void Tell(in DicomAssociationRequested fact, IMeaning to)
    {
        to.Act(fact.Requestor, "A-ASSOCIATE"u8);
        to.OpenSession();
        if (!fact.CallingAe.IsNone)
        {
            // Nobody authenticates an AE title.
            to.Claim(fact.Requestor, Attribute.AeTitle, fact.CallingAe, 0.6);
            to.Relate(fact.Requestor, Relation.ActsAs, fact.CallingAe);
        }

        if (!fact.CalledAe.IsNone)
        {
            to.Relate(fact.Requestor, Relation.Addresses, fact.CalledAe);
        }

        ImplementationClaims.Tell(fact.Requestor, fact.ImplementationUid, fact.ImplementationVersion, to);
    }
}
