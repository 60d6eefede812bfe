using System.Text;
using Sensor.Outputs;
using Sensor.Report;
using Sensor.State;

namespace Sensor.Commands.Reporting;

/// <summary>The file that a report goes to; <c>-</c> is standard output. It takes the place of an earlier report, never of anything else.</summary>
internal static class ReportFile
{
    private const string StandardOutput = "-";

    private static ReadOnlySpan<byte> Beginning => "<!DOCTYPE html>"u8;

    /// <summary>Says before any work whether the report can go there.</summary>
    /// <exception cref="OutputException">It can't.</exception>
    public static void Check(string path)
    {
        if (path == StandardOutput)
        {
            if (!Console.IsOutputRedirected)
            {
                throw new OutputException("A report isn't for a terminal; name a file.");
            }

            return;
        }

        if (Directory.Exists(path))
        {
            throw new OutputException($"The report can't be written: {path} is a folder.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new OutputException($"The report can't be written: there is no folder {folder}.");
        }

        if (File.Exists(path) && !IsPage(path))
        {
            throw new OutputException($"The report can't be written: {path} is there and isn't a report.");
        }
    }

    /// <exception cref="OutputException">It can't be written.</exception>
    public static void Write(string path, ReportData data)
    {
        Check(path);
        var page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(ReportPage.Of(data));
        if (path == StandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(page);
            return;
        }

        var draft = path + ".part";
        try
        {
            File.WriteAllBytes(draft, page);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            throw new OutputException($"The report can't be written to {path}: {StateFolder.Reason(e)}.");
        }
    }

    private static bool IsPage(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[Beginning.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 0 || start.SequenceEqual(Beginning);
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            throw new OutputException($"The report can't be written to {path}: {StateFolder.Reason(e)}.");
        }
    }
}
