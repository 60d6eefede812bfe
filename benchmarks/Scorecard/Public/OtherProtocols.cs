using Sensor.Capture;
using Sensor.Commands;
using Sensor.Pipeline;
using Sensor.Protocols;

namespace Scorecard.Public;

/// <summary>Captures of one protocol each (nDPI's tests): does the sensor take any of them for a medical one?</summary>
internal static class OtherProtocols
{
    public const string Name = "nDPI captures";

    /// <summary>Not medical: claimed rightly or wrongly, no patient's device is made up from them.</summary>
    private static readonly HashSet<string> Common = new(["tls", "http", "ftp", "telnet"], StringComparer.Ordinal);

    public static PublicSet Run(string folder)
    {
        var data = Path.Combine(folder, "pcap", "ndpi");
        if (!Directory.Exists(data))
        {
            return PublicSet.Skip(Name, "pcap/ndpi isn't there.");
        }

        string[] files = [.. Directory.EnumerateFiles(data, "*.pcap*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var (found, truth, wrong, conversations, unread) = (0, 0, new List<string>(), 0L, new List<string>());
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var expected = Expected(name);
            truth += expected is null ? 0 : 1;
            if (Recognised(file) is not { } protocols)
            {
                unread.Add(name);
                continue;
            }

            conversations += protocols.Sum(p => p.Flows);
            found += expected is not null && protocols.Any(p => p.Name == expected) ? 1 : 0;
            wrong.AddRange(protocols.Where(p => p.Name.Length > 0 && !Common.Contains(p.Name) && p.Name != expected).Select(p => $"{p.Name} in {name}"));
        }

        var kinds = ProtocolSet.Standard.All.Count(p => !Common.Contains(p.Name));
        return new PublicSet(
            Name,
            $"{files.Length} captures, {conversations:N0} connections, all protocols of the sensor ({kinds} medical ones).",
            "",
            [
                new(Origin.Ours, "recognition", "captures wrongly claimed for a medical protocol", wrong.Count, files.Length, string.Join(", ", wrong)),
                new(Origin.Ours, "recognition", "true captures of a medical protocol found", found, truth, "by the files' names: HL7; there is none of DICOM"),
                new(Origin.Ours, "recognition", "files that couldn't be read", unread.Count, files.Length, string.Join(", ", unread)),
            ],
            "A test of what isn't claimed; one true capture says little of what is found.");
    }

    private static string? Expected(string name) =>
        name.StartsWith("hl7", StringComparison.OrdinalIgnoreCase) ? "hl7" : name.StartsWith("dicom", StringComparison.OrdinalIgnoreCase) ? "dicom" : null;

    /// <summary>Protocols of the capture's connections, empty for those that nobody reads; null: no capture that can be read.</summary>
    private static IReadOnlyList<(string Name, long Flows)>? Recognised(string file)
    {
        try
        {
            var protocols = ProtocolSet.Standard.All;
            using var input = new CaptureInput([file], new StopSignal());
            var replay = new Replay(new BlockFeed(input, 1), 1, AnalysisRun.SettingsFor(protocols, input.Seed.ToArray(), new Bounds()));
            var sights = new ProtocolSights(app: 1);
            replay.Run(sights);
            return [.. sights.Ports.Select(p => (p.Key.App > 0 ? protocols[p.Key.App - 1].Name : "", p.Value.Flows))];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or CaptureException)
        {
            return null;
        }
    }
}
