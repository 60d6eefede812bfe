using Hospital;
using Hospital.Kernel;
using Hospital.Wire;
using Sensor.Commands;
using Sensor.Options;
using Sensor.Terminal;

namespace Scorecard.Feed.Slices;

/// <summary>A slice as a capture, and a real <c>sensor replay</c> of it: threads, files and all.</summary>
internal static class SliceReplay
{
    /// <summary>After the last step there is still time for packets on their way.</summary>
    private const long Rest = Nanos.Second;

    /// <summary>Packets of steps; what began earlier is shown from its middle.</summary>
    public static void Write(IReadOnlyList<Step> steps, IPacketTaker to, WireForm form)
    {
        var writer = new PacketWriter(to, form);
        foreach (var step in steps)
        {
            writer.Take(in step);
        }

        writer.End(steps.Count == 0 ? 0 : steps.Max(s => s.End) + Rest);
    }

    /// <returns>The capture's path.</returns>
    public static string Capture(IReadOnlyList<Step> steps, string folder, WireForm form = WireForm.Real)
    {
        var path = Path.Combine(folder, "slice.pcap");
        using var file = new PcapFile(path);
        Write(steps, file, form);
        return path;
    }

    /// <param name="capture">Path.</param>
    /// <param name="folder">To write into; made if need be.</param>
    /// <param name="workers">Threads that read packets.</param>
    /// <returns>The folder of the five result files.</returns>
    public static string Run(string capture, string folder, int workers = 1)
    {
        var results = Path.Combine(folder, "results");
        using var said = new StringWriter();
        var code = new ReplayCommand(new ReplayOptions([capture]) { Out = results, Workers = workers }, new Screen(TextWriter.Null, said)).Run();
        return code == ExitCode.Done ? results : throw new InvalidOperationException($"The replay ended with {code}: {said}");
    }
}
