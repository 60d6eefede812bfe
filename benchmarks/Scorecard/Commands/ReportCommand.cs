using System.Globalization;
using System.Text.Json;
using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Report;
using Scorecard.Scoring;
using Scorecard.Sensitivity;

namespace Scorecard.Commands;

/// <summary>Paths of what stands on the page beside the card; empty: it wasn't measured.</summary>
/// <param name="Public">Figures on public data.</param>
/// <param name="Audits">What audits found.</param>
/// <param name="Sensitivity">What rests on each default.</param>
/// <param name="Large">A card of a large hospital.</param>
internal sealed record ReportSources(string Public, string Audits, string Sensitivity, string Large);

/// <summary>Writes <c>docs/detection.md</c> from what was measured.</summary>
internal static class ReportCommand
{
    /// <param name="card">Path of a card.</param>
    /// <param name="docs">Folder.</param>
    /// <param name="sources">What is added to it.</param>
    public static int Run(string card, string docs, ReportSources sources)
    {
        var input = new ReportInput(
            Read<Card>(card) ?? throw new UsageException("There is no card."),
            File.GetLastWriteTimeUtc(card).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [
                ("sensor", typeof(Sensor.Models.ModelSettings).Assembly.GetName().Version?.ToString(3) ?? ""), (".NET", Environment.Version.ToString()),
                ("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            ])
        {
            Public = sources.Public.Length > 0 ? PublicTable.FromJson(File.ReadAllText(sources.Public)) : null,
            Audits = Read<AuditCard>(sources.Audits),
            Sensitivity = Read<SensitivityCard>(sources.Sensitivity),
            Large = Read<Card>(sources.Large),
        };
        ReportPage.Write(input, docs);
        return 0;
    }

    private static T? Read<T>(string path)
        where T : class
    {
        if (path.Length == 0)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), CardFile.Json) ?? throw new InvalidDataException($"'{path}' is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' isn't what is expected: {e.Message}", e);
        }
    }
}
