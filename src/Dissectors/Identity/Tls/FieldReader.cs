using System.Buffers.Binary;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>
/// Reads fields of TLS messages one after the other (RFC 8446, section 3), also of messages whose end isn't there: then a field is what there is of it, and
/// empty beyond.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public ReadOnlySpan<byte> Take(int length)
    {
        length = Math.Min(length, _rest.Length);
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort Number() => Take(2) is { Length: 2 } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : (ushort)0;

    public int Number24() => Take(3) is [var a, var b, var c] ? (a << 16) | (b << 8) | c : 0;

    /// <summary>A vector behind one byte of length.</summary>
    public FieldReader Vector8() => new(Take(Byte()));

    /// <summary>A vector behind two bytes of length.</summary>
    public FieldReader Vector16() => new(Take(Number()));

    public readonly ReadOnlySpan<byte> Rest => _rest;
}
