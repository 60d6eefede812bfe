using Scorecard.Audits;

namespace Scorecard.Report.Sections;

/// <summary>Whether the simulated hospital gives its attacks away, and how near it is to real ones.</summary>
internal static class AuditsSection
{
    public static string Leaks(IReadOnlyList<LeakFinding> leaks)
    {
        if (leaks.Count == 0)
        {
            return "Not audited in this measurement.\n";
        }

        var counts = Enum.GetValues<LeakVerdict>().ToDictionary(v => v, v => leaks.Count(l => l.Verdict == v));
        string[] told = [.. leaks.Where(l => l.Verdict is LeakVerdict.Leak or LeakVerdict.Uncertain).OrderByDescending(l => l.Verdict).ThenByDescending(l => l.Area).Select(l => $"- {(l.Verdict == LeakVerdict.Leak ? "**Leak.** " : "")}{l.Words}")];
        return $"{leaks.Count} pairs of field and kind: {counts[LeakVerdict.Clean]} tell nothing (AUC at most {Words.Number(LeakAudit.Most)}), {counts[LeakVerdict.Causal]} tell what the attack does, {counts[LeakVerdict.Uncertain]} may be chance, **{counts[LeakVerdict.Leak]} are leaks**.\n"
            + (told.Length == 0 ? "" : $"\n{string.Join('\n', told)}\n");
    }

    public static string Realism(IReadOnlyList<RealismFinding> findings) => Words.Table(
        ["Feature", "here", "elsewhere", "distance", "within", "mind"],
        findings.Select(f => (IReadOnlyList<string>)
            [Words.Cell(f.Feature), Words.Cell(f.Generated), Words.Cell(f.Known), f.Distance is { } d && double.IsFinite(d) ? $"{Words.Number(d)} {f.Unit}" : Words.Nothing, f.IsWithin switch { true => "yes", false => "**no**", _ => Words.Nothing }, Words.Cell(f.Remark)]));

    public static string Readings(AuditCard audits)
    {
        if (audits.ReadingsSkipped.Length > 0 || audits.Readings.Count == 0)
        {
            return $"Not read a second time in this measurement{(audits.ReadingsSkipped.Length > 0 ? $": {audits.ReadingsSkipped}" : ".")}\n";
        }

        string[] wrong = [.. audits.Readings.Where(r => !r.Holds).Select(r => $"- Attack {r.Attack}: {string.Join(' ', r.Findings)}")];
        return $"tshark read the packets around {audits.Readings.Count} attacks and around the same time of their clean twins: {audits.Readings.Count(r => r.Holds)} labels hold.\n" + (wrong.Length == 0 ? "" : $"\n{string.Join('\n', wrong)}\n");
    }

    public static string Suricata(SuricataCard? suricata) => suricata switch
    {
        null => "Not run in this measurement.\n",
        { Skipped.Length: > 0 } => $"Not run: {suricata.Skipped}\n",
        _ => $"{suricata.Version}, {suricata.Rules} rules (the distribution's and our own, written as for any hospital), on packets around {suricata.Slices.Count} attacks. It is counted as found where it says more about the attack's devices than in the clean twin; it isn't set to a budget of false alerts, as slices are too short to measure any.\n\n"
            + Words.Table(["Attack", "slices", "found"], suricata.Slices.GroupBy(s => s.Kind).OrderBy(g => g.Key).Select(g => (IReadOnlyList<string>)[Words.Text($"{g.Key} {Words.Cell(g.First().Name)}"), Words.Text($"{g.Count()}"), Words.Text($"{g.Count(s => s.IsFound)}")])),
    };
}
