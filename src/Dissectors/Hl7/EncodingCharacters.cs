namespace Sensor.Dissectors.Hl7;

/// <summary>
/// The delimiters a message declares for itself in MSH-1 and MSH-2 (HL7 v2.5.1 2.5.4). One that isn't declared is 0 and disabled: senders that
/// declare fewer use the missing characters as data.
/// </summary>
public readonly record struct EncodingCharacters(
    byte Field, byte Component = 0, byte Repetition = 0, byte Escape = 0, byte Subcomponent = 0, byte Truncation = 0)
{
    /// <summary>What the standard recommends and nearly everyone sends: <c>|^~\&amp;</c>.</summary>
    public static EncodingCharacters Standard => new((byte)'|', (byte)'^', (byte)'~', (byte)'\\', (byte)'&');

    /// <summary>All four of MSH-2 are declared.</summary>
    public bool IsComplete => Component != 0 && Repetition != 0 && Escape != 0 && Subcomponent != 0;

    /// <summary>They are the recommended ones (a truncation character may follow since v2.7).</summary>
    public bool IsStandard => this with { Truncation = 0 } == Standard;

    /// <summary>Reads them from the front of an MSH, BHS or FHS segment.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out EncodingCharacters characters)
    {
        characters = default;
        if (header.Length < 4 || !IsDelimiter(header[3]))
        {
            return false;
        }

        var field = header[3];
        var declared = header[4..];
        var end = declared.IndexOf(field);
        declared = end < 0 ? declared : declared[..end];
        characters = new(field, At(declared, 0), At(declared, 1), At(declared, 2), At(declared, 3), At(declared, 4));
        return true;
    }

    /// <summary>A byte that may separate: printable ASCII, neither letter nor digit nor space.</summary>
    public static bool IsDelimiter(byte value) => value is > 0x20 and < 0x7f && !char.IsAsciiLetterOrDigit((char)value);

    private static byte At(ReadOnlySpan<byte> declared, int index) =>
        index < declared.Length && IsDelimiter(declared[index]) ? declared[index] : (byte)0;
}
