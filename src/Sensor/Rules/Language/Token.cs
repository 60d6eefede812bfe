namespace Sensor.Rules.Language;

internal enum TokenKind : byte
{
    /// <summary>A name, a number, an address, a word of a choice, a <c>$parameter</c>: what it is, its place says.</summary>
    Word,

    /// <summary>A text in quotes.</summary>
    Quoted,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="Offset">Characters from the beginning of the expression.</param>
/// <param name="Parameter">The parameter that it is a value of, and its place among the values; null: it stands there itself.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, (string Name, int Index)? Parameter = null)
{
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Word && Text == text;

    /// <summary>How it is called in a complaint.</summary>
    public string Shown => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
