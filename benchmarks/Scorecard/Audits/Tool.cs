using System.ComponentModel;
using System.Diagnostics;

namespace Scorecard.Audits;

/// <summary>Somebody else's program on this machine.</summary>
internal static class Tool
{
    /// <summary>What it wrote, and how it ended; null: it isn't installed.</summary>
    public static (int Code, string Output, string Error)? Run(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
