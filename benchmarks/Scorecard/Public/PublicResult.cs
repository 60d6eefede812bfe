namespace Scorecard.Public;

/// <summary>Whose figure it is.</summary>
internal enum Origin
{
    /// <summary>The product's models, as shipped.</summary>
    Ours,

    /// <summary>A trivial method on the same data.</summary>
    Baseline,

    /// <summary>Somebody else's, as they published or measured it.</summary>
    Published,
}

/// <param name="Origin">Whose.</param>
/// <param name="Method">What was measured.</param>
/// <param name="Measure">By what, with its unit.</param>
/// <param name="Value">The figure; null: could not be had.</param>
/// <param name="N">Cases behind it; 0: not known.</param>
/// <param name="Note">Source, or what to mind.</param>
internal sealed record Figure(Origin Origin, string Method, string Measure, double? Value, long N, string Note = "");

/// <summary>One third-party set.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Measured">What was done with it.</param>
/// <param name="Skipped">Why nothing was measured; empty: it was.</param>
/// <param name="Figures">What came out.</param>
/// <param name="Remarks">What the figures can't show.</param>
internal sealed record PublicSet(string Name, string Measured, string Skipped, IReadOnlyList<Figure> Figures, string Remarks)
{
    public static PublicSet Skip(string name, string reason) => new(name, "", reason, [], "");
}

/// <summary>The product's models on data that others made.</summary>
internal sealed record PublicResult(IReadOnlyList<PublicSet> Sets);
