namespace Sensor.Models;

/// <summary>
/// Grammar (2 bits), the token before last, the last token, the token (6 bits each). Contexts of a lower order have
/// <see cref="Symbols.None"/> for what they leave out.
/// </summary>
internal readonly record struct TransitionKey(uint Value)
{
    public TransitionKey(int grammar, byte before, byte last, byte next)
        : this(((uint)grammar << 18) | ((uint)before << 12) | ((uint)last << 6) | next)
    {
    }

    public int Grammar => (int)(Value >> 18) & 3;

    public byte Before => (byte)((Value >> 12) & 63);

    public byte Last => (byte)((Value >> 6) & 63);

    public byte Next => (byte)(Value & 63);

    /// <summary>One token of context.</summary>
    public bool IsFirstOrder => Before == Symbols.None && Last != Symbols.None;

    /// <summary>The first key of the same context; the context's keys lie together.</summary>
    public TransitionKey Context => new(Value & ~63u);
}
