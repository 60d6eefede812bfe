using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class Hl7SuiteTests : ProtocolSuite
{
    protected override IProtocol Protocol { get; } = new Hl7Protocol();

    protected override IEnumerable<Recording> Recordings => [.. Hl7Recordings.Real, .. Hl7Recordings.Deviant];
}
