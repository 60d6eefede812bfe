using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.Models;

namespace Sensor.Alerts;

/// <summary>What was seen.</summary>
internal sealed record Observed(double Value, string Unit, string Text);

/// <summary>What was expected, and from how much history.</summary>
internal sealed record ExpectedRange(double Low, double Typical, double High, string Unit, long N, long? Since);

/// <summary>One alert with every slot of its contract filled.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Device">Whom it is about; null: the sensor itself.</param>
/// <param name="Peer">The other end; null where there is none, or many.</param>
internal sealed record Alert(AlertReason Reason, Device? Device, Device? Peer)
{
    /// <summary>The story it is part of; null until the desk has taken it.</summary>
    public Incident? Incident { get; init; }

    /// <summary>How many alerts the incident had with this one: 1 opens it.</summary>
    public long Step { get; init; }

    /// <summary>The id by which an alert is spoken of, and an incident by the alert that opened it.</summary>
    public static string IdOf(long number) => $"alert-{number:D6}";

    /// <summary>Who did it: the one who asks; where the other end isn't known, the device.</summary>
    public Party Actor => Party.Of(Part == Part.Serves ? Peer ?? Device : Device);

    /// <summary>To whom it was done; nobody where the other end isn't known.</summary>
    public Party Victim => Party.Of(Part == Part.Serves && Peer is not null ? Device : Peer);

    /// <summary>Address of <see cref="Device"/>; the empty one for the sensor itself.</summary>
    public IpAddress DeviceAddress => Device?.Address ?? default;

    public IpAddress PeerAddress => Peer?.Address ?? default;

    /// <summary>Whom it is about, by the name people know.</summary>
    public string DeviceLabel => Device?.Label ?? "this sensor";

    /// <summary>Nanoseconds of packet time for which whoever raised it keeps quiet about the same; its incident waits at least as long for more.</summary>
    public long Again { get; init; }

    /// <summary>Signature ids of reasons of whose story this is a part, once they were told of the same pair.</summary>
    public IReadOnlyList<int> YieldsTo { get; init; } = [];

    /// <summary>Number from 1; goes on from run to run where state is kept.</summary>
    public long Number { get; init; }

    /// <summary>By which it is spoken of.</summary>
    public string Id => IdOf(Number);

    /// <summary>What the model judged, as feedback names it; null where no model did.</summary>
    public Subject? Judged { get; init; }

    /// <summary>What was judged: tells one story from another of the same reason.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whether the device asked or was asked.</summary>
    public Part Part { get; init; }

    /// <summary>Its reason's, unless the device, the evidence, the site or a maintenance window says otherwise.</summary>
    public Severity Severity { get; init; } = Reason.Severity;

    /// <summary>What moved it away from the reason's, a sentence each.</summary>
    public IReadOnlyList<string> SeverityBecause { get; init; } = [];

    /// <summary>Header of the fact that tipped the scales: time, flow, packets, quality.</summary>
    public required FactHeader Header { get; init; }

    public string? AppProto { get; init; }

    public required Observed Observed { get; init; }

    public required ExpectedRange Expected { get; init; }

    /// <summary>False alerts a device-month expected at this degree of surprise; null for rules, which aren't metered.</summary>
    public double? Score { get; init; }

    /// <summary>Observed against expected in two or three sentences.</summary>
    public required string Explanation { get; init; }

    /// <summary>Packets that prove it, as ordinals of the input; a few.</summary>
    public required long[] Packets { get; init; }

    /// <summary>While listening packets have no numbers: their times, about, in nanoseconds since the Unix epoch.</summary>
    public long[] Moments { get; init; } = [];

    /// <summary>Packet times of the first and the last of them.</summary>
    public required (long From, long To) Period { get; init; }
}
