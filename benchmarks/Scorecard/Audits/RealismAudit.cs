using System.Globalization;
using Hospital.Network;
using Hospital.Talks;
using Scorecard.Public;

namespace Scorecard.Audits;

/// <summary>A feature of the generated traffic beside what is known of it elsewhere.</summary>
/// <param name="Feature">Of what.</param>
/// <param name="Generated">Here, in words with figures.</param>
/// <param name="Known">Elsewhere, with its source.</param>
/// <param name="Distance">Wasserstein-1 between the two, in <paramref name="Unit"/>; null: only anchors are known.</param>
/// <param name="Unit">Of the distance.</param>
/// <param name="IsWithin">Inside the anchor; null: there is none to be inside of.</param>
/// <param name="Remark">What the comparison can't show.</param>
internal sealed record RealismFinding(string Feature, string Generated, string Known, double? Distance, string Unit, bool? IsWithin, string Remark);

/// <summary>How far the generated traffic is from what little real traffic can be had, and whether it keeps to the anchors of the literature.</summary>
internal static class RealismAudit
{
    /// <summary>What modalities send for a study (protocol 4.1, point 2).</summary>
    private static readonly IReadOnlyList<(string Name, string SopClass, int Least, int Most)> Images =
    [
        ("CR", Uids.CrImage, 1, 4),
        ("DX", Uids.DxImage, 1, 4),
        ("US", Uids.UltrasoundImage, 20, 200),
        ("CT", Uids.CtImage, 200, 3_000),
        ("MR", Uids.MrImage, 100, 2_000),
        ("MG", Uids.MammographyImage, 4, 8),
    ];

    /// <param name="profile">Of a clean run.</param>
    /// <param name="devices">Size of its site.</param>
    /// <param name="days">Its length.</param>
    /// <param name="folder">Of public data; null: none at hand.</param>
    public static IReadOnlyList<RealismFinding> Run(TrafficProfile profile, int devices, double days, string? folder) =>
        [.. Anchors(profile, devices, days), .. folder is null ? [] : Paces(profile, folder)];

    /// <param name="generated">Lengths of frames in the form a network has, of ordinary life.</param>
    /// <param name="captures">Of consumer devices.</param>
    public static RealismFinding Lengths(IReadOnlyList<double> generated, IReadOnlyList<SetupCapture> captures)
    {
        double[] real = [.. captures.SelectMany(c => c.Lengths).Select(l => (double)l)];
        return new(
            "length of frames",
            Text($"median {Distance.Quantile(generated, 0.5):0} bytes, lag-1 correlation {Distance.LagOne(generated):0.00}"),
            Text($"IoT Sentinel, set-ups of consumer devices: median {Distance.Quantile(real, 0.5):0} bytes, lag-1 correlation {Distance.LagOne(real):0.00}"),
            Distance.Wasserstein(generated, real), "bytes", null, "lamps being set up aren't scanners sending images: large frames prevail here, small ones there, as they must");
    }

    private static IEnumerable<RealismFinding> Anchors(TrafficProfile profile, int devices, double days)
    {
        var studies = profile.Studies.ToArray();
        foreach (var (name, sopClass, least, most) in Images)
        {
            double[] images = [.. studies.Where(s => s.SopClass == sopClass).Select(s => (double)s.Images)];
            if (images.Length >= 20)
            {
                var (low, middle, high) = (Distance.Quantile(images, 0.1), Distance.Quantile(images, 0.5), Distance.Quantile(images, 0.9));
                yield return new($"images a study, {name}", Text($"median {middle:0}, 80 % within {low:0}–{high:0} ({images.Length:N0} studies)"), $"{least}–{most} (protocol 4.1.2)", null, "", middle >= least && middle <= most, "");
            }
        }

        double[] sizes = [.. studies.Where(s => s.Bytes > 0 && s.SopClass == Uids.CtImage).Select(s => Math.Log(s.Bytes))];
        if (sizes.Length >= 20)
        {
            var spread = Spread(sizes);
            yield return new("bytes a CT study, spread of the logarithm", Text($"{spread:0.00}"), "0.5–1.0, lognormal (protocol 4.1.2)", null, "", spread is >= 0.5 and <= 1.0, "");
        }

        double[] daily = [.. profile.StudiesByDay.Where(d => d.Studies >= 5).Select(d => Math.Log(d.Studies))];
        if (daily.Length >= 10)
        {
            yield return new("studies a day, spread of the logarithm", Text($"{Spread(daily):0.00}, weekends included"), "0.25 of the day effect alone (protocol 4.1.2)", null, "", null, "weekends widen it here");
        }

        if (profile.MessagesByHour.Count >= 24)
        {
            var perDay = profile.MessagesByHour.Values.Sum() / days;
            double[] hours = [.. profile.MessagesByHour.Values.Select(v => (double)v)];
            var burst = Distance.Quantile(hours, 0.99) / hours.Average();
            yield return new("HL7 messages a day", Text($"{perDay:N0} with {devices} devices"), "44,000 at a large oncology hospital (Ferreira et al. 2015)", null, "", null, "how many devices it had isn't said");
            yield return new("HL7 messages, busiest hour in a hundred to the mean hour", Text($"{burst:0.0} times"), "5–10 times in morning bursts (protocol 4.1.2)", null, "", burst is >= 5 and <= 10, "");
        }
    }

    private static IEnumerable<RealismFinding> Paces(TrafficProfile profile, string folder)
    {
        foreach (var (name, file) in new[] { ("MMS", "mms-test/gics-normal.csv"), ("IEC 104", "mega104-14-12-18.csv") })
        {
            var path = Path.Combine(folder, "iec-mms", file);
            if (!File.Exists(path))
            {
                continue;
            }

            var real = Gaps(path);
            foreach (var (language, gaps) in profile.Gaps.Where(g => g.Key is Language.Dicom or Language.Hl7 or Language.Alaris or Language.Bcc))
            {
                yield return new(
                    $"time between commands, {language}",
                    Text($"median {Math.Pow(10, Distance.Quantile(gaps, 0.5)):0.0000} s, lag-1 correlation {Distance.LagOne(gaps):0.00}"),
                    Text($"{name}: median {Math.Pow(10, Distance.Quantile(real, 0.5)):0.0000} s, lag-1 correlation {Distance.LagOne(real):0.00}"),
                    Distance.Wasserstein(gaps, real), "decades", null, "another protocol of another trade: that both are machines that poll is all they share");
            }
        }
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    /// <summary>log10 of seconds.</summary>
    private static double[] Gaps(string path)
    {
        double[] times = [.. File.ReadLines(path).Skip(1).Select(l => l.Split(';')).Where(f => f.Length > 2).Select(f => double.Parse(f[1], CultureInfo.InvariantCulture))];
        return [.. times.Zip(times.Skip(1), (a, b) => b - a).Where(g => g > 0).Select(g => Math.Log10(g))];
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
