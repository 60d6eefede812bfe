using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>Values in the form in which those of different protocols and senders meet: escapes undone, padding stripped.</summary>
internal static class Canonical
{
    /// <summary>Most bytes of a value that count.</summary>
    public const int MaxLength = 256;

    public static Pseudonym Pseudonym(PseudonymKind kind, ReadOnlySpan<byte> raw, in EncodingCharacters characters, Pseudonymizer pseudonyms)
    {
        if (!raw.Contains(characters.Escape))
        {
            return pseudonyms.Of(kind, Strip(raw));
        }

        Span<byte> scratch = stackalloc byte[MaxLength];
        return pseudonyms.Of(kind, Strip(Escapes.Undo(raw, characters, scratch)));
    }

    /// <param name="kind">What is named.</param>
    /// <param name="raw">The name as it stands in the message.</param>
    /// <param name="characters">The message's delimiters.</param>
    /// <param name="context">Keeps the names.</param>
    /// <param name="last">What it was last time: a name that repeats needn't be looked up.</param>
    public static NameId Name(NameKind kind, ReadOnlySpan<byte> raw, in EncodingCharacters characters, PartitionContext context, NameId last)
    {
        if (!raw.Contains(characters.Escape))
        {
            return Name(kind, Strip(raw), context, last);
        }

        Span<byte> scratch = stackalloc byte[MaxLength];
        return Name(kind, Strip(Escapes.Undo(raw, characters, scratch)), context, last);
    }

    public static NameId Name(NameKind kind, ReadOnlySpan<byte> text, PartitionContext context, NameId last) =>
        text.SequenceEqual(context.Names[last]) ? last : context.Intern(kind, text);

    /// <summary>Without padding. The explicit null <c>""</c> (HL7 v2.5.1 2.5.3) is no value.</summary>
    private static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> value)
    {
        var start = 0;
        var end = value.Length;
        while (start < end && IsPadding(value[start]))
        {
            start++;
        }

        while (end > start && IsPadding(value[end - 1]))
        {
            end--;
        }

        value = value[start..Math.Min(end, start + MaxLength)];
        return value is [(byte)'"', (byte)'"'] ? default : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPadding(byte value) => value is (byte)' ' or (byte)'\t' or 0;
}
