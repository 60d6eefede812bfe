using Hospital.Labels;

namespace Hospital.Attacks;

/// <summary>One row of the catalogue: a way to do harm.</summary>
/// <param name="Number">Row.</param>
/// <param name="Name">In a few words.</param>
/// <param name="Traits">In what it shows.</param>
/// <param name="Description">What the attacker does, and what of it passes the mirror.</param>
/// <param name="Variants">Its parameters, swept.</param>
public sealed record AttackKind(int Number, string Name, Trait Traits, string Description, IReadOnlyList<AttackVariant> Variants);

/// <summary>A kind with its parameters.</summary>
public sealed class AttackVariant
{
    internal AttackVariant(string name, int difficulty, Func<AttackScene, Attack?> make, Trait also = Trait.None) =>
        (Name, Difficulty, Make, Also) = (name, difficulty, make, also);

    /// <summary>In words: <c>x1.2</c>, <c>50 queries</c>.</summary>
    public string Name { get; }

    /// <summary>1 easy to 4 hard.</summary>
    public int Difficulty { get; }

    /// <summary>In what it shows beside the kind's own traits.</summary>
    public Trait Also { get; }

    /// <summary>Finds time and victims in a scene; null: there are none.</summary>
    internal Func<AttackScene, Attack?> Make { get; }
}
