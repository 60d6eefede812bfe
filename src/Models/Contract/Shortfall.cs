namespace Sensor.Models;

/// <summary>What keeps an expectation from judging, so that a reader can be told "18 of 30 observations".</summary>
/// <param name="Lacking">What is lacking most.</param>
/// <param name="Have">How much there is, in the unit of <paramref name="Lacking"/>.</param>
/// <param name="Need">How much is needed; for <see cref="Lacking.Stability"/> and <see cref="Lacking.Settling"/> the most that may
/// be.</param>
public readonly record struct Shortfall(Lacking Lacking, double Have = 0, double Need = 0)
{
    public bool IsNone => Lacking == Lacking.Nothing;
}

/// <summary>What is lacking, and its unit.</summary>
public enum Lacking : byte
{
    Nothing,

    /// <summary>Observations, a number.</summary>
    Observations,

    /// <summary>Distinct hours with observations, a number.</summary>
    Hours,

    /// <summary>Time since the first observation, in seconds.</summary>
    Span,

    /// <summary>Sessions, or quarter hours of longer ones, a number.</summary>
    Sessions,

    /// <summary>Still much that is new: the chance that the next occasion brings something new has to fall to the number needed.</summary>
    Stability,

    /// <summary>Sequences still become easier to foretell: mean surprise, bits a token, has to fall to the number needed.</summary>
    Settling,

    /// <summary>The mode is <see cref="LearningMode.Learn"/>.</summary>
    Judging,

    /// <summary>Undamaged data.</summary>
    CleanData,

    /// <summary>Room in this device's bounded state.</summary>
    Room,

    /// <summary>The steps before: a session picked up in the middle.</summary>
    Context,
}
