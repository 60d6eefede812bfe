using Sensor.Alerts;

namespace Sensor.Evidence;

/// <summary>What has to be found of an alert, and what is said beside it.</summary>
/// <param name="Id">The alert's.</param>
/// <param name="Title">Its signature.</param>
/// <param name="Explanation">Observed against expected.</param>
/// <param name="Wanted">Whose packets belong to it; null: only those that prove it.</param>
/// <param name="From">Packet time of the first packet that proves it, nanoseconds since the Unix epoch.</param>
/// <param name="To">Packet time of the last.</param>
internal sealed record Proof(string Id, string Title, string Explanation, Conversation? Wanted, long From, long To)
{
    /// <summary>What was observed, in a few words.</summary>
    public string Observed { get; init; } = "";

    /// <summary>Id of the incident it belongs to; null where that isn't known.</summary>
    public string? Incident { get; init; }

    /// <summary>Where the packets that prove it lie.</summary>
    public IReadOnlyList<ProofPlace> Places { get; init; } = [];

    /// <summary>Where packets have no numbers: their times, about.</summary>
    public IReadOnlyList<long> Moments { get; init; } = [];

    /// <summary>While listening, from the alert itself.</summary>
    public static Proof Of(Alert alert) => new(alert.Id, alert.Reason.Signature, alert.Explanation, WantedOf(alert), alert.Period.From, alert.Period.To)
    {
        Observed = alert.Observed.Text,
        Incident = alert.Incident?.Id,
        Moments = alert.Moments,
    };

    private static Conversation? WantedOf(Alert alert) => alert.Header.Flow is { Id: not 0 } flow
        ? Conversation.Of(flow.Client, flow.Server, flow.Protocol, flow.ClientPort, flow.ServerPort)
        : alert is { Device: not null, Peer: not null } ? Conversation.OfPair(alert.DeviceAddress, alert.PeerAddress)
        : null;
}

/// <summary>Packets of a capture.</summary>
/// <param name="File">Its path, as it was given.</param>
/// <param name="Numbers">From 1.</param>
internal sealed record ProofPlace(string File, IReadOnlyList<long> Numbers);
