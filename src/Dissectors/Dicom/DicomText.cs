using System.Buffers;

namespace Sensor.Dissectors.Dicom;

/// <summary>Rules for the two kinds of text that name things: AE titles and UIDs.</summary>
public static class DicomText
{
    /// <summary>PS3.5 9.1: at most 64 characters.</summary>
    public const int MaxUidLength = 64;

    /// <summary>PS3.5 6.2 (VR AE) and PS3.8 9.3.2.</summary>
    public const int MaxAeTitleLength = 16;

    private static readonly SearchValues<byte> UidCharacters = SearchValues.Create("0123456789."u8);

    /// <summary>Without padding: spaces by the standard, NULs by the field's habit, on both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \0"u8);

    /// <summary>Digits and dots only, not empty, not too long.</summary>
    public static bool IsUid(ReadOnlySpan<byte> trimmed) =>
        trimmed.Length is > 0 and <= MaxUidLength && !trimmed.ContainsAnyExcept(UidCharacters);

    /// <summary>Printable and without backslash (PS3.5 6.2, VR AE); empty is for the caller to judge.</summary>
    public static bool IsAeTitle(ReadOnlySpan<byte> trimmed) =>
        trimmed.Length <= MaxAeTitleLength && !trimmed.Contains((byte)'\\') && !trimmed.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
}
