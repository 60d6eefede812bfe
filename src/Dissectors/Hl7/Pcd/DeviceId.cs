using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// What a message calls a pump: an equipment instance id (EI, HL7 v2.6 2.A.28) in OBX-18 or PRT-10. The EUI-64 where it tells one device from another,
/// else the entity's own id, else the universal one.
/// </summary>
internal static class DeviceId
{
    /// <summary>Repetitions that are looked through.</summary>
    private const int MaxRepetitions = 4;

    /// <summary>Digits of an EUI-64.</summary>
    private const int EuiDigits = 16;

    /// <summary>Those of its maker: with nothing but zeros behind them it is no device's (such are sent).</summary>
    private const int MakerDigits = 6;

    public static NameId Of(ref SegmentReader segment, int field, in EncodingCharacters characters, PartitionContext context)
    {
        if (segment.Field(field).IsEmpty)
        {
            return NameId.None;
        }

        Span<byte> eui = stackalloc byte[EuiDigits];
        for (var repetition = 1; repetition <= MaxRepetitions; repetition++)
        {
            if (IsEui(segment.Component(field, 4, repetition)) && TryReadEui(segment.Component(field, 3, repetition), eui))
            {
                return context.Intern(NameKind.Serial, eui);
            }
        }

        var entity = Name(segment.First(field), characters, context);
        return !entity.IsNone || IsEui(segment.Component(field, 4)) ? entity : Name(segment.Component(field, 3), characters, context);
    }

    /// <summary>A name for one of several pumps of a system that only the system has a name for.</summary>
    public static NameId Of(NameId system, int pump, PartitionContext context)
    {
        if (system.IsNone || pump <= 1)
        {
            return system;
        }

        Span<byte> text = stackalloc byte[NameTable.MaxLength];
        var name = context.Names[system];
        name = name[..Math.Min(name.Length, NameTable.MaxLength - 12)];
        name.CopyTo(text);
        text[name.Length] = (byte)'/';
        pump.TryFormat(text[(name.Length + 1)..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        return context.Intern(NameKind.Serial, text[..(name.Length + 1 + digits)]);
    }

    private static NameId Name(ReadOnlySpan<byte> raw, in EncodingCharacters characters, PartitionContext context) =>
        Canonical.Name(NameKind.Serial, raw, characters, context, NameId.None);

    private static bool IsEui(ReadOnlySpan<byte> type) => type.Trim(" "u8) is [(byte)'E', (byte)'U', (byte)'I', .., (byte)'6', (byte)'4'];

    /// <summary>In upper case and without what stands between the digits; false where it names no device.</summary>
    private static bool TryReadEui(ReadOnlySpan<byte> text, Span<byte> eui)
    {
        var length = 0;
        foreach (var value in text)
        {
            if (value is (byte)'-' or (byte)':' or (byte)'.' or (byte)' ')
            {
                continue;
            }

            if (length == EuiDigits || !char.IsAsciiHexDigit((char)value))
            {
                return false;
            }

            eui[length++] = value >= (byte)'a' ? (byte)(value & ~0x20) : value;
        }

        return length == EuiDigits && eui[MakerDigits..].ContainsAnyExcept((byte)'0');
    }
}
