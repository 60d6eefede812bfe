namespace Scorecard.Feed.Slices;

/// <summary>
/// Whether facts of real packets mean the same as those of the coalesced form. Where a data set of many packets ends, and how long it took, is known by the packet in which the
/// last PDV's header stands: it moves with the cutting, and with it what is measured from there.
/// </summary>
internal sealed class MeaningComparison
{
    private const int MaxDifferences = 200;

    private readonly List<string> _differences = [];

    /// <summary>Quantities whose values depend on how what is said is cut into packets.</summary>
    public static IReadOnlySet<string> DependOnPackets { get; } = new HashSet<string> { "dicom.answer_time" };

    public long Compared { get; private set; }

    public long DifferenceCount { get; private set; }

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Most that one thing became known earlier in one form than in the other, nanoseconds.</summary>
    public long LargestShift { get; private set; }

    public void Compare(ILookup<string, Meaning> real, ILookup<string, Meaning> coalesced)
    {
        foreach (var line in real.Select(g => g.Key).Union(coalesced.Select(g => g.Key)).Order(StringComparer.Ordinal))
        {
            var (one, other) = (real[line].ToList(), coalesced[line].ToList());
            if (one.Count != other.Count)
            {
                Differ($"{line}: {one.Count} things in real packets, {other.Count} in joined ones");
            }

            for (var i = 0; i < Math.Min(one.Count, other.Count); i++)
            {
                Compared++;
                Compare(line, one[i], other[i]);
            }
        }
    }

    private void Compare(string line, in Meaning one, in Meaning other)
    {
        LargestShift = Math.Max(LargestShift, Math.Abs(one.Time - other.Time));
        if (one.Text != other.Text)
        {
            Differ($"{line}: '{one.Text}' in real packets, '{other.Text}' in joined ones");
        }
        else if (one.Value != other.Value && !DependOnPackets.Contains(one.Quantity))
        {
            Differ(FormattableString.Invariant($"{line}: {one.Quantity} is {one.Value} in real packets, {other.Value} in joined ones"));
        }
        else if (one.Time != other.Time)
        {
            Differ($"{line}: '{one.Text}' is known {(one.Time - other.Time) / 1000} µs later in real packets");
        }
    }

    private void Differ(string text)
    {
        DifferenceCount++;
        if (_differences.Count < MaxDifferences)
        {
            _differences.Add(text);
        }
    }
}
