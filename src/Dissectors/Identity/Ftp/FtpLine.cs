namespace Sensor.Dissectors.Identity.Ftp;

/// <summary>A command of FTP, as far as it matters here.</summary>
internal enum FtpCommand : byte
{
    /// <summary>Not one.</summary>
    None,
    User,
    Pass,

    /// <summary>AUTH TLS (RFC 4217, section 4), by either of its names. Other AUTH are mail's as well.</summary>
    AuthTls,

    /// <summary>A command that mail or news have too.</summary>
    Shared,

    /// <summary>Any other: FTP's alone.</summary>
    Own,
}

/// <summary>One line of a control connection: a command of the client's, or a reply of the server's (RFC 959, sections 4.1 and 4.2).</summary>
internal static class FtpLine
{
    public const int Greeting = 220, LoggedIn = 230, LoggedInSecurely = 232, SecurityAccepted = 234, PasswordNeeded = 331, AccountNeeded = 332,
        LoginRefused = 430, NotLoggedIn = 530;

    /// <summary>Letters of a command. Where they are three, a space follows.</summary>
    private const int Verb = 4;

    private static ReadOnlySpan<byte> SharedVerbs => "QUITNOOPSTATHELPLISTRETRDELEMODEAUTH"u8;

    /// <summary>RFC 959, 2389, 2428, 3659, 4217, 7151.</summary>
    private static ReadOnlySpan<byte> OwnVerbs =>
        "SYSTFEATOPTSHOSTPBSZPROTACCTPWD CWD CDUPMKD RMD PORTPASVEPRTEPSVTYPESTRUSTORSTOUAPPENLSTRNFRRNTOABORSIZEMDTMMLSDMLSTSITE"u8;

    /// <summary>The reply's code; 0 for a line that isn't the last of a reply, and for what is none.</summary>
    public static int Reply(ReadOnlySpan<byte> line) =>
        line is [>= (byte)'1' and <= (byte)'5', >= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9', ..] && (line.Length == 3 || line[3] == (byte)' ')
            ? (100 * (line[0] - '0')) + (10 * (line[1] - '0')) + line[2] - '0'
            : 0;

    public static FtpCommand Command(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        var letters = end < 0 ? line : line[..end];
        if (letters.Length is < 3 or > Verb)
        {
            return FtpCommand.None;
        }

        Span<byte> verb = [(byte)' ', (byte)' ', (byte)' ', (byte)' '];
        System.Text.Ascii.ToUpper(letters, verb, out _);
        return verb.SequenceEqual("USER"u8) ? FtpCommand.User
            : verb.SequenceEqual("PASS"u8) ? FtpCommand.Pass
            : verb.SequenceEqual("AUTH"u8) && IsTls(Argument(line)) ? FtpCommand.AuthTls
            : IsOneOf(SharedVerbs, verb) ? FtpCommand.Shared
            : IsOneOf(OwnVerbs, verb) ? FtpCommand.Own
            : FtpCommand.None;
    }

    public static ReadOnlySpan<byte> Argument(ReadOnlySpan<byte> line) => line[Math.Min(line.Length, Verb + 1)..].Trim((byte)' ');

    private static bool IsTls(ReadOnlySpan<byte> mechanism) =>
        mechanism is [_, _, _, ..] && (System.Text.Ascii.EqualsIgnoreCase(mechanism[..3], "TLS"u8) || System.Text.Ascii.EqualsIgnoreCase(mechanism[..3], "SSL"u8));

    private static bool IsOneOf(ReadOnlySpan<byte> verbs, ReadOnlySpan<byte> verb)
    {
        for (; !verbs.IsEmpty; verbs = verbs[Verb..])
        {
            if (verbs[..Verb].SequenceEqual(verb))
            {
                return true;
            }
        }

        return false;
    }
}
