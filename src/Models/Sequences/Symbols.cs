namespace Sensor.Models;

/// <summary>Six-bit symbols for the tokens of one grammar.</summary>
internal sealed class Symbols
{
    public const byte Start = 0;
    public const byte End = 1;

    /// <summary>All tokens that found no room.</summary>
    public const byte Other = 62;

    /// <summary>No token: the context isn't known, or of a lower order.</summary>
    public const byte None = 63;

    private const byte First = 2;

    private uint[] _tokens = [];

    public int Count { get; private set; }

    public int StateBytes => 2 + (Count * 4);

    public int MemoryBytes => _tokens.Length * 4;

    /// <summary>Different things that may follow: the tokens, the end, others.</summary>
    public int Alphabet => Count + 2;

    public bool IsFull => Count == ModelBounds.Tokens;

    /// <summary>The token's symbol; <see cref="Other"/> if it has none.</summary>
    public byte Find(uint token)
    {
        var at = _tokens.AsSpan(0, Count).IndexOf(token);
        return at < 0 ? Other : (byte)(at + First);
    }

    public byte Add(uint token)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Clamp(Count * 2, 4, ModelBounds.Tokens));
        }

        _tokens[Count++] = token;
        return (byte)(Count - 1 + First);
    }

    /// <summary>Gives a symbol that nothing refers to any more to another token.</summary>
    public void Replace(byte symbol, uint token) => _tokens[symbol - First] = token;

    /// <summary>The symbols of tokens.</summary>
    public (byte From, byte To) Range => (First, (byte)(First + Count));

    /// <summary>The token as it is told in <see cref="Subject"/>.</summary>
    public ulong Token(byte symbol) => symbol switch
    {
        Start => Subject.Start,
        End => Subject.End,
        _ when symbol - First < Count => _tokens[symbol - First],
        _ => Subject.End + 1,
    };

    /// <summary>The symbol of a token as told in <see cref="Subject"/>.</summary>
    public byte Symbol(ulong token) => token switch
    {
        Subject.Start => Start,
        Subject.End => End,
        <= uint.MaxValue => Find((uint)token),
        _ => Other,
    };

    public void Save(ref StateWriter writer)
    {
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            writer.UInt32(_tokens[i]);
        }
    }

    public static Symbols Load(ref StateReader reader)
    {
        var symbols = new Symbols();
        var count = reader.Count(ModelBounds.Tokens);
        for (var i = 0; i < count; i++)
        {
            symbols.Add(reader.UInt32());
        }

        return symbols;
    }
}
