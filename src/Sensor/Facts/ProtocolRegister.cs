using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Identity.Http;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Identity.Tls;

namespace Sensor.Facts;

/// <summary>The protocols the sensor knows. A new one is its folder and a line here.</summary>
internal static class ProtocolRegister
{
    public static IReadOnlyList<IProtocol> All { get; } =
    [
        new DicomProtocol(),
        new Hl7Protocol(),
        new TlsProtocol(),
        new HttpProtocol(),
        new FtpProtocol(),
        new TelnetProtocol(),
    ];
}
