using System.Text;

namespace Sensor.Dissectors.Identity.Telnet;

/// <summary>What a prompt asks for.</summary>
internal enum Prompt : byte
{
    None,
    Login,
    Password,
}

/// <summary>Words by which systems ask who is there. A prompt ends with a colon, and with no end of line.</summary>
internal static class Prompts
{
    /// <param name="line">A line so far, with its colon.</param>
    public static Prompt Of(ReadOnlySpan<byte> line) =>
        EndsWith(line, "password:"u8) || EndsWith(line, "passcode:"u8) ? Prompt.Password
        : EndsWith(line, "last login:"u8) ? Prompt.None
        : EndsWith(line, "login:"u8) || EndsWith(line, "username:"u8) || EndsWith(line, "user name:"u8) || EndsWith(line, "user:"u8) ? Prompt.Login
        : Prompt.None;

    private static bool EndsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.Length >= word.Length && Ascii.EqualsIgnoreCase(line[^word.Length..], word);
}
