using System.Text.Json;
using System.Text.Json.Serialization;
using Scorecard.Audits;
using Scorecard.Report.Sections;

namespace Scorecard.Commands;

/// <summary>Looks for what the simulated hospital gives away, and reads its labels a second time.</summary>
internal static class AuditCommand
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    public static int Run(int hospitals, IReadOnlyCollection<int> kinds, string folder, string path, int threads)
    {
        var card = AuditRun.Run(hospitals, 40, kinds.Count == 0 ? null : kinds, folder.Length == 0 ? null : folder, threads, Console.Error.WriteLine);
        if (path.Length > 0)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(card, Json));
        }

        Console.WriteLine(AuditsSection.Leaks(card.Leaks));
        Console.WriteLine(AuditsSection.Leaks(card.StepLeaks));
        Console.WriteLine(AuditsSection.Realism(card.Realism));
        Console.WriteLine(AuditsSection.Readings(card));
        Console.WriteLine(AuditsSection.Suricata(card.Suricata));
        Console.WriteLine(AuditsSection.Replays(card));
        return card.Leaks.Concat(card.StepLeaks).Any(l => l.Verdict == LeakVerdict.Leak) || card.Readings.Any(r => !r.Holds) || card.Replays.Any(r => !r.IsSame) ? CommandLine.Failed : 0;
    }
}
