using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>A checksum ready to be computed, and to be read as it stands on the wire. Immutable.</summary>
internal sealed class Checksum
{
    private readonly Crc? _crc;
    private readonly bool _isXor;
    private readonly uint _mask;
    private readonly uint _xorOut;

    private Checksum(ChecksumDefinition definition)
    {
        Definition = definition;
        _crc = definition.Kind == ChecksumKind.Crc ? new Crc(definition) : null;
        _isXor = definition.Kind == ChecksumKind.Xor;
        _mask = Mask(definition.Width);
        _xorOut = definition.XorOut;
        Size = definition.Coding switch
        {
            ChecksumCoding.Hex => definition.Digits > 0 ? definition.Digits : definition.Width / 4,
            ChecksumCoding.Decimal => definition.Digits,
            _ => definition.Width / 8,
        };
    }

    public ChecksumDefinition Definition { get; }

    /// <summary>Bytes on the wire.</summary>
    public int Size { get; }

    public int Width => Definition.Width;

    /// <summary>Null where it isn't sound; then says why.</summary>
    public static Checksum? Compile(ChecksumDefinition definition, DefinitionFaults faults)
    {
        var mask = Mask(definition.Width);
        var fault = definition.Width is not (8 or 16 or 24 or 32) ? "A checksum has 8, 16, 24 or 32 bits."
            : definition.Kind > ChecksumKind.Crc || definition.Coding > ChecksumCoding.Decimal ? "The kind of checksum isn't known."
            : definition.Kind == ChecksumKind.Crc && (definition.Polynomial & mask) == 0 ? "A CRC needs a polynomial that isn't 0."
            : (definition.Polynomial & ~mask) != 0 ? "The polynomial has more bits than the checksum; its highest power isn't written."
            : ((definition.Initial | definition.XorOut) & ~mask) != 0 ? "The checksum's init and xor-out can't have more bits than it has."
            : definition.Coding == ChecksumCoding.Decimal && definition.Digits is < 1 or > 10 ? "A decimal checksum needs its number of digits, 1 to 10."
            : definition.Coding == ChecksumCoding.Hex && definition.Digits is < 0 or > 8 ? "A hexadecimal checksum has 1 to 8 digits."
            : definition.Skip is < 0 or > FrameShape.MaxFrame ? "A checksum can leave out 0 to 16384 bytes."
            : null;
        if (fault is not null)
        {
            faults.Add(definition.Place, fault);
            return null;
        }

        return new Checksum(definition);
    }

    public uint Compute(ReadOnlySpan<byte> bytes)
    {
        if (_crc is not null)
        {
            return _crc.Compute(bytes);
        }

        var sum = 0u;
        if (_isXor)
        {
            // Of words, the first byte is the high one.
            var shift = Width - 8;
            foreach (var b in bytes)
            {
                sum ^= (uint)b << shift;
                shift = shift == 0 ? Width - 8 : shift - 8;
            }
        }
        else
        {
            sum = Sum(bytes);
        }

        return (sum & _mask) ^ _xorOut;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        const ulong Even = 0x00ff00ff00ff00ff;

        // Eight bytes at a time, in four lanes of 16 bits: these hold what 128 words come to.
        const int Most = 128 * sizeof(ulong);
        var sum = 0u;
        while (bytes.Length >= sizeof(ulong))
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Math.Min(bytes.Length, Most)]);
            ulong lanes = 0;
            foreach (var word in words)
            {
                lanes += (word & Even) + ((word >> 8) & Even);
            }

            lanes = (lanes & 0x0000ffff0000ffff) + ((lanes >> 16) & 0x0000ffff0000ffff);
            sum += (uint)lanes + (uint)(lanes >> 32);
            bytes = bytes[(words.Length * sizeof(ulong))..];
        }

        foreach (var b in bytes)
        {
            sum += b;
        }

        return sum;
    }

    /// <summary>Whether <paramref name="written"/>, of <see cref="Size"/> bytes, is the sum of <paramref name="bytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> written) => TryRead(written, out var value) && value == Compute(bytes);

    /// <summary>Reads a sum of <see cref="Size"/> bytes; false where these can't be one.</summary>
    public bool TryRead(ReadOnlySpan<byte> written, out ulong value)
    {
        value = 0;
        switch (Definition.Coding)
        {
            case ChecksumCoding.BigEndian:
                foreach (var b in written)
                {
                    value = (value << 8) | b;
                }

                return true;
            case ChecksumCoding.LittleEndian:
                for (var i = written.Length - 1; i >= 0; i--)
                {
                    value = (value << 8) | written[i];
                }

                return true;
            case ChecksumCoding.Hex:
                return Digits.TryHex(written, out value);
            default:
                return Digits.TryDecimal(written, out value);
        }
    }

    private static uint Mask(int width) => width is > 0 and < 32 ? (1u << width) - 1 : uint.MaxValue;
}
