using Sensor.Commands;
using Sensor.Options;
using Sensor.Terminal;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary><c>sensor replay</c> without a process of its own, where a test needs very many runs. Whatever the command would throw comes out here.</summary>
internal static class InProcess
{
    public static (int ExitCode, string Error) Replay(ReplayOptions options)
    {
        using var error = new StringWriter();
        var exitCode = new ReplayCommand(options, new Screen(TextWriter.Null, error)).Run();
        if (options.Out is { } folder)
        {
            ResultFolder.AssertFits(exitCode, folder);
        }

        return (exitCode, error.ToString());
    }

    /// <summary>What two runs over the same input must have in common: five files, byte for byte, but for the summary's run.</summary>
    public static string[] Results(ReplayOptions options)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, error) = Replay(options with { Out = folder.Path });
        Assert.True(exitCode == 0, error);
        return [.. ReplayResult.FileNames.Select(name => File.ReadAllText(folder.File(name))).Select((text, i) => i == 4 ? ReplayResult.WithoutRun(text) : text)];
    }
}
