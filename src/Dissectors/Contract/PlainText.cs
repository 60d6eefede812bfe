namespace Sensor.Dissectors.Contract;

/// <summary>Text off the wire that names software or machines, cut to what can be shown.</summary>
internal static class PlainText
{
    /// <summary>More of a banner says nothing of what speaks.</summary>
    private const int MaxBanner = 128;

    /// <summary>RFC 1035, section 2.3.4, and a port.</summary>
    private const int MaxHost = 253 + 6;

    /// <summary>The printable ASCII characters at the front, without spaces around them.</summary>
    public static ReadOnlySpan<byte> Printable(ReadOnlySpan<byte> text, int max)
    {
        text = text.Trim((byte)' ');
        text = text[..Math.Min(text.Length, max)];
        var end = text.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        return (end < 0 ? text : text[..end]).TrimEnd((byte)' ');
    }

    /// <summary>How software introduces itself.</summary>
    public static NameId Banner(PartitionContext context, ReadOnlySpan<byte> text) => context.Intern(NameKind.Banner, Printable(text, MaxBanner));

    /// <summary>The name of a host, with or without a port, or an address; nothing else.</summary>
    public static NameId Host(PartitionContext context, ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        return IsHost(text) ? context.Intern(NameKind.Host, text) : NameId.None;
    }

    public static bool IsHost(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)':' or (byte)'[' or (byte)']'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= MaxHost;
    }
}
