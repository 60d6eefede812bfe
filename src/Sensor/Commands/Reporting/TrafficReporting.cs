using Sensor.History;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Traffic over time, as finely as it is remembered and a picture has room for.</summary>
internal static class TrafficReporting
{
    private const int MaxRows = 480;

    /// <param name="history">What went by.</param>
    /// <param name="since">What went by earlier isn't told; null: all is.</param>
    /// <param name="until">What went by later isn't told.</param>
    public static TrafficReport Of(TrafficHistory history, long? since, long? until)
    {
        // All of it in a few hundred stretches is finer than hours for some three weeks.
        var (width, all) = history.Timeline.Width <= HourRing.Hour ? (history.Timeline.Width, Rows(history.Timeline)) : (HourRing.Hour, history.Hours.Rows);
        var rows = all.Where(r => r.Row.Any(n => n != 0) && !(r.Time + width <= since) && !(r.Time >= until && r.Time != since)).ToList();
        (long From, long To)? wider = null;
        if (rows.Count > 0)
        {
            wider = Wider(history, (rows[0].Time, rows[^1].Time + width), since, until);
            width *= ((rows[^1].Time - rows[0].Time) / width / MaxRows) + 1;
        }

        string[] protocols = ["", .. history.Protocols];
        return new TrafficReport(width, protocols, [.. rows.GroupBy(r => r.Time / width * width).Select(g => Row(g.Key, [.. g.Select(r => r.Row)], protocols.Length))]) { Wider = wider };
    }

    /// <summary>What rows are of where they reach beyond the period to where something was seen.</summary>
    private static (long From, long To)? Wider(TrafficHistory history, (long From, long To) rows, long? since, long? until)
    {
        var (first, last) = history.Times ?? rows;
        var (from, to) = (Math.Max(rows.From, first), Math.Min(rows.To, last));
        return from < since || to > until ? (from, to) : null;
    }

    private static IEnumerable<(long Time, long[] Row)> Rows(Timeline timeline) =>
        Enumerable.Range(0, timeline.Count).Select(i => (timeline.Start + (i * timeline.Width), timeline[i].ToArray()));

    private static TrafficRow Row(long time, IReadOnlyList<long[]> rows, int protocols)
    {
        return new TrafficRow(
            time, Sum(Measures.Delivered), Sum(Measures.Lost), Sum(Measures.Holes), Sum(Measures.Cut), Sum(Measures.Dropped), Sum(Measures.Undecodable), Sum(Measures.Truncated), Sum(Measures.Conflicts),
            [
                .. Enumerable.Range(0, protocols).Select(app => new ProtocolTraffic(
                    Sum(Measures.Of(app, Measures.Packets)), Sum(Measures.Of(app, Measures.Bytes)), Sum(Measures.Of(app, Measures.Conversations)), Sum(Measures.Of(app, Measures.Commands)))),
            ]);

        long Sum(int measure) => rows.Sum(r => r[measure]);
    }
}
