using System.Diagnostics;
using System.Text;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>How a program ended and what it said.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public IEnumerable<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Said => $"exit {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Runs programs: ours as a user would, and those we compare with.</summary>
internal static class Programs
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>The sensor, in the repository's root, its output not on a terminal.</summary>
    public static Outcome Sensor(params IEnumerable<string> arguments) => Run(StartInfo("dotnet", [Repository.Program, .. arguments]));

    public static Process StartSensor(params IEnumerable<string> arguments) => Process.Start(StartInfo("dotnet", [Repository.Program, .. arguments]))!;

    /// <summary>Skips the test where tshark is missing.</summary>
    public static string Tshark(params IEnumerable<string> arguments)
    {
        RequireTshark();
        return Run(StartInfo("tshark", arguments)).Output;
    }

    /// <summary>Part of what Debian's tshark needs.</summary>
    public static void Editcap(params IEnumerable<string> arguments)
    {
        RequireTshark();
        var outcome = Run(StartInfo("editcap", arguments));
        Assert.True(outcome.ExitCode == 0, outcome.Said);
    }

    public static void RequireTshark() => Assert.SkipUnless(_tshark.Value, "tshark is not installed (apt-get install tshark)");

    /// <summary>The script that checks result folders, by a validator that isn't ours; skips the test where that is missing.</summary>
    public static Outcome CheckScript(params IEnumerable<string> folders)
    {
        Assert.SkipWhen(_python.Value is null, "python3-jsonschema is not installed (apt-get install python3-jsonschema)");
        return Run(StartInfo(_python.Value!, ["-W", "ignore", Path.Combine("docs", "schema", "check.py"), .. folders]));
    }

    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    /// <param name="start">What to run.</param>
    /// <param name="patience">How long it may take; null: two minutes.</param>
    public static Outcome Run(ProcessStartInfo start, TimeSpan? patience = null)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        return Finish(process, patience);
    }

    public static Outcome Finish(Process process, TimeSpan? patience = null)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience ?? _patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {patience ?? _patience}.");
        }

        ResultFolder.AssertFits(process.ExitCode, process.StartInfo.ArgumentList, Repository.Root);
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static readonly Lazy<bool> _tshark = new(() => Works("tshark", "--version"));

    private static readonly Lazy<string?> _python = new(() =>
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => Works(p, "-c", "import jsonschema; jsonschema.Draft202012Validator")));

    private static bool Works(string program, params string[] arguments)
    {
        try
        {
            return Run(StartInfo(program, arguments)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
