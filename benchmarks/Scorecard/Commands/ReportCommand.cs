using System.Text.Json;
using System.Text.Json.Serialization;
using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Report;
using Scorecard.Scoring;

namespace Scorecard.Commands;

/// <summary>Writes the page and its pictures from what was measured.</summary>
internal static class ReportCommand
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    /// <param name="card">JSON of a measurement.</param>
    /// <param name="audits">JSON of audits; empty: none were made.</param>
    /// <param name="publicData">Folder of public data, measured now; empty: not.</param>
    /// <param name="date">When it was measured.</param>
    /// <param name="docs">Folder to write to.</param>
    public static int Run(string card, string audits, string publicData, string date, string docs)
    {
        var input = new ReportInput(
            Read<Card>(card),
            publicData.Length == 0 ? null : PublicData.Run(publicData),
            audits.Length == 0 ? null : Read<AuditCard>(audits),
            date,
            [("Sensor", typeof(global::Sensor.Models.DeviceModel).Assembly.GetName().Version?.ToString(3) ?? Words.Nothing), ("Runtime", $".NET {Environment.Version}")]);
        ReportPage.Write(input, docs);
        return 0;
    }

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) ?? throw new UsageException($"There is nothing in {path}.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path} isn't what a measurement writes: {e.Message}");
        }
    }
}
