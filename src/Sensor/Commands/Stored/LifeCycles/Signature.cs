using System.CommandLine;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>Who does something, and why.</summary>
/// <param name="Who">Name of a person.</param>
/// <param name="Note">In that person's words; may be empty.</param>
internal sealed record Signature(string Who, string Note)
{
    private static readonly string[] LoginVariables = ["SUDO_USER", "USER", "LOGNAME"];

    /// <summary>Who is logged in: with sudo, who called it.</summary>
    private static string LoginName => LoginVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
        ?? Environment.UserName;

    public static Signature Of(string? by, string? note) => new(Short(Screen.Plain(by ?? LoginName), JournalEntry.MaxWho), note ?? "");

    public static Option<string?> ByOption()
    {
        var option = new Option<string?>("--by") { Description = "Who does it; without it, who is logged in.", HelpName = "NAME" };
        RunArguments.AddCheck(option, text => Problem("--by", text, JournalEntry.MaxWho) ?? (string.IsNullOrWhiteSpace(text) ? "--by is empty." : null));
        return option;
    }

    public static Option<string?> NoteOption()
    {
        var option = new Option<string?>("--note") { Description = "Why, for whoever reads it later. No names of patients: it is kept for good.", HelpName = "TEXT" };
        RunArguments.AddCheck(option, text => Problem("--note", text, JournalEntry.MaxNote));
        return option;
    }

    private static string? Problem(string option, string text, int most) =>
        text.Length > most ? $"{option} takes at most {most} characters."
        : text.Any(char.IsControl) || !IsWellFormed(text) ? $"{option} takes one line of text without control characters." : null;

    /// <summary>No half of a pair of surrogates.</summary>
    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0xFFFD)
            {
                return false;
            }
        }

        return true;
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..most];
}
