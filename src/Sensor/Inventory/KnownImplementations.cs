using Sensor.Facts;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>
/// Software, and makers, by the beginning of the DICOM implementation class UID (PS3.7 D.3.3.2). Toolkits by the UIDs in their published sources, makers by
/// the roots under which their conformance statements put theirs. A toolkit says nothing of who built it in.
/// </summary>
internal static class KnownImplementations
{
    private const string Source = "dicom implementation uid";
    private const double Confidence = 0.6;

    private static readonly (string Root, Attribute Attribute, Name Name)[] Roots =
    [
        ("1.2.276.0.7230010.3", Attribute.Software, Named("DCMTK")),
        ("1.2.40.0.13.1", Attribute.Software, Named("dcm4che")),
        ("1.2.826.0.1.3680043.2.135.1066.101", Attribute.Software, Named("Conquest DICOM")),
        ("1.2.826.0.1.3680043.2.1143", Attribute.Software, Named("GDCM")),
        ("1.2.826.0.1.3680043.9.3811", Attribute.Software, Named("pynetdicom")),
        ("1.3.6.1.4.1.25403", Attribute.Software, Named("ClearCanvas")),
        ("1.3.6.1.4.1.30071.8", Attribute.Software, Named("fo-dicom")),
        ("1.3.6.1.4.1.5962.99", Attribute.Software, Named("PixelMed")),
        ("1.2.392.200036.9116", Attribute.Vendor, Named("Canon Medical (Toshiba)")),
        ("1.2.392.200036.9125", Attribute.Vendor, Named("Fujifilm")),
        ("1.2.840.113564", Attribute.Vendor, Named("Carestream (Kodak)")),
        ("1.2.840.113619", Attribute.Vendor, Named("GE HealthCare")),
        ("1.3.12.2.1107", Attribute.Vendor, Named("Siemens")),
        ("1.3.46.670589", Attribute.Vendor, Named("Philips")),
    ];

    /// <summary>Adds to a device what follows from a new claim, where it is of an implementation that is known.</summary>
    public static void Conclude(Device device, Evidence claim)
    {
        if (claim.Attribute != Attribute.ImplementationUid)
        {
            return;
        }

        foreach (var (root, attribute, name) in Roots)
        {
            if (IsUnder(claim.Value.Text, root))
            {
                device.Conclude(claim, attribute, name, Source, Confidence);
            }
        }
    }

    private static Name Named(string name) => new(name, StableKey.Of(name));

    private static bool IsUnder(string uid, string root) =>
        uid.StartsWith(root, StringComparison.Ordinal) && (uid.Length == root.Length || uid[root.Length] == '.');
}
