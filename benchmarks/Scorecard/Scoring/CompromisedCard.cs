namespace Scorecard.Scoring;

/// <summary>Sites that were compromised before they began, in which other attacks begin in the test weeks as elsewhere.</summary>
/// <param name="Old">What was there from the first minute on, by row of the catalogue and variant.</param>
/// <param name="Later">What begins in the test weeks, all and by difficulty.</param>
internal sealed record CompromisedCard(IReadOnlyList<OldAttackRow> Old, IReadOnlyList<LaterAttackRow> Later);

/// <summary>An attack that nobody has ever seen the site without.</summary>
/// <param name="Kind">Row of the catalogue; 0: all.</param>
/// <param name="Name">In words.</param>
/// <param name="Variant">Which.</param>
/// <param name="Learning">Told before the weeks of learning are over.</param>
/// <param name="BeforeTest">Told before the weeks of calibration are over.</param>
/// <param name="Ever">Told within the site's ten weeks.</param>
/// <param name="Floor">What the same procedure finds in the clean twin's ten weeks.</param>
/// <param name="Plain">Of the same variant where it begins in the test weeks of a clean site.</param>
/// <param name="MedianSeconds">From the first trace to the first alert that counts; null: fewer than half were told.</param>
internal sealed record OldAttackRow(int Kind, string Name, string Variant, Share Learning, Share BeforeTest, Share Ever, Share Floor, Share Plain, double? MedianSeconds);

/// <summary>The same attacks, at the same times, on the same victims, at the same site: with old attacks there, and without.</summary>
/// <param name="Difficulty">0: all.</param>
/// <param name="Compromised">Recall where old attacks are.</param>
/// <param name="Clean">Recall where none are.</param>
/// <param name="OnlyCompromised">Found only where old attacks are.</param>
/// <param name="OnlyClean">Found only where none are.</param>
/// <param name="P">McNemar's, two-sided.</param>
internal sealed record LaterAttackRow(int Difficulty, Share Compromised, Share Clean, int OnlyCompromised, int OnlyClean, double P);
