using System.Globalization;
using System.Text.Json;
using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Report;
using Scorecard.Scoring;

namespace Scorecard.Commands;

/// <summary>Writes <c>docs/detection.md</c> from what was measured.</summary>
internal static class ReportCommand
{
    /// <param name="card">Path of a card.</param>
    /// <param name="docs">Folder.</param>
    /// <param name="publicData">Path of figures on public data; empty: none.</param>
    /// <param name="audits">Path of what audits found; empty: none.</param>
    /// <param name="large">Path of a card of a large hospital; empty: none.</param>
    public static int Run(string card, string docs, string publicData, string audits, string large)
    {
        var input = new ReportInput(
            Read<Card>(card), publicData.Length > 0 ? PublicTable.FromJson(File.ReadAllText(publicData)) : null, audits.Length > 0 ? Read<AuditCard>(audits) : null,
            large.Length > 0 ? Read<Card>(large) : null,
            File.GetLastWriteTimeUtc(card).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [
                ("sensor", typeof(Sensor.Models.ModelSettings).Assembly.GetName().Version?.ToString(3) ?? ""), (".NET", Environment.Version.ToString()),
                ("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            ]);
        ReportPage.Write(input, docs);
        return 0;
    }

    private static T Read<T>(string path)
    {
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
