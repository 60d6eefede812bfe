using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Sensor.Models;

namespace Scorecard.Public;

/// <summary>Set-ups of consumer devices, each about twenty times (Miettinen et al. ICDCS 2017): how much of what a device does is new to who knows its earlier set-ups?</summary>
internal static class SetupCaptures
{
    public const string Name = "IoT Sentinel set-up captures";

    private const long Minute = 60L * 1_000_000_000;
    private const long Start = 1_700_000_000L * 1_000_000_000;

    public static PublicSet Run(string folder)
    {
        var path = Path.Combine(folder, "iot-sentinel.tar.xz");
        if (!File.Exists(path))
        {
            return PublicSet.Skip(Name, "iot-sentinel.tar.xz isn't there.");
        }

        try
        {
            return Measure(Unpack(path));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return PublicSet.Skip(Name, "xz isn't installed.");
        }
    }

    /// <summary>Captures of one device each, at least two devices with at least two.</summary>
    public static PublicSet Measure(IReadOnlyList<SetupCapture> captures)
    {
        var devices = captures.GroupBy(c => c.Device).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.OrderBy(c => c.Name, StringComparer.Ordinal).ToArray()).Where(g => g.Length > 1).ToArray();
        if (devices.Length < 2)
        {
            return PublicSet.Skip(Name, "fewer than two devices with two captures.");
        }

        var all = devices.SelectMany(d => d).ToArray();
        return new PublicSet(
            Name,
            $"{all.Length} captures of {devices.Length} devices. The model of relations learns set-ups of a device and says of one more which keys are first sights; then of another device's, for comparison.",
            "",
            [
                .. FirstSights("partners (address and role)", c => c.Partners, devices),
                .. FirstSights("services (transport, port and role)", c => c.Services, devices),
                new(Origin.Ours, "most alike of all others by services", "of the same device, share of captures", Nearest(all), all.Length, "Jaccard; each capture against all others"),
                new(Origin.Baseline, "chance", "of the same device, share of captures", all.Average(c => (all.Count(o => o.Device == c.Device) - 1) / (double)(all.Length - 1)), all.Length),
                new(Origin.Published, "IoT Sentinel's classifier", "–", null, 0, "tells types apart by 23 features of the first packets; no figure at hand to put beside a set of relations"),
            ],
            "Set-up is the most varied hour of a device's life, and of consumer goods: what is new in the twentieth set-up of a lamp bounds from above what is new of a device at work. No attacks.");
    }

    /// <summary>Captures in a compressed archive, in order of their names.</summary>
    public static IReadOnlyList<SetupCapture> Unpack(string path)
    {
        using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc", path]) { RedirectStandardOutput = true })!;
        var captures = Read(xz.StandardOutput.BaseStream);
        xz.WaitForExit();
        return captures;
    }

    public static IReadOnlyList<SetupCapture> Read(Stream archive)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data && !entry.Name.Contains("__MACOSX", StringComparison.Ordinal) && !Path.GetFileName(entry.Name).StartsWith('.'))
            {
                using var copy = new MemoryStream();
                data.CopyTo(copy);
                files[entry.Name] = copy.ToArray();
            }
        }

        return [.. files.Where(f => f.Key.EndsWith(".pcap", StringComparison.Ordinal)).Select(f => Capture(f.Key, f.Value, files))];
    }

    private static SetupCapture Capture(string path, byte[] bytes, SortedDictionary<string, byte[]> files)
    {
        var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        var mac = files.TryGetValue($"{folder}/_iotdevice-mac.txt", out var text)
            && ulong.TryParse(Encoding.ASCII.GetString(text).Replace(":", "", StringComparison.Ordinal).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null;
        return SetupCapture.Read(Path.GetFileName(folder), Path.GetFileName(path), bytes, mac);
    }

    private static IEnumerable<Figure> FirstSights(string keys, Func<SetupCapture, IReadOnlyList<string>> keysOf, SetupCapture[][] devices)
    {
        foreach (var known in new[] { 1, 5, int.MaxValue })
        {
            var own = Share(devices.SelectMany(d => d.Select((judged, i) => (Learnt: Others(d, i, known), Judged: judged))), keysOf);
            yield return new(Origin.Ours, $"relations: {keys}", known == int.MaxValue ? "first sights after all other set-ups, share of keys" : $"first sights after {known} set-up{(known == 1 ? "" : "s")}, share of keys", own.Share, own.Keys);
        }

        var foreign = Share(devices.Select((d, i) => (Learnt: d.AsEnumerable(), Judged: devices[(i + 1) % devices.Length][0])), keysOf);
        yield return new(Origin.Baseline, $"relations: {keys}", "first sights of another device, share of keys", foreign.Share, foreign.Keys, "the higher, the more the key tells devices apart");
    }

    private static IEnumerable<SetupCapture> Others(SetupCapture[] device, int judged, int most) =>
        Enumerable.Range(1, Math.Min(most, device.Length - 1)).Select(k => device[(judged + k) % device.Length]);

    private static (double? Share, int Keys) Share(IEnumerable<(IEnumerable<SetupCapture> Learnt, SetupCapture Judged)> trials, Func<SetupCapture, IReadOnlyList<string>> keysOf)
    {
        var (fresh, all) = (0, 0);
        foreach (var (learnt, judged) in trials)
        {
            var model = new DeviceModel();
            var time = Start;
            foreach (var capture in learnt)
            {
                time += Minute;
                foreach (var key in keysOf(capture))
                {
                    model.Observe(Observation(time, key), new ModelContext(ModelSettings.Default, LearningMode.Learn));
                }
            }

            foreach (var key in keysOf(judged))
            {
                fresh += model.Judge(Observation(time + Minute, key), new ModelContext(ModelSettings.Default)).FirstSight ? 1 : 0;
                all++;
            }
        }

        return (all == 0 ? null : fresh / (double)all, all);
    }

    private static RelationObservation Observation(long time, string key) => new(time, StableText.Hash(key), RelationKind.Peer);

    private static double Nearest(SetupCapture[] all) =>
        all.Count(c => all.Where(o => o != c).MaxBy(o => Jaccard(c.Services, o.Services))!.Device == c.Device) / (double)all.Length;

    private static double Jaccard(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var both = a.Intersect(b, StringComparer.Ordinal).Count();
        return both / Math.Max(1.0, a.Count + b.Count - both);
    }
}
