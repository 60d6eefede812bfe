namespace Sensor.Alerts;

/// <summary>How bad, in EVE's numbers: 1 is the worst.</summary>
internal enum Severity
{
    Critical = 1,
    High = 2,
    Medium = 3,
    Low = 4,
}

/// <summary>
/// One entry of the alert catalogue: everything about a reason that doesn't depend on the case. Slugs and signature ids are stable: other people's rules rest on them.
/// </summary>
internal sealed record AlertReason(string Slug, int SignatureId, string Kind, string Signature, Severity Severity)
{
    /// <summary>Why it matters, clinically and to security.</summary>
    public required string Meaning { get; init; }

    /// <summary>How it is decided, for the documentation (Markdown); empty for rules, which say it themselves.</summary>
    public string Decided { get; init; } = "";

    /// <summary>What to check next; passive steps first.</summary>
    public required string[] NextSteps { get; init; }

    /// <summary>What else it could be.</summary>
    public required string[] BenignCauses { get; init; }

    /// <summary>MITRE ATT&amp;CK (ICS and Enterprise) techniques it is consistent with.</summary>
    public required string[] Mitre { get; init; }
}
