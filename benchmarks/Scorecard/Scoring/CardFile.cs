using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scorecard.Scoring;

/// <summary>How cards, and what goes with them, are written to files.</summary>
internal static class CardFile
{
    public static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };
}
