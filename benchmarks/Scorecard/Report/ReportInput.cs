using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Scoring;
using Scorecard.Sensitivity;

namespace Scorecard.Report;

/// <summary>All that the report tells. Every figure in it comes from here.</summary>
/// <param name="Card">The measurement.</param>
/// <param name="Date">When it was measured, <c>yyyy-MM-dd</c>.</param>
/// <param name="Versions">Of what was measured, and on what machine: name and version.</param>
internal sealed record ReportInput(Card Card, string Date, IReadOnlyList<(string Name, string Version)> Versions)
{
    /// <summary>The models on other people's data; null: not measured.</summary>
    public PublicResult? Public { get; init; }

    /// <summary>What audits found; null: none was made.</summary>
    public AuditCard? Audits { get; init; }

    /// <summary>What rests on each default; null: not tried.</summary>
    public SensitivityCard? Sensitivity { get; init; }

    /// <summary>A measurement of a large hospital; null: none was made.</summary>
    public Card? Large { get; init; }
}
