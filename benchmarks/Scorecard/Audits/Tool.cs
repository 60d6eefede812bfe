using System.ComponentModel;
using System.Diagnostics;

namespace Scorecard.Audits;

/// <summary>Somebody else's program on this machine.</summary>
internal static class Tool
{
    /// <summary>What it wrote, and how it ended; null: it isn't installed.</summary>
    public static (int Code, string Output, string Error)? Run(string program, IEnumerable<string> arguments)
    {
        var output = "";
        return Run(program, arguments, reader => output = reader.ReadToEnd()) is var (code, error) ? (code, output, error) : null;
    }

    /// <summary>Hands over each line as it is written: of millions none need be kept.</summary>
    public static (int Code, string Error)? Read(string program, IEnumerable<string> arguments, Action<string> take) => Run(program, arguments, reader =>
    {
        while (reader.ReadLine() is { } line)
        {
            take(line);
        }
    });

    private static (int Code, string Error)? Run(string program, IEnumerable<string> arguments, Action<StreamReader> read)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            read(process.StandardOutput);
            process.WaitForExit();
            return (process.ExitCode, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
