using Sensor.Dissectors.Contract;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Dissectors.Dicom;

/// <summary>What an implementation's UID and version say of the endpoint that runs it.</summary>
internal static class ImplementationClaims
{
    private const double Confidence = 0.7;

    public static void Tell(Endpoint who, NameId uid, NameId version, IMeaning to)
    {
        if (!uid.IsNone)
        {
            to.Claim(who, Attribute.ImplementationUid, uid, Confidence);
        }

        if (!version.IsNone)
        {
            to.Claim(who, Attribute.Software, version, Confidence);
        }
    }
}
