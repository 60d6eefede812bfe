namespace Scorecard.Audits;

/// <summary>All that audits found, ready for reports and for JSON.</summary>
/// <param name="Leaks">Of packets, on whichever runs were audited.</param>
/// <param name="StepLeaks">Of steps.</param>
/// <param name="Realism">Generated traffic beside real one.</param>
/// <param name="Readings">Labels read a second time.</param>
/// <param name="ReadingsSkipped">Why there are none; empty: there are.</param>
/// <param name="Suricata">Suricata on slices.</param>
internal sealed record AuditCard(
    IReadOnlyList<LeakFinding> Leaks, IReadOnlyList<LeakFinding> StepLeaks, IReadOnlyList<RealismFinding> Realism, IReadOnlyList<Reading> Readings, string ReadingsSkipped, SuricataCard? Suricata)
{
    /// <summary>Whether equal input gave equal output; empty: not tried.</summary>
    public IReadOnlyList<ReplayFinding> Replays { get; init; } = [];
}

/// <param name="Version">Of the program.</param>
/// <param name="Rules">Loaded.</param>
/// <param name="Slices">Of packets around attacks.</param>
/// <param name="Skipped">Why it didn't run; empty: it did.</param>
internal sealed record SuricataCard(string Version, int Rules, IReadOnlyList<SuricataSlice> Slices, string Skipped);

/// <param name="Kind">Row of the catalogue.</param>
/// <param name="Name">In words.</param>
/// <param name="Alerts">About the attack's devices in the attacked slice.</param>
/// <param name="TwinAlerts">About the same in the clean twin's.</param>
internal sealed record SuricataSlice(int Kind, string Name, int Alerts, int TwinAlerts)
{
    /// <summary>It says something that it doesn't say without the attack.</summary>
    public bool IsFound => Alerts > TwinAlerts;
}
