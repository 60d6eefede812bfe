using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>How a program ended and what it said.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>The machine the tests run on: its programs, and ours as it was built beside the tests.</summary>
internal static class Machine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>Of the same configuration, in the same artifacts folder.</summary>
    public static string Sensor { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Sensor", new DirectoryInfo(AppContext.BaseDirectory).Name, "sensor.dll"));

    /// <summary>Skips the test where it can't make network namespaces or lacks a program.</summary>
    public static void RequireNamespaces(params string[] programs)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces need root");
        foreach (var program in (string[])["ip", "tcpreplay", .. programs])
        {
            Assert.SkipUnless(Find(program), $"{program} is not installed (apt-get install iproute2 tcpreplay tcpdump)");
        }
    }

    public static Outcome Run(string program, params IEnumerable<string> arguments)
    {
        Assert.SkipUnless(Find(program), $"{program} is not installed");
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(Patience), $"{program} hangs");
        ResultFolder.AssertFits(process.ExitCode, process.StartInfo.ArgumentList, Root);
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static Process Start(string program, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static bool Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Here([CallerFilePath] string path = "") => path;
}
