using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>What the sensor didn't see, or couldn't keep, in sentences.</summary>
internal static class LossSection
{
    public static void Write(HtmlWriter page, ReportData data)
    {
        var sentences = Sentences(data).ToList();
        if (sentences.Count == 0)
        {
            page.Leaf("p", "Nothing is known to have been lost: no packets dropped, no holes in TCP streams, no bound reached.", ("class", "nothing"));
        }
        else
        {
            using (page.Element("ul"))
            {
                foreach (var sentence in sentences)
                {
                    page.Leaf("li", sentence);
                }
            }
        }

        page.Leaf(
            "p",
            "Packets that a mirror port never sent leave no trace but holes in TCP streams; of other protocols nobody can tell. Bounds and pauses are those of the latest input.",
            ("class", "quiet"));
    }

    /// <summary>All of it in a sentence or two.</summary>
    public static string InShort(ReportData data)
    {
        var (lost, delivered) = Tcp(data);
        var dropped = data.Traffic.Rows.Sum(r => r.Dropped);
        string[] told =
        [
            .. data.Losses.Mirror.Take(1).Select(m => m.Sentence),
            .. lost <= 0 ? [] : (string[])[$"{Wording.Percent((double)lost / (lost + delivered))} of what TCP carried was missing from the capture."],
            .. dropped == 0 ? [] : (string[])[$"{Wordings.N(dropped, "packet")} {(dropped == 1 ? "was" : "were")} dropped before they could be read."],
        ];
        var others = Sentences(data).Count() - told.Length;
        return others > 0 ? string.Join(' ', told.Append($"{Wordings.N(others)} {(told.Length > 0 ? "more " : "")}{(others == 1 ? "thing is" : "things are")} said below."))
            : told.Length == 0 ? "Nothing is known to have been lost."
            : string.Join(' ', told);
    }

    private static (long Lost, long Delivered) Tcp(ReportData data) => (data.Traffic.Rows.Sum(r => r.Lost), Math.Max(0, data.Traffic.Rows.Sum(r => r.Delivered)));

    private static IEnumerable<string> Sentences(ReportData data)
    {
        var (rows, losses) = (data.Traffic.Rows, data.Losses);
        var (lost, delivered) = Tcp(data);
        foreach (var gap in losses.Mirror)
        {
            yield return gap.Sentence;
        }

        if (lost > 0)
        {
            var worst = rows.Where(r => r.Lost > 0).MaxBy(r => r.Lost)!;
            yield return $"{Wordings.Bytes(lost)} of TCP streams were on the wire and are not in the capture, in {Wordings.N(Math.Max(1, rows.Sum(r => r.Holes)), "hole")}: "
                + $"{Wording.Percent((double)lost / (lost + delivered))} of all they carried, most of it from {Wordings.Time(worst.Time)}.";
        }

        if (rows.Sum(r => r.Dropped) is > 0 and var dropped)
        {
            yield return $"{Wordings.N(dropped, "packet")} {(dropped == 1 ? "was" : "were")} dropped by the kernel, the interface or the sensor before they could be read.";
        }

        if (rows.Sum(r => r.Cut) is > 0 and var cut)
        {
            yield return $"{Wordings.Bytes(cut)} were cut off by the snap length of the capture.";
        }

        if (rows.Sum(r => r.Truncated) is > 0 and var truncated)
        {
            yield return $"{Wordings.N(truncated, "packet")} {(truncated == 1 ? "is" : "are")} shorter in the capture than on the wire.";
        }

        if (rows.Sum(r => r.Undecodable) is > 0 and var undecodable)
        {
            yield return $"{Wordings.N(undecodable, "packet")} can't be decoded.";
        }

        if (rows.Sum(r => r.Conflicts) is > 0 and var conflicts)
        {
            yield return $"{Wordings.N(conflicts, "time")} the same place of a stream came with different bytes; the first were taken.";
        }

        if (losses.Pauses > 0)
        {
            yield return $"Learning paused {(losses.Pauses == 1 ? "once" : $"{Wordings.N(losses.Pauses)} times")}, for {Wording.Span(losses.PausedFor)} in all, "
                + $"because up to {Wording.Percent(losses.WorstShare)} of the traffic was missing.";
        }

        foreach (var sentence in losses.Shortcomings)
        {
            yield return sentence;
        }

        foreach (var warning in losses.Warnings)
        {
            yield return warning;
        }
    }
}
