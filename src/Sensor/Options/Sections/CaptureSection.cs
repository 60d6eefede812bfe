using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>How packets come in.</summary>
internal static class CaptureSection
{
    public static readonly Key<IReadOnlyList<string>> Interfaces = Make.Texts(
        "interfaces", text => text.Length == 0 ? "The name of an interface is missing." : null, "list of names",
        "What `sensor live` listens to where no `-i` is given.");

    public static readonly Key<long> Workers = Make.Whole(
        "workers", RunOptions.DefaultWorkers, 1, RunOptions.MaxWorkers, "threads", "Threads from packets to facts. Results of a replay don't depend on it.",
        defaultWords: "processors, at most 4");

    public static readonly Key<string?> Filter = Make.Text(
        "filter", FilterProblem, "filter in tcpdump's language", "Only packets that pass it are looked at.");

    public static readonly Key<long> SnapLength = Make.Whole(
        "snap_length", LiveSettings.MaxSnapLength, LiveSettings.MinSnapLength, LiveSettings.MaxSnapLength, "bytes",
        "Bytes kept of each packet while listening.");

    public static readonly Key<long> Buffer = Make.Whole(
        "buffer", LiveSettings.DefaultBufferMiB, 1, LiveSettings.MaxBufferMiB, "MiB", "The kernel's buffer for each interface while listening.");

    public static Section Section { get; } = new("capture", "How packets come in.", Interfaces, Workers, Filter, SnapLength, Buffer);

    /// <summary>What is wrong with a packet filter, in a sentence; null where nothing is, or nobody can tell.</summary>
    public static string? FilterProblem(string expression)
    {
        try
        {
            if (!BpfFilter.TryCompile(expression, out var filter, out var problem))
            {
                return $"'{expression}' is no filter as tcpdump takes: {problem}.";
            }

            filter.Dispose();
            return null;
        }
        catch (CaptureException)
        {
            // Without libpcap nobody can tell; running the command says so.
            return null;
        }
    }
}
