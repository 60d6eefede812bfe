namespace Sensor.Rules.Language;

/// <summary>What somebody wrote into a rule can't be understood.</summary>
internal sealed class ExpressionException(string sentence, int offset) : Exception(sentence)
{
    /// <param name="sentence">What is wrong.</param>
    /// <param name="at">With what.</param>
    public ExpressionException(string sentence, Token at)
        : this(sentence, at.Offset) => Parameter = at.Parameter;

    /// <summary>Characters from the text's beginning to where it went wrong.</summary>
    public int Offset { get; } = offset;

    /// <summary>The value of a parameter that is wrong; null: what stands there itself is.</summary>
    public (string Name, int Index)? Parameter { get; }
}
