using System.CommandLine;
using Scorecard.Runs;

namespace Scorecard.Commands;

/// <summary>The command line: 0 where all went well, 1 where something failed or didn't hold, 2 where the question was wrong.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int BadUsage = 2;

    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Measures how often the sensor cries wolf, and what it would miss, in hospitals made up for it.");
        root.Subcommands.Add(Score("daily", "A glance: four small hospitals of the development seeds, some three minutes."));
        root.Subcommands.Add(Score("full", "The measurement: small and medium hospitals of the sealed seeds, under an hour on two cores."));
        root.Subcommands.Add(Score("large", "A large hospital of the sealed seeds, with the clean weeks of medium ones to set thresholds by."));
        root.Subcommands.Add(Generate());
        root.Subcommands.Add(Public());
        root.Subcommands.Add(Grade());
        root.Subcommands.Add(Slices());
        root.Subcommands.Add(Many());
        root.Subcommands.Add(Audit());
        root.Subcommands.Add(Sensitivity());
        root.Subcommands.Add(Report());
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            return Tell($"{parsed.Errors[0].Message.TrimEnd('.')}. Try 'scorecard --help'.", BadUsage);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            return Tell(e.Message, BadUsage);
        }
        catch (Exception e) when (e is RunFailedException or IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            return Tell(e.Message, Failed);
        }
    }

    private static int Tell(string sentence, int code)
    {
        Console.Error.WriteLine($"scorecard: {sentence}");
        return code;
    }

    private static Command Score(string profile, string description)
    {
        var command = new Command(profile, description);
        var threads = new Option<int>("--threads") { Description = "Runs at once; the processors there are unless given.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var folder = new Option<string>("--out") { Description = "Where card.json goes.", DefaultValueFactory = _ => "." };
        var only = new Option<string>("--only") { Description = "Methods whose names begin so, no others.", DefaultValueFactory = _ => "" };
        command.Options.Add(threads);
        command.Options.Add(folder);
        command.Options.Add(only);
        command.SetAction(result => new ScoreCommand(RunPlan.Of(profile), result.GetValue(threads), result.GetValue(folder)!, result.GetValue(only)!).Run());
        return command;
    }

    private static Command Generate()
    {
        var command = new Command("generate", "Writes a stretch of a hospital's traffic as a capture, with the truth about it.");
        var devices = new Option<int>("--devices") { Description = "Size: 20, 120 or 600 or so.", DefaultValueFactory = _ => 20 };
        var seed = new Option<ulong>("--seed") { Description = "Which hospital.", DefaultValueFactory = _ => 1 };
        var weeks = new Option<int>("--weeks") { Description = "How long it lives.", DefaultValueFactory = _ => 10 };
        var attacks = new Option<string[]>("--attacks") { Description = "Rows of the catalogue, or row:variant; none: the clean twin.", AllowMultipleArgumentsPerToken = true };
        var pcap = new Option<string>("--pcap") { Description = "Capture to write.", Required = true };
        var from = new Option<string>("--from") { Description = "Instant, as 2026-03-30T06:00Z; its beginning unless given.", DefaultValueFactory = _ => "" };
        var until = new Option<string>("--until") { Description = "Instant, exclusive; an hour later unless given.", DefaultValueFactory = _ => "" };
        var labels = new Option<string>("--labels") { Description = "JSON to write: hosts, attacks, benign events.", DefaultValueFactory = _ => "" };
        foreach (var option in (Option[])[devices, seed, weeks, attacks, pcap, from, until, labels])
        {
            command.Options.Add(option);
        }

        command.SetAction(result => new GenerateCommand(
            result.GetValue(devices), result.GetValue(seed), result.GetValue(weeks), result.GetValue(attacks) ?? [], result.GetValue(pcap)!, result.GetValue(from)!,
            result.GetValue(until)!, result.GetValue(labels)!).Run());
        return command;
    }

    private static Command Audit()
    {
        var command = new Command("audit", "Looks for what the hospital gives away, and reads labels a second time with tshark and Suricata.");
        var hospitals = new Option<int>("--hospitals") { Description = "For leaks, two attacked runs each.", DefaultValueFactory = _ => 4 };
        var kinds = new Option<int[]>("--kinds") { Description = "Rows of the catalogue whose labels are read; all unless given.", AllowMultipleArgumentsPerToken = true };
        var folder = new Option<string>("--public") { Description = "Where public data sets are.", DefaultValueFactory = _ => "" };
        var path = new Option<string>("--out") { Description = "JSON to write.", DefaultValueFactory = _ => "" };
        var threads = new Option<int>("--threads") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        foreach (var option in (Option[])[hospitals, kinds, folder, path, threads])
        {
            command.Options.Add(option);
        }

        command.SetAction(result => AuditCommand.Run(
            result.GetValue(hospitals), result.GetValue(kinds) ?? [], result.GetValue(folder)!, result.GetValue(path)!, result.GetValue(threads)));
        return command;
    }

    private static Command Public()
    {
        var command = new Command("public", "Measures sequence and rate models on public data sets.");
        var folder = new Argument<string>("DIR") { Description = "Where the sets are; those that aren't there are skipped." };
        command.Arguments.Add(folder);
        var json = new Option<string>("--json") { Description = "Figures go there, too, for reports.", DefaultValueFactory = _ => "" };
        command.Options.Add(json);
        command.SetAction(result => PublicCommand.Run(result.GetValue(folder)!, result.GetValue(json)!));
        return command;
    }

    private static Command Grade()
    {
        var command = new Command("grade", "Grades runs again that a measurement has left.");
        var runs = new Argument<string>("RUNS") { Description = "Its runs.gz." };
        var folder = new Option<string>("--out") { Description = "Where card.json goes.", DefaultValueFactory = _ => "." };
        command.Arguments.Add(runs);
        command.Options.Add(folder);
        command.SetAction(result => ScoreCommand.GradeAgain(result.GetValue(runs)!, result.GetValue(folder)!));
        return command;
    }

    private static Command Many()
    {
        var command = new Command("seeds", "Many small hospitals, attacked: neither the generator nor the sensor may stumble.");
        var count = new Argument<int>("N") { Description = "How many.", DefaultValueFactory = _ => 100 };
        var threads = new Option<int>("--threads") { Description = "Hospitals at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        command.Arguments.Add(count);
        command.Options.Add(threads);
        command.SetAction(result => SeedsCommand.Run(result.GetValue(count), result.GetValue(threads)));
        return command;
    }

    private static Command Slices()
    {
        var command = new Command("slices", "Checks packets around attacks: against what was said, and with tshark against the labels.");
        var runs = new Option<int>("--runs") { Description = "How many runs of the development seeds.", DefaultValueFactory = _ => 1 };
        command.Options.Add(runs);
        command.SetAction(result => SlicesCommand.Run(result.GetValue(runs)));
        return command;
    }

    private static Command Sensitivity()
    {
        var command = new Command("sensitivity", "Halves each default of the sensor's models, and adds half, to see what rests on it; on the development seeds.");
        var hospitals = new Option<int>("--hospitals") { Description = "Of 20 devices, a clean and an attacked run each.", DefaultValueFactory = _ => 2 };
        var attacks = new Option<int>("--attacks") { Description = "In each attacked run.", DefaultValueFactory = _ => 40 };
        var only = new Option<string>("--only") { Description = "Settings whose names begin so, no others.", DefaultValueFactory = _ => "" };
        var path = new Option<string>("--out") { Description = "JSON to write.", DefaultValueFactory = _ => "" };
        var threads = new Option<int>("--threads") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        foreach (var option in (Option[])[hospitals, attacks, only, path, threads])
        {
            command.Options.Add(option);
        }

        command.SetAction(result => SensitivityCommand.Run(
            result.GetValue(hospitals), result.GetValue(attacks), result.GetValue(only)!, result.GetValue(path)!, result.GetValue(threads)));
        return command;
    }

    private static Command Report()
    {
        var command = new Command("report", "Writes detection.md and its pictures from a card.");
        var card = new Argument<string>("CARD") { Description = "A card.json." };
        var docs = new Option<string>("--docs") { Description = "Folder to write to.", DefaultValueFactory = _ => "docs" };
        var data = new Option<string>("--public") { Description = "Figures on public data, as 'public --json' writes them.", DefaultValueFactory = _ => "" };
        var audits = new Option<string>("--audits") { Description = "What 'audit' wrote.", DefaultValueFactory = _ => "" };
        command.Arguments.Add(card);
        command.Options.Add(docs);
        command.Options.Add(data);
        command.Options.Add(audits);
        var large = new Option<string>("--large") { Description = "A card.json of 'large'.", DefaultValueFactory = _ => "" };
        var sensitivity = new Option<string>("--sensitivity") { Description = "What 'sensitivity' wrote.", DefaultValueFactory = _ => "" };
        command.Options.Add(large);
        command.Options.Add(sensitivity);
        command.SetAction(result => ReportCommand.Run(
            result.GetValue(card)!, result.GetValue(docs)!,
            new ReportSources(result.GetValue(data)!, result.GetValue(audits)!, result.GetValue(sensitivity)!, result.GetValue(large)!)));
        return command;
    }
}

/// <summary>What was asked for can't be; the message is for whoever asked.</summary>
internal sealed class UsageException(string message) : Exception(message);
