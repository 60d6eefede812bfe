namespace Sensor.Dissectors.Hl7;

/// <summary>Values in the form in which those of different protocols and senders meet.</summary>
internal static class Canonical
{
    /// <summary>Most bytes of a value that count.</summary>
    public const int MaxLength = 256;

    /// <summary>Escapes undone and padding stripped. The explicit null <c>""</c> (HL7 v2.5.1 2.5.3) is no value.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw, in EncodingCharacters characters, Span<byte> scratch)
    {
        var value = Escapes.Undo(raw, characters, scratch).Trim(" \t\0"u8);
        return value.SequenceEqual("\"\""u8) ? default : value[..Math.Min(value.Length, MaxLength)];
    }
}
