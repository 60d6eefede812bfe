namespace Sensor.State;

/// <summary>Everything a checkpoint writes: the state between two facts, as bytes that nobody else touches.</summary>
internal sealed class Snapshot
{
    /// <summary>All devices are in it, and what else the database holds of devices is out of date.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The input's identity; empty for one that can't be resumed.</summary>
    public required byte[] Identity { get; init; }

    public required SavedInput Input { get; init; }

    /// <summary>How far events come at this point; waits until they are written. Null where nobody wants any.</summary>
    public Outputs.MarkTicket? Events { get; init; }

    public required IReadOnlyList<DeviceRow> Devices { get; init; }

    public required IReadOnlyList<PartRow> Parts { get; init; }

    /// <summary>Alerts since the last one.</summary>
    public required IReadOnlyList<AlertRow> Alerts { get; init; }

    /// <summary>Incidents that have changed since, by number.</summary>
    public IReadOnlyList<IncidentRow> Incidents { get; init; } = [];

    /// <summary>The models know all feedback up to this number.</summary>
    public required long FeedbackApplied { get; init; }

    /// <summary>The analysis knows the journal up to this number.</summary>
    public long JournalTaken { get; init; }
}

/// <summary>A device as it is stored.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Address">Its address, for people.</param>
/// <param name="FirstSeen">Packet time, for people.</param>
/// <param name="LastSeen">Packet time, for people.</param>
/// <param name="Kind">Its surest role, for people.</param>
/// <param name="Inventory">What <c>DeviceState</c> saved, sealed.</param>
/// <param name="Model">What its model saved, which has a seal of its own.</param>
internal sealed record DeviceRow(int Number, string Address, long FirstSeen, long LastSeen, string? Kind, byte[] Inventory, byte[] Model);

/// <summary>A part of the analysis as it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version of its layout.</param>
/// <param name="Data">What it saved, sealed.</param>
internal sealed record PartRow(string Name, int Version, byte[] Data);

/// <summary>An alert as it is stored: the whole of it as in <c>alerts.jsonl</c>, and what it is looked for by.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="Time">Packet time.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="Kind">Kind of what judged it.</param>
/// <param name="Reason">Slug of its reason.</param>
/// <param name="SignatureId">Number of its reason.</param>
/// <param name="Device">Number of the device.</param>
/// <param name="Peer">Number of the peer.</param>
/// <param name="Subject">What a model judged, for feedback (<see cref="SubjectBytes"/>); null where no model did.</param>
/// <param name="Incident">Number of its incident.</param>
/// <param name="Json">The line of JSON, without its end.</param>
internal sealed record AlertRow(
    long Number, string Id, long Time, int Severity, string Kind, string Reason, int SignatureId, int Device, int? Peer, byte[]? Subject, long Incident, string Json)
{
    /// <summary>What tells its story from others of the same reason between the same two; empty where nothing does.</summary>
    public string Story { get; init; } = "";
}

/// <summary>An incident as it is stored: what it is looked for by, and the whole of it as events tell it.</summary>
/// <param name="Number">Number of the alert that opened it.</param>
/// <param name="Opened">Packet time of its first anomaly.</param>
/// <param name="Last">Of its latest.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="Alerts">Alerts told of it.</param>
/// <param name="Anomalies">Anomalies in it.</param>
/// <param name="Devices">Devices in it.</param>
/// <param name="State"><c>open</c>, <c>quiet</c>, <c>closed</c> or <c>forgotten</c>.</param>
/// <param name="Json">The object <c>incident</c>.</param>
internal sealed record IncidentRow(long Number, long Opened, long Last, int Severity, long Alerts, long Anomalies, int Devices, string State, string Json);
