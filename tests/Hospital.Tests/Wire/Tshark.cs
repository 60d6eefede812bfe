using System.Diagnostics;

namespace Hospital.Tests.Wire;

/// <summary>The second opinion on frames.</summary>
internal static class Tshark
{
    /// <summary>A row of values for each packet that the filter fits; several values of a field are separated by commas.</summary>
    public static string[][] Fields(string file, string filter, params string[] fields)
    {
        var lines = Run(["-r", file, "-Y", filter, "-T", "fields", "-E", "separator=|", .. Checking, .. fields.SelectMany(f => new[] { "-e", f })]);
        return [.. lines.Select(line => line.Split('|'))];
    }

    /// <summary>Packets that the filter fits, in a line each.</summary>
    public static string[] Lines(string file, string filter) => Run(["-r", file, "-Y", filter, .. Checking]);

    private static readonly string[] Checking = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-d", "tcp.port==11112,dicom"];

    private static string[] Run(string[] arguments)
    {
        var start = new ProcessStartInfo("tshark", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("tshark is not installed (apt-get install tshark)");
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
