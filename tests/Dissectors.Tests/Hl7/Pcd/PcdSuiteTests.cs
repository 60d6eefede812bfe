using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Hl7.Pcd;

public sealed class PcdSuiteTests : ProtocolSuite
{
    protected override IProtocol Protocol { get; } = new Hl7Protocol();

    protected override IEnumerable<Recording> Recordings => [.. PcdRecordings.All, .. PcdRecordings.Captured];
}
