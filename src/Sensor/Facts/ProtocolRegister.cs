using Sensor.Dissectors.Bedside.IntelliVue;
using Sensor.Dissectors.Bedside.Sdc;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Identity.Http;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Identity.Tls;

namespace Sensor.Facts;

/// <summary>The protocols that are written in the program. A new one is its folder and a line here. What a run knows is a <see cref="Protocols.ProtocolSet"/>.</summary>
internal static class ProtocolRegister
{
    public static IReadOnlyList<IProtocol> BuiltIn { get; } =
    [
        new DicomProtocol(),
        new Hl7Protocol(),
        new TlsProtocol(),
        new HttpProtocol(context => new SdcDialogues(context)),
        new FtpProtocol(),
        new TelnetProtocol(),
        new IntelliVueProtocol(),
        new WsDiscoveryProtocol(),
    ];

    /// <summary>Those, and the definitions shipped.</summary>
    public static IReadOnlyList<IProtocol> All => Protocols.ProtocolSet.Standard.All;
}
