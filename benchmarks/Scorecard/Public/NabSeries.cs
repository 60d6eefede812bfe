using System.Globalization;
using System.Text.Json;
using Sensor.Models;

namespace Scorecard.Public;

/// <summary>Labelled univariate series (Numenta Anomaly Benchmark), taken for rates of intervals.</summary>
internal static class NabSeries
{
    public const string Name = "NAB series";

    private const long Hour = 3600L * 1_000_000_000;

    /// <summary>Alerts this close are one.</summary>
    private const long Episode = 6 * Hour;

    /// <summary>Models want values well above 1; a unit of a thousandth, for all series alike.</summary>
    private const double Unit = 1000;

    /// <summary>Of each series is not counted, in which NAB promises no anomaly.</summary>
    private const double Probation = 0.15;

    private const int Shifts = 20;

    public static PublicSet Run(string folder)
    {
        var data = Path.Combine(folder, "nab", "data");
        var labels = Path.Combine(folder, "nab", "labels", "combined_windows.json");
        if (!File.Exists(labels))
        {
            return PublicSet.Skip(Name, "nab/labels/combined_windows.json isn't there.");
        }

        using var windows = JsonDocument.Parse(File.ReadAllText(labels));
        var series = windows.RootElement.EnumerateObject().Where(p => File.Exists(Path.Combine(data, p.Name))).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => Series.Read(Path.Combine(data, p.Name), p.Value)).ToArray();
        var judged = series.Select(Judge).ToArray();
        var ours = Count(series, judged.Select(j => j.Alerts));
        var global = AtFalse(series, [.. series.Select(GlobalZ)], ours.False);
        var n = series.Sum(s => s.Windows.Count);
        return new PublicSet(
            Name,
            $"{series.Length} series, each a rate of intervals of one device, judged and learnt in one pass at their own times, in thousandths of their unit. {series.Sum(s => s.Points.Count):N0} values, {n} windows of anomalies. Alerts within six hours are one; the first 15 % of a series aren't counted.",
            "",
            [
                .. Figures(Origin.Ours, "rate model", ours, n, "as shipped"),
                new(Origin.Ours, "rate model", "judged, share of values", judged.Sum(j => j.Judged) / (double)series.Sum(s => s.Points.Count), series.Sum(s => s.Points.Count), "the rest: the first day, and values below 0"),
                new(Origin.Baseline, "chance", "windows found, share", Floor(series, [.. judged.Select(j => j.Alerts)]), n, $"our own alerts, moved in a circle within their series, mean of {Shifts} moves"),
                .. Figures(Origin.Baseline, "global z", global, n, "threshold set afterwards so that its false alerts are as many as ours"),
                new(Origin.Published, "NAB's own score", "–", null, 0, "not used: it rewards early places within windows that were drawn by hand"),
            ],
            "Known flaws (Wu and Keogh 2020): many anomalies are trivial, windows are wide and some are drawn in the wrong place, and anomalies gather at the ends of series. No point-adjusting. A value of five minutes isn't an hour of a device, and temperatures aren't traffic: this tells whether the model does something sensible with a strange series, not how well it does in a hospital.");
    }

    private static IEnumerable<Figure> Figures(Origin origin, string method, (int Hits, int False, double Months) counted, int windows, string note)
    {
        yield return new(origin, method, "windows found, share", windows == 0 ? null : counted.Hits / (double)windows, windows, note);
        yield return new(origin, method, "false alerts a series-month", counted.Months == 0 ? null : counted.False / counted.Months, (long)Math.Round(counted.Months), $"{counted.False} in {counted.Months.ToString("0.0", CultureInfo.InvariantCulture)} months of 30 d outside windows");
    }

    private static (List<long> Alerts, int Judged) Judge(Series series)
    {
        var model = new DeviceModel();
        var context = new ModelContext(ModelSettings.Default);
        var (alerts, judged) = (new List<long>(), 0);
        foreach (var (time, value) in series.Points)
        {
            var judgement = model.Observe(new RateObservation(time, 1, RateKind.PerInterval, value * Unit), context);
            judged += judgement.Verdict != Verdict.NotJudged ? 1 : 0;
            if (judgement.Verdict == Verdict.Surprising)
            {
                alerts.Add(time);
            }
        }

        return (alerts, judged);
    }

    /// <summary>Distance from the mean of all before, in their standard deviations.</summary>
    private static double[] GlobalZ(Series series)
    {
        var (n, mean, squares) = (0, 0.0, 0.0);
        var scores = new double[series.Points.Count];
        foreach (var (_, value) in series.Points)
        {
            scores[n] = n < 30 ? 0 : Math.Abs(value - mean) / Math.Sqrt(Math.Max(squares / (n - 1), 1e-12));
            n++;
            var off = value - mean;
            mean += off / n;
            squares += off * (value - mean);
        }

        return scores;
    }

    /// <summary>Counts at the lowest threshold that gives at most so many false alerts.</summary>
    private static (int Hits, int False, double Months) AtFalse(Series[] series, double[][] scores, int most)
    {
        var (low, high) = (0.0, scores.SelectMany(s => s).DefaultIfEmpty().Max() + 1);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Above(middle).False > most ? (middle, high) : (low, middle);
        }

        return Above(high);

        (int Hits, int False, double Months) Above(double threshold) =>
            Count(series, series.Select((s, i) => s.Points.Where((_, at) => scores[i][at] > threshold).Select(p => p.Time).ToList()));
    }

    private static (int Hits, int False, double Months) Count(Series[] series, IEnumerable<List<long>> alerts)
    {
        var (hits, wrong, months) = (0, 0, 0.0);
        foreach (var (one, times) in series.Zip(alerts))
        {
            hits += one.Windows.Count(w => times.Any(t => t >= w.From && t <= w.Until));
            var last = long.MinValue / 2;
            foreach (var time in times.Where(t => t >= one.Counted && !one.Windows.Any(w => t >= w.From && t <= w.Until)))
            {
                wrong += time - last > Episode ? 1 : 0;
                last = time;
            }

            months += Math.Max(0, one.Points[^1].Time - one.Counted - one.Windows.Sum(w => w.Until - w.From)) / (30.0 * 24 * Hour);
        }

        return (hits, wrong, months);
    }

    /// <summary>Share of windows that as many alerts in the same rhythm hit at places that mean nothing.</summary>
    private static double? Floor(Series[] series, List<long>[] alerts)
    {
        var windows = series.Sum(s => s.Windows.Count);
        var hits = 0;
        for (var shift = 1; shift <= Shifts; shift++)
        {
            hits += Count(series, series.Select((s, i) =>
            {
                var (from, length) = (s.Points[0].Time, s.Points[^1].Time - s.Points[0].Time + 1);
                return alerts[i].Select(t => from + ((t - from + (length / (Shifts + 1) * shift)) % length)).Order().ToList();
            })).Hits;
        }

        return windows == 0 ? null : hits / (double)Shifts / windows;
    }

    private sealed record Series(IReadOnlyList<(long Time, double Value)> Points, IReadOnlyList<(long From, long Until)> Windows, long Counted)
    {
        public static Series Read(string path, JsonElement windows)
        {
            (long Time, double Value)[] points = [.. File.ReadLines(path).Skip(1).Select(l => l.Split(',')).Where(f => f.Length == 2)
                .Select(f => (Time(f[0]), double.Parse(f[1], CultureInfo.InvariantCulture)))];
            return points.Length == 0
                ? throw new InvalidDataException($"{Path.GetFileName(path)} has no values.")
                : new Series(points, [.. windows.EnumerateArray().Select(w => (Time(w[0].GetString()!), Time(w[1].GetString()!)))], points[(int)(Probation * points.Length)].Time);
        }

        private static long Time(string text) =>
            new DateTimeOffset(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000;
    }
}
