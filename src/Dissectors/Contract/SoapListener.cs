using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Contract;

/// <summary>Who looks into SOAP bodies that HTTP carries: in one partition, for all its connections. HTTP itself understands none of it.</summary>
public abstract class SoapListener
{
    /// <summary>What it counts of devices, each family an object under <c>pump</c> in the summary.</summary>
    public abstract IReadOnlyList<(string Family, PumpCounters Counters)> Pumps { get; }

    /// <summary>A dialogue for a connection that begins to carry SOAP; null at the bound.</summary>
    public abstract SoapDialogue? TryRent(in FlowIdentity flow);

    /// <summary>Takes a dialogue back whose connection is over.</summary>
    public abstract void Return(SoapDialogue dialogue);
}

/// <summary>The SOAP messages of one connection.</summary>
public abstract class SoapDialogue
{
    public abstract void BeginBody(Direction direction);

    public abstract void Feed(Direction direction, ReadOnlySpan<byte> data);

    /// <summary>A body has ended, or as much of it as is looked at.</summary>
    /// <param name="direction">Which way it went.</param>
    /// <param name="quality">What is wrong with the connection's bytes so far.</param>
    /// <param name="at">Its last packet.</param>
    public abstract void EndBody(Direction direction, Quality quality, in Moment at);

    /// <summary>The connection is over.</summary>
    public abstract void Finish(Quality quality, in Moment at);
}
