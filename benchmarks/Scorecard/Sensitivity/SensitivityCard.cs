using Scorecard.Scoring;

namespace Scorecard.Sensitivity;

/// <summary>How much of what the sensor finds, and wrongly tells, rests on each of its defaults: for reports and for JSON.</summary>
/// <param name="Hospitals">Of the development seeds, of 20 devices.</param>
/// <param name="Shipped">As it is shipped.</param>
/// <param name="Rows">One default otherwise, each.</param>
/// <param name="NotTried">What couldn't be, or makes no sense.</param>
internal sealed record SensitivityCard(int Hospitals, SensitivityRow Shipped, IReadOnlyList<SensitivityRow> Rows, IReadOnlyList<NotTried> NotTried);

/// <summary>What a sensor tells as it is shipped, by its own threshold.</summary>
/// <param name="Setting">The default that is otherwise; empty: none.</param>
/// <param name="Factor">How much of it.</param>
/// <param name="Default">In words.</param>
/// <param name="Value">It is set to, in words.</param>
/// <param name="False">In clean test weeks.</param>
/// <param name="Recall">Of all scored draws.</param>
/// <param name="Middle">Of those of difficulty 2 and 3.</param>
/// <param name="Lost">Draws that the shipped sensor finds and this one doesn't.</param>
/// <param name="Gained">The other way round.</param>
internal sealed record SensitivityRow(string Setting, double Factor, string Default, string Value, FalseRate False, Share Recall, Share Middle, int Lost, int Gained);
