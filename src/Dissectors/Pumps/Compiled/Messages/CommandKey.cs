using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Messages;

/// <summary>What a field is looked up by: its text, of binary numbers their decimal digits.</summary>
internal static class CommandKey
{
    /// <summary>Bytes of a number's digits.</summary>
    public const int MaxNumber = 20;

    /// <param name="type">Of the field.</param>
    /// <param name="bytes">The field.</param>
    /// <param name="room">For digits, at least <see cref="MaxNumber"/> bytes.</param>
    public static ReadOnlySpan<byte> Of(FieldType type, ReadOnlySpan<byte> bytes, Span<byte> room) => Numbers.IsBinary(type) ? OfNumber(type, bytes, room) : bytes;

    private static ReadOnlySpan<byte> OfNumber(FieldType type, ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        if (!Numbers.TryRead(type, bytes, out var number) || Math.Abs(number) > long.MaxValue / 4)
        {
            return default;
        }

        ((long)number).TryFormat(room, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return room[..length];
    }

    /// <summary>A key as a definition writes it; numbers may be hexadecimal behind 0x.</summary>
    public static byte[] Written(string key, bool isNumber) =>
        isNumber && Numbers.TryRaw(key, out var number) ? PumpTexts.Bytes(((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture)) : PumpTexts.Bytes(key);
}
