namespace Sensor.Rules.Language;

/// <summary>Cuts an expression into tokens. Words run until a space, a bracket, a comma or an operator, so that addresses, UIDs and <c>ADT^A40</c> need no quotes.</summary>
internal static class Lexer
{
    private const string Symbols = "()[],";
    private const string Operators = "=!<>";

    /// <exception cref="ExpressionException">A quote that isn't closed, an operator that is none.</exception>
    public static List<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = text[at] switch
            {
                var c when Symbols.Contains(c) => new Token(TokenKind.Symbol, text[at..(at + 1)], at),
                var c when Operators.Contains(c) => Operator(text, at),
                '"' or '\'' => Quoted(text, at),
                _ => Word(text, at),
            };
            tokens.Add(token);
            at += token.Text.Length + (token.Kind == TokenKind.Quoted ? 2 : 0);
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static Token Operator(string text, int at)
    {
        var length = at + 1 < text.Length && text[at + 1] == '=' ? 2 : 1;
        var symbol = text.Substring(at, length);
        return symbol is "==" or "!=" or "<" or "<=" or ">" or ">="
            ? new Token(TokenKind.Symbol, symbol, at)
            : throw new ExpressionException($"'{symbol}' is no operator; there are ==, !=, <, <=, > and >=.", at);
    }

    private static Token Quoted(string text, int at)
    {
        var end = text.IndexOf(text[at], at + 1);
        return end < 0
            ? throw new ExpressionException("A quote isn't closed.", at)
            : new Token(TokenKind.Quoted, text[(at + 1)..end], at);
    }

    private static Token Word(string text, int at)
    {
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !Symbols.Contains(text[end]) && !Operators.Contains(text[end]) && text[end] is not ('"' or '\''))
        {
            end++;
        }

        return new Token(TokenKind.Word, text[at..end], at);
    }
}
