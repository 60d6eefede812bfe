using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Hl7;

/// <summary>A message's type as text, <c>ADT^A01</c>, in the fact itself: at most <see cref="MaxLength"/> bytes of what the wire said.</summary>
public struct TypeText
{
    public const int MaxLength = 31;

    private byte _length;
    private Bytes _bytes;

    /// <summary>MSH-9.1 and MSH-9.2, joined where both are there; <c>?</c> without either.</summary>
    public static TypeText Of(ReadOnlySpan<byte> code, ReadOnlySpan<byte> trigger)
    {
        var type = default(TypeText);
        type.Append(code.IsEmpty && trigger.IsEmpty ? "?"u8 : code);
        if (!trigger.IsEmpty)
        {
            type.Append("^"u8);
            type.Append(trigger);
        }

        return type;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => ((ReadOnlySpan<byte>)_bytes)[.._length];

    private void Append(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxLength - _length)];
        text.CopyTo(((Span<byte>)_bytes)[_length..]);
        _length += (byte)text.Length;
    }

    [InlineArray(MaxLength)]
    private struct Bytes
    {
        private byte _first;
    }
}
