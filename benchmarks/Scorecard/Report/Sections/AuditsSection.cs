using Scorecard.Audits;

namespace Scorecard.Report.Sections;

/// <summary>Whether the simulated hospital gives its attacks away, and how near it is to real ones.</summary>
internal static class AuditsSection
{
    /// <summary>Of so many pairs of field and kind figures are told, of the worst.</summary>
    public const int Worst = 10;

    /// <summary>For the first page: what was found, and where it stands.</summary>
    public static string Summary(AuditCard? audits) => audits is null
        ? "Not audited in this measurement.\n"
        : string.Join('\n', ((string[])
            [
                $"- Raw fields of packets: {Tally(audits.Leaks)}",
                $"- Raw fields of steps: {Tally(audits.StepLeaks)}",
                $"- Beside real traffic: {audits.Realism.Count(r => r.IsWithin == true)} features lie within what is known of it, {audits.Realism.Count(r => r.IsWithin == false)} do not.",
                $"- Labels: {Held(audits)}",
                $"- Done again: {Same(audits)}",
            ]).Select(line => line.TrimEnd('\n'))) + $"\n\nIn full: [audits]({ReportPage.Details}#audits-of-the-simulated-hospital).\n";

    public static string Leaks(IReadOnlyList<LeakFinding> leaks) => leaks.Count == 0 ? "Not audited in this measurement.\n" : Tally(leaks) + Pooled(leaks) + Pairs(leaks);

    private static string Tally(IReadOnlyList<LeakFinding> leaks)
    {
        if (leaks.Count == 0)
        {
            return "not audited in this measurement.\n";
        }

        var counts = Enum.GetValues<LeakVerdict>().ToDictionary(v => v, v => leaks.Count(l => l.Verdict == v));
        return $"{leaks.Count} pairs of field and kind of attack: {counts[LeakVerdict.Clean]} tell nothing (AUC at most {Words.Number(LeakAudit.Most)}), {counts[LeakVerdict.Causal]} tell what the attack does, {counts[LeakVerdict.Where]} tell where it happens, {counts[LeakVerdict.Uncertain]} may be chance, **{counts[LeakVerdict.Leak]} are leaks**.\n";
    }

    /// <summary>All kinds together, for which a field isn't what they do.</summary>
    private static string Pooled(IReadOnlyList<LeakFinding> leaks)
    {
        var pooled = leaks.Where(l => l.Kind == 0).OrderByDescending(l => l.Area).ThenBy(l => l.Field, StringComparer.Ordinal).ToArray();
        return pooled.Length == 0
            ? ""
            : "\nAll kinds together that don't change the field by what they do:\n\n"
                + Words.Table(["Field", "AUC", "held-out attacks", "verdict"], pooled.Select(l => (IReadOnlyList<string>)
                    [Words.Cell(l.Field), Words.Text($"{Words.Number(l.Area)} [{Words.Number(l.Low)}–{Words.Number(l.High)}]"), Words.Text($"{l.Attacks}"), Verdict(l.Verdict)]));
    }

    private static string Pairs(IReadOnlyList<LeakFinding> leaks)
    {
        LeakFinding[] told = [.. leaks.Where(l => l.Kind != 0 && l.Verdict is (LeakVerdict.Leak or LeakVerdict.Uncertain))
            .OrderByDescending(l => l.Verdict).ThenByDescending(l => l.Area).ThenBy(l => l.Kind).ThenBy(l => l.Field, StringComparer.Ordinal)];
        return told.Length == 0
            ? ""
            : (told.Length > Worst ? $"\nThe {Worst} worst of {told.Length} single pairs that give attacks away or may do so:\n\n" : "\nSingle pairs:\n\n")
                + string.Concat(told.Take(Worst).Select(l => $"- {(l.Verdict == LeakVerdict.Leak ? "**Leak.** " : "")}{l.Words}\n"));
    }

    private static string Verdict(LeakVerdict verdict) => verdict switch
    {
        LeakVerdict.Clean => "tells nothing",
        LeakVerdict.Causal => "what it does",
        LeakVerdict.Where => "where",
        LeakVerdict.Uncertain => "perhaps chance",
        _ => "**leak**",
    };

    public static string Realism(IReadOnlyList<RealismFinding> findings) => Words.Table(
        ["Feature", "here", "elsewhere", "distance", "within", "mind"],
        findings.Select(f => (IReadOnlyList<string>)
            [Words.Cell(f.Feature), Words.Cell(f.Generated), Words.Cell(f.Known), f.Distance is { } d && double.IsFinite(d) ? $"{Words.Number(d)} {f.Unit}" : Words.Nothing, f.IsWithin switch { true => "yes", false => "**no**", _ => Words.Nothing }, Words.Cell(f.Remark)]));

    public static string Readings(AuditCard? audits)
    {
        string[] wrong = [.. (audits?.Readings ?? []).Where(r => !r.Holds).Select(r => $"- Attack {r.Attack}: {string.Join(' ', r.Findings)}")];
        return Held(audits) + (wrong.Length == 0 ? "" : $"\n{string.Join('\n', wrong)}\n");
    }

    /// <summary>Whether the same came of the same.</summary>
    public static string Replays(AuditCard? audits) => audits is null || audits.Replays.Count == 0
        ? "Not tried in this measurement.\n"
        : Words.Table(["What was done again", "same bytes", "SHA-256"], audits.Replays.Select(r => (IReadOnlyList<string>)[Words.Cell(r.What), r.IsSame ? "yes" : "**no**", $"`{r.Hash[..Math.Min(16, r.Hash.Length)]}`"]));

    private static string Same(AuditCard audits) => audits.Replays.Count == 0
        ? "not tried in this measurement."
        : audits.Replays.All(r => r.IsSame) ? "equal input gave equal bytes, however many threads there were." : "**equal input did not give equal bytes.**";

    private static string Held(AuditCard? audits) => audits is null || audits.ReadingsSkipped.Length > 0 || audits.Readings.Count == 0
        ? $"Not read a second time in this measurement{(audits?.ReadingsSkipped is { Length: > 0 } why ? $": {why}" : ".")}\n"
        : $"tshark read the packets around {audits.Readings.Count} attacks and around the same time of their clean twins: {audits.Readings.Count(r => r.Holds)} labels hold.\n";

    public static string Suricata(SuricataCard? suricata) => suricata switch
    {
        null => "Not run in this measurement.\n",
        { Skipped.Length: > 0 } => $"Not run: {suricata.Skipped}\n",
        _ => $"{suricata.Version}, {suricata.Rules} rules (the distribution's and our own, written as for any hospital), on packets around {suricata.Slices.Count} attacks. It is counted as found where it says more about the attack's devices than in the clean twin; it isn't set to a budget of false alerts, as slices are too short to measure any.\n\n"
            + Words.Table(["Attack", "slices", "found"], suricata.Slices.GroupBy(s => s.Kind).OrderBy(g => g.Key).Select(g => (IReadOnlyList<string>)[Words.Text($"{g.Key} {Words.Cell(g.First().Name)}"), Words.Text($"{g.Count()}"), Words.Text($"{g.Count(s => s.IsFound)}")])),
    };
}
