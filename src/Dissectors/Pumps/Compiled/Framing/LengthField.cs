using System.Buffers.Binary;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>A length at a fixed place in a frame. Of BER's long form the bytes behind the first are added to what the definition adds, and to the header.</summary>
internal sealed class LengthField(LengthDefinition definition)
{
    /// <summary>Bytes of the field; of BER the fewest.</summary>
    public int Size { get; } = definition.Coding switch
    {
        LengthCoding.U16BigEndian or LengthCoding.U16LittleEndian => 2,
        LengthCoding.U32BigEndian or LengthCoding.U32LittleEndian => 4,
        LengthCoding.Decimal or LengthCoding.Hex => definition.Digits,
        _ => 1,
    };

    public int End => definition.Offset + Size;

    /// <summary>Written in so many digits that other bytes hardly look like it.</summary>
    public bool IsTelling => definition.Coding is LengthCoding.Decimal or LengthCoding.Hex && definition.Digits >= 4;

    /// <summary>Reads it from a frame's first bytes.</summary>
    /// <param name="frame">The frame as far as it is there.</param>
    /// <param name="total">Bytes of the whole frame; with <see cref="Verdict.Unsure"/>, bytes needed to tell.</param>
    /// <param name="extra">Of BER: bytes of the length behind its first, by which all that follows is shifted.</param>
    public Verdict Read(ReadOnlySpan<byte> frame, out long total, out int extra)
    {
        extra = 0;
        total = End;
        if (frame.Length < End)
        {
            return Verdict.Unsure;
        }

        var field = frame.Slice(definition.Offset, Size);
        ulong value = 0;
        switch (definition.Coding)
        {
            case LengthCoding.U16BigEndian:
                value = BinaryPrimitives.ReadUInt16BigEndian(field);
                break;
            case LengthCoding.U16LittleEndian:
                value = BinaryPrimitives.ReadUInt16LittleEndian(field);
                break;
            case LengthCoding.U32BigEndian:
                value = BinaryPrimitives.ReadUInt32BigEndian(field);
                break;
            case LengthCoding.U32LittleEndian:
                value = BinaryPrimitives.ReadUInt32LittleEndian(field);
                break;
            case LengthCoding.Decimal when !Digits.TryDecimal(field, out value):
            case LengthCoding.Hex when !Digits.TryHex(field, out value):
                return Verdict.NotMine;
            case LengthCoding.Ber when field[0] >= 0x80:
                extra = field[0] & 0x7f;
                total = End + extra;
                if (extra is 0 or > 4)
                {
                    return Verdict.NotMine;
                }

                if (frame.Length < total)
                {
                    return Verdict.Unsure;
                }

                foreach (var b in frame.Slice(End, extra))
                {
                    value = (value << 8) | b;
                }

                break;
            case LengthCoding.U8 or LengthCoding.Ber:
                value = field[0];
                break;
            default:
                break;
        }

        total = (long)value + definition.Add + extra;
        return Verdict.Certain;
    }
}
