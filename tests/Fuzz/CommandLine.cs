using System.CommandLine;
using Sensor.Facts;
using Sensor.Fuzz.Coverage;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz;

/// <summary>The fuzzer's commands. Public, because it is called from another load of this assembly.</summary>
public static class CommandLine
{
    /// <summary>Inputs tried anew in a check, per target: seconds on two cores.</summary>
    private static readonly Dictionary<string, long> _checkRuns = new() { ["replay"] = 30, ["privacy"] = 30 };

    private const long OtherCheckRuns = 1_000;

    private static readonly string _root = FindRoot();

    /// <returns>0: nothing wrong was found; 1: something was; 2: bad usage.</returns>
    public static int Run(string[] arguments)
    {
        Argument<string> target = new("target") { Description = $"One of {string.Join(", ", Names)}, or all." };
        Option<double> minutes = new("--minutes") { Description = "How long for each target.", DefaultValueFactory = _ => 1 };
        Option<long> runs = new("--runs") { Description = "Inputs for each target; with the same seed and corpus the same inputs.", DefaultValueFactory = _ => long.MaxValue };
        Option<ulong> seed = new("--seed") { Description = "Of all chance.", DefaultValueFactory = _ => 1 };
        Option<string> corpus = new("--corpus") { Description = "Folder that keeps what is found, a folder a target.", DefaultValueFactory = _ => Path.Combine(_root, "artifacts", "fuzz", "corpus") };
        Option<string> findings = new("--findings") { Description = "Folder for inputs that show something wrong.", DefaultValueFactory = _ => Path.Combine(_root, "artifacts", "fuzz", "findings"), Recursive = true };
        Argument<string[]> files = new("files") { Description = "Inputs." };

        RootCommand root = new("Tries inputs that nobody meant on everything that takes bytes from outside.") { target, minutes, runs, seed, corpus, findings };
        root.SetAction(parsed => Fuzz(
            parsed.GetValue(target)!, new Plan(parsed.GetValue(seed), parsed.GetValue(runs), TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(findings)!), parsed.GetValue(corpus)!));

        Command again = new("again", "Runs inputs that showed something wrong.") { target, files };
        again.SetAction(parsed => Again(parsed.GetValue(target)!, parsed.GetValue(files)!));
        root.Add(again);

        Command check = new("check", "Runs the committed corpus and a few thousand new inputs from a fixed seed.");
        check.SetAction(parsed => Check(parsed.GetValue(findings)!));
        root.Add(check);

        Command distil = new("distil", "Replaces the committed corpus by the smallest inputs that run the same blocks.") { target, corpus };
        distil.SetAction(parsed => Distil(parsed.GetValue(target)!, parsed.GetValue(corpus)!));
        root.Add(distil);

        var result = root.Parse(arguments);
        return result.Errors.Count > 0 ? result.Invoke() | 2 : result.Invoke();
    }

    private static string Committed => Path.Combine(_root, "tests", "Fuzz", "corpus");

    /// <summary>Every protocol that is registered is a target of its own.</summary>
    private static IEnumerable<string> Names => ["capture", "packets", "streams", .. ProtocolRegister.All.Select(p => p.Name), "replay", "privacy"];

    private static IEnumerable<ITarget> Targets(string name)
    {
        // Definitions are compiled when they are first asked: on no input's account.
        foreach (var protocol in ProtocolRegister.All)
        {
            _ = protocol.ConversationWeight;
        }

        var captures = new Captures(Path.Combine(_root, "pcaps"));
        return Names.Where(n => name == n || name == "all").Select<string, ITarget>(n => n switch
        {
            "capture" => new CaptureTarget(captures),
            "packets" => new PacketsTarget(captures),
            "streams" => new StreamsTarget(),
            "replay" => new ReplayTarget(captures),
            "privacy" => new PrivacyTarget(captures),
            _ => new ProtocolTarget(ProtocolRegister.All.Single(p => p.Name == n), captures),
        });
    }

    private static int Fuzz(string name, Plan plan, string corpus)
    {
        var isClean = true;
        foreach (var target in Targets(name))
        {
            var folder = Path.Combine(corpus, target.Name);
            var fuzzer = new Fuzzer(target, plan, Console.Out);
            fuzzer.Learn(target.Seeds().Concat(Files(Path.Combine(Committed, target.Name))).Concat(Files(folder)));
            fuzzer.Run();
            Keep(fuzzer.Corpus.Inputs, folder, target);
            isClean &= fuzzer.IsClean;
        }

        return isClean ? 0 : 1;
    }

    private static int Again(string name, string[] files)
    {
        var trial = new Trial(Targets(name).Single());
        var isClean = true;
        foreach (var file in files)
        {
            var input = File.ReadAllBytes(file);
            var failure = trial.Whole(input);
            isClean &= failure is null;
            Console.WriteLine(failure is null ? $"{file}: all is well; {trial.Work} blocks for {input.Length} bytes" : $"{file}: {failure}");
        }

        return isClean ? 0 : 1;
    }

    private static int Check(string findings)
    {
        var isClean = true;
        foreach (var target in Targets("all"))
        {
            var plan = new Plan(20261121, _checkRuns.GetValueOrDefault(target.Name, OtherCheckRuns), TimeSpan.FromMinutes(5), findings);
            var fuzzer = new Fuzzer(target, plan, Console.Out);
            fuzzer.Learn(Files(Path.Combine(Committed, target.Name)));
            fuzzer.Run();
            isClean &= fuzzer.IsClean;
        }

        return isClean ? 0 : 1;
    }

    /// <summary>The smallest inputs come first, and those that run no further block are left out. What once showed something wrong stays.</summary>
    private static int Distil(string name, string corpus)
    {
        foreach (var target in Targets(name))
        {
            var folder = Path.Combine(Committed, target.Name);
            var trial = new Trial(target);
            var known = new int[Trace.Count];
            List<(byte[] Input, int[] Blocks)> kept = [];
            foreach (var input in target.Seeds().Concat(Files(folder)).Concat(Files(Path.Combine(corpus, target.Name))).OrderBy(i => i.Length))
            {
                if (trial.Whole(input) is null)
                {
                    trial.Run(input);
                    int[] blocks = [.. Enumerable.Range(0, Trace.Count).Where(i => Trace.Hits[i] != 0)];
                    if (blocks.Any(b => known[b] == 0))
                    {
                        kept.Add((input, blocks));
                        Count(blocks, 1);
                    }
                }
            }

            // What came first is small; what came later may do all that it does.
            foreach (var entry in kept.ToList())
            {
                if (entry.Blocks.All(b => known[b] > 1))
                {
                    kept.Remove(entry);
                    Count(entry.Blocks, -1);
                }
            }

            foreach (var old in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f).StartsWith("found-", StringComparison.Ordinal)) : [])
            {
                File.Delete(old);
            }

            Keep(kept.Select(k => k.Input), folder, target);
            Console.WriteLine($"{target.Name}: {kept.Count} inputs, {kept.Sum(k => k.Input.Length)} bytes, {known.Count(n => n > 0)} blocks");

            void Count(int[] blocks, int step)
            {
                foreach (var block in blocks)
                {
                    known[block] += step;
                }
            }
        }

        return 0;
    }

    private static void Keep(IEnumerable<byte[]> inputs, string folder, ITarget target)
    {
        Directory.CreateDirectory(folder);
        foreach (var input in inputs)
        {
            File.WriteAllBytes(Path.Combine(folder, Engine.Findings.NameOf(input) + target.Extension), input);
        }
    }

    private static IEnumerable<byte[]> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sensor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The fuzzer doesn't lie inside the repository.");
    }
}
