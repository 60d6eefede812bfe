using System.Globalization;

namespace Scorecard.Public;

/// <summary>IEC 60870-5-104 commands of a real substation over 15.6 hours, all normal (Matoušek, Brno University of Technology): is the model stable, bounded and quiet?</summary>
internal static class IecCommands
{
    public const string Name = "IEC 104 commands (industrial control)";

    private const long Second = 1_000_000_000;

    public static PublicSet Run(string folder)
    {
        var path = Path.Combine(folder, "iec-mms", "mega104-14-12-18.csv");
        if (!File.Exists(path))
        {
            return PublicSet.Skip(Name, "iec-mms/mega104-14-12-18.csv isn't there.");
        }

        var commands = Read(path);
        var half = commands[commands.Count / 2].Time;
        var hours = (commands[^1].Time - half) / 3600.0 / Second;
        var self = CommandTrial.Run(commands, null, half);
        var declared = CommandTrial.Run(commands, half, half);
        var bits = self.Bits.Order().ToArray();
        return new PublicSet(
            Name,
            $"One connection, {commands.Count:N0} commands, taken in order; counted from the middle of the commands on ({hours.ToString("0.0", CultureInfo.InvariantCulture)} h).",
            "",
            [
                new(Origin.Ours, "sequence model, mature by itself", "judged, share of commands", self.Judged / (double)self.Counted, self.Counted),
                new(Origin.Ours, "sequence model, mature by itself", "false alerts", self.Ours.False, self.Counted),
                new(Origin.Ours, "sequence model, declared mature in the middle", "false alerts", declared.Ours.False, declared.Counted),
                new(Origin.Ours, "sequence model", "mean bits a command", bits.Average(), bits.Length),
                new(Origin.Ours, "sequence model", "bits, 99.9th percentile", bits[(int)(0.999 * (bits.Length - 1))], bits.Length, "capped at 12 a step"),
                new(Origin.Ours, "sequence model", "state, bytes", self.StateBytes, 0, "bound: 16,384"),
                new(Origin.Baseline, "unseen event", "false alerts", self.Events.False, self.Counted),
                new(Origin.Baseline, "unseen bigram", "false alerts", self.Pairs.False, self.Counted),
                new(Origin.Published, "Markov order 2", "mean bits a command", 0.838, commands.Count, "first experiment in Python (iec.py)"),
                new(Origin.Published, "Markov order 2", "bits, 99.9th percentile", 6.49, commands.Count, "first experiment in Python"),
            ],
            "No attacks: the recordings with attacks aren't in the set at hand.");
    }

    private static List<WireCommand> Read(string path)
    {
        var commands = new List<WireCommand>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var f = line.Split(';');
            if (f.Length < 13)
            {
                continue;
            }

            // Direction, format, function of a U frame, type and cause.
            var token = (f[5] == "2404" ? 0 : 1) | ((Number(f[8]) & 3) << 1) | ((Number(f[9]) & 63) << 3) | ((Number(f[10]) & 255) << 9) | ((Number(f[12]) & 63) << 17);
            commands.Add(new WireCommand((long)(double.Parse(f[1], CultureInfo.InvariantCulture) * Second), token, false));
        }

        return commands;
    }

    private static int Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
