using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Ftp;

/// <summary>
/// Recognises FTP by content. Mail greets with the same code: a greeting is FTP's where it says so, and otherwise by the replies that follow; a client's
/// commands are by one that mail and news don't have.
/// </summary>
internal static class FtpProbe
{
    private const ushort KnownPort = 21;

    public static Verdict Look(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        if (head.IsEmpty)
        {
            return hints.Final ? Verdict.NotMine : Verdict.Unsure;
        }

        var verdict = head[0] == (byte)'2' ? LookAtReplies(head, hints.ServerPort)
            : char.IsAsciiLetter((char)head[0]) ? LookAtCommands(head)
            : Verdict.NotMine;
        return verdict == Verdict.Unsure && hints.Final ? Verdict.NotMine : verdict;
    }

    private static Verdict LookAtReplies(ReadOnlySpan<byte> head, ushort serverPort)
    {
        ReadOnlySpan<byte> code = "220"u8;
        if (!head.StartsWith(code[..Math.Min(code.Length, head.Length)]) || (head.Length > 3 && head[3] is not ((byte)' ' or (byte)'-')))
        {
            return Verdict.NotMine;
        }

        // Whole lines only: what a greeting says first isn't all it says.
        for (var rest = head; TryLine(ref rest, out var line);)
        {
            var isGreeting = line.StartsWith(code);
            if (isGreeting && Says(line, "SMTP"u8))
            {
                return Verdict.NotMine;
            }

            if (isGreeting && (serverPort == KnownPort || Says(line, "FTP"u8)))
            {
                return Verdict.Certain;
            }

            switch (isGreeting ? 0 : FtpLine.Reply(line))
            {
                case FtpLine.LoggedIn or FtpLine.LoggedInSecurely or FtpLine.SecurityAccepted or FtpLine.PasswordNeeded or FtpLine.AccountNeeded or FtpLine.LoginRefused
                    or FtpLine.NotLoggedIn:
                    return Verdict.Certain;
                case 0 or 200 or 211 or 215 or 500 or 501 or 502:
                    break;
                default:
                    return Verdict.NotMine;
            }
        }

        return Verdict.Unsure;
    }

    private static Verdict LookAtCommands(ReadOnlySpan<byte> head)
    {
        var rest = head;
        while (TryLine(ref rest, out var line))
        {
            switch (FtpLine.Command(line))
            {
                case FtpCommand.AuthTls or FtpCommand.Own:
                    return Verdict.Certain;
                case FtpCommand.None:
                    return Verdict.NotMine;
            }
        }

        // Of a line that is still coming the verb is enough to say no.
        return rest.IndexOf((byte)' ') switch
        {
            < 0 => rest.Length <= 5 && !rest.ContainsAnyExceptInRange((byte)'\r', (byte)'z') ? Verdict.Unsure : Verdict.NotMine,
            var space => FtpLine.Command(rest[..space]) == FtpCommand.None ? Verdict.NotMine : Verdict.Unsure,
        };
    }

    private static bool TryLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end].TrimEnd((byte)'\r');
        rest = rest[(end + 1)..];
        return end >= 0;
    }

    private static bool Says(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        for (; line.Length >= word.Length; line = line[1..])
        {
            if (System.Text.Ascii.EqualsIgnoreCase(line[..word.Length], word))
            {
                return true;
            }
        }

        return false;
    }
}
