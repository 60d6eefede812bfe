using Sensor.Detection;

namespace Sensor.Alerts;

/// <summary>What happened in an incident between two devices for one reason: when, how often, how bad.</summary>
internal sealed class TimelineEntry(Incident incident)
{
    /// <summary>Characters kept of what was observed.</summary>
    public const int MaxText = 160;

    public TimelineEntry(Incident incident, Alert alert)
        : this(incident)
    {
        var reason = alert.Reason;
        (SignatureId, Slug, Kind, Signature) = (reason.SignatureId, reason.Slug, reason.Kind, reason.Signature);
        (Device, Peer, Part) = (Party.Of(alert.Device), Party.Of(alert.Peer), alert.Part);
        Text = Cut(alert.Observed.Text);
        First = Last = alert.Header.Time;
        Severity = alert.Severity;
    }

    public Incident Incident { get; } = incident;

    /// <summary>0 for the rest that found no room of its own.</summary>
    public int SignatureId { get; init; }

    public string Slug { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Signature { get; init; } = "";

    /// <summary>What was observed at first.</summary>
    public string Text { get; init; } = "";

    public Party Device { get; init; }

    public Party Peer { get; init; }

    public Part Part { get; init; }

    public long First { get; set; }

    public long Last { get; set; }

    public long Count { get; set; }

    /// <summary>The worst.</summary>
    public Severity Severity { get; set; } = Severity.Low;

    /// <summary>Number of the first alert that told it; 0 while none did.</summary>
    public long Alert { get; set; }

    /// <summary>It should have been told and wasn't for want of room.</summary>
    public bool IsDue { get; set; }

    /// <summary>It is part of what another entry says, and no evidence of its own.</summary>
    public bool IsDetail { get; set; }

    /// <summary>Who did it.</summary>
    public Party Actor => Part == Part.Serves && !Peer.IsNobody ? Peer : Device;

    /// <summary>To whom; nobody where the other end isn't known.</summary>
    public Party Victim => Part == Part.Serves && !Peer.IsNobody ? Device : Peer;

    public bool IsOf(Alert alert) =>
        SignatureId == alert.Reason.SignatureId && Part == alert.Part && Device.Number == (alert.Device?.Number ?? 0) && Peer.Number == (alert.Peer?.Number ?? 0);

    public void Take(Alert alert)
    {
        var time = alert.Header.Time;
        (First, Last) = Count == 0 ? (time, time) : (Math.Min(First, time), Math.Max(Last, time));
        Count++;
        Severity = alert.Severity < Severity ? alert.Severity : Severity;
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        // Not in the middle of a character.
        var end = MaxText - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }
}
