using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>A host and an Alaris pump that speak in turns, and the events of it, a line each.</summary>
internal sealed record Play(Stage Stage)
{
    public Play Host(string body)
    {
        Stage.Say(Direction.ToServer, Wire.Alaris(body));
        return this;
    }

    public Play Pump(string body)
    {
        Stage.Say(Direction.ToClient, Wire.Alaris(body));
        return this;
    }

    public Play Wait(long nanoseconds)
    {
        Stage.Wait(nanoseconds);
        return this;
    }

    public string[] Done()
    {
        Stage.End();
        return [.. Stage.Sink.Of<PumpEvent>().Select(e => FamilyEventsTests.Brief(e, Stage.Sink))];
    }
}
