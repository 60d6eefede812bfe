using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Names of one protocol in one partition: those its definition brings are interned when they are first used, and then known by number.</summary>
internal sealed class ProtocolNames(byte[][] texts, PartitionContext context)
{
    /// <summary>Longest text off the wire that becomes a name, in bytes.</summary>
    private const int MaxText = 64;

    private readonly NameId[] _known = new NameId[texts.Length];

    /// <summary>A text of the definition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NameId Preset(int number)
    {
        var known = _known[number];
        return known.IsNone && number > 0 ? _known[number] = context.Intern(NameKind.Term, texts[number]) : known;
    }

    /// <summary>Whether a name is the text, a blank and more.</summary>
    public bool Begins(NameId name, ReadOnlySpan<byte> text) =>
        !name.IsNone && context.Names[name] is var known && known.Length > text.Length && known[text.Length] == ' ' && known.StartsWith(text);

    /// <summary>A text off the wire; mostly the same as <paramref name="last"/>.</summary>
    public NameId Of(NameKind kind, ReadOnlySpan<byte> text, NameId last)
    {
        text = text.Length > MaxText ? text[..MaxText] : text;
        return !last.IsNone && context.Names[last].SequenceEqual(text) ? last : context.Intern(kind, text);
    }
}
