using System.Globalization;

namespace Scorecard.Public;

/// <summary>MMS commands of a real laboratory of industrial control, with attacks described in its readme (Matoušek, Brno University of Technology).</summary>
internal static class MmsCommands
{
    public const string Name = "MMS commands (industrial control)";

    private const long Second = 1_000_000_000;

    /// <summary>Each trace's attacks: wall-clock times from the readme, or the types of messages that only the attacker sends.</summary>
    private static readonly IReadOnlyList<Attack> Attacks =
    [
        new("modified", "gics-modified.csv", [("07:26:31.4", "07:26:31.6"), ("07:27:11.4", "07:27:11.6"), ("08:10:51.4", "08:13:51.6")], []),
        new("scanning", "gics-scanning.csv", [("07:50:41.5", "07:53:01.6")], []),
        new("interrupt", "gics-interrupt.csv", [], ["10", "11"]),
    ];

    public static PublicSet Run(string folder)
    {
        var data = Path.Combine(folder, "iec-mms", "mms-test");
        if (!Directory.Exists(data))
        {
            return PublicSet.Skip(Name, "iec-mms/mms-test isn't there.");
        }

        var figures = new List<Figure>();
        var asShipped = CommandTrial.Run(Read(Path.Combine(data, "gics-normal.csv"), new("", "", [], [])), null, 0);
        figures.Add(new(Origin.Ours, "sequence model, mature by itself", "judged, share of commands of 94 min", asShipped.Judged / (double)asShipped.Counted, asShipped.Counted, "one connection is one occasion a quarter hour; it asks for 30 of them"));
        figures.Add(new(Origin.Ours, "sequence model", "mean bits a command, second half", asShipped.Bits.Skip(asShipped.Bits.Count / 2).Average(), asShipped.Counted / 2));
        foreach (var attack in Attacks)
        {
            var commands = Read(Path.Combine(data, attack.File), attack);
            var first = commands.First(c => c.IsOdd).Time;

            // What went before the attack is all that the model has of this connection: the normal trace is the same recording, and learning from it would be learning the answers.
            var outcome = CommandTrial.Run(commands, first, first);
            Add(figures, Origin.Ours, "sequence model, declared mature when the attack begins", attack.Name, outcome, outcome.Ours);
            Add(figures, Origin.Baseline, "unseen event", attack.Name, outcome, outcome.Events);
            Add(figures, Origin.Baseline, "unseen bigram", attack.Name, outcome, outcome.Pairs);
        }

        figures.Add(new(Origin.Published, "Markov order 1, learning on", "modified: minutes told of", 0.5, 4, "first experiment in Python (mms.py): 2 of 4"));
        figures.Add(new(Origin.Published, "Markov order 1, learning on", "scanning: minutes told of", 3 / 56.0, 56, "first experiment in Python: 3 of 56; labels there by difference of rows, too many"));
        figures.Add(new(Origin.Published, "Markov order 1, learning on", "interrupt: minutes told of", 2 / 9.0, 9, "first experiment in Python: 2 of 9"));
        return new PublicSet(
            Name,
            "Each attacked recording is one connection of 94 minutes, taken in order: the model learns and judges as it goes. A token is direction, type and service. Attacks less than a minute apart are one; counted from the first on.",
            "",
            figures,
            "One pair of hosts and three recordings of one hour and a half: a look, not a measurement. What is missing (gics-lost-connection) shows in amounts, not in order, and was left out. What is told is what would be shown: at most three unseen steps a day one by one, and one story a session in half an hour.");
    }

    private static void Add(List<Figure> figures, Origin origin, string method, string attack, CommandOutcome outcome, (int Hits, int False) told)
    {
        figures.Add(new(origin, method, $"{attack}: attacks told of", told.Hits / (double)outcome.Attacks, outcome.Attacks));
        figures.Add(new(origin, method, $"{attack}: false alerts", told.False, outcome.Counted));
    }

    private static List<WireCommand> Read(string path, Attack attack)
    {
        var commands = new List<WireCommand>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var fields = line.Split(';');
            if (fields.Length < 9)
            {
                continue;
            }

            var clock = Clock(fields[0]);
            var isOdd = attack.Types.Contains(fields[7]) || attack.Times.Any(t => clock >= Clock(t.From) && clock <= Clock(t.Until));
            commands.Add(new WireCommand((long)(double.Parse(fields[1], CultureInfo.InvariantCulture) * Second), Token(fields), isOdd));
        }

        return commands;
    }

    private static int Token(string[] fields) => (fields[5] == "102" ? 0 : 1) | (Number(fields[7]) << 1) | ((Number(fields[8]) + 1) << 9);

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static double Clock(string text)
    {
        var parts = text.Split(':');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture) * 3600) + (double.Parse(parts[1], CultureInfo.InvariantCulture) * 60) + double.Parse(parts[2], CultureInfo.InvariantCulture);
    }

    private sealed record Attack(string Name, string File, IReadOnlyList<(string From, string Until)> Times, IReadOnlyList<string> Types);
}
