using Scorecard.Audits;
using Scorecard.Public;
using Scorecard.Scoring;

namespace Scorecard.Report;

/// <summary>All that the report tells. Every figure in it comes from here.</summary>
/// <param name="Card">The measurement.</param>
/// <param name="Public">The models on other people's data; null: not measured.</param>
/// <param name="Audits">What audits found; null: none was made.</param>
/// <param name="Large">A measurement of a large hospital; null: none was made.</param>
/// <param name="Date">When it was measured, <c>yyyy-MM-dd</c>.</param>
/// <param name="Versions">Of what was measured, and on what machine: name and version.</param>
internal sealed record ReportInput(Card Card, PublicResult? Public, AuditCard? Audits, Card? Large, string Date, IReadOnlyList<(string Name, string Version)> Versions);
