using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Hl7;

namespace Sensor.Pipeline;

/// <summary>The protocols the sensor knows. A new one is its folder and a line here.</summary>
internal static class ProtocolRegister
{
    public static IReadOnlyList<IProtocol> All { get; } =
    [
        new DicomProtocol(),
        new Hl7Protocol(),
    ];
}
