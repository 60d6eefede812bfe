namespace Scorecard.Feed.Slices;

/// <summary>Puts what was said and what the sensor told side by side, connection by connection, in order.</summary>
internal sealed class Comparison
{
    private const int MaxDifferences = 200;

    private readonly SortedDictionary<string, long> _compared = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly List<string> _differences = [];

    /// <summary>Statements compared, by kind.</summary>
    public IReadOnlyDictionary<string, long> Compared => _compared;

    /// <summary>Statements that began before the slice or went on behind it, by kind.</summary>
    public IReadOnlyDictionary<string, long> Skipped => _skipped;

    /// <summary>The first of them, in words.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public long DifferenceCount { get; private set; }

    public void Compare(IEnumerable<Statement> said, IEnumerable<Statement> sensed)
    {
        var told = sensed.ToLookup(s => (s.Kind, s.Line));
        var known = said.GroupBy(s => (s.Kind, s.Line)).ToList();
        foreach (var group in known)
        {
            var (expected, actual) = group.Key.Kind switch
            {
                Vocabulary.Flow => Flows([.. group], [.. told[group.Key]]),
                Vocabulary.Association or Vocabulary.Operation => Whole([.. group], [.. told[group.Key]]),
                _ => FromTheSecondOn([.. group], [.. told[group.Key]]),
            };
            Compare(group.Key.Kind, group.Key.Line, expected, actual);
        }

        var saidOf = known.Select(g => g.Key).ToHashSet();
        var lines = known.Select(g => g.Key.Line).ToHashSet();
        var begunBefore = known.Where(g => g.Any(s => s.IsMidStream)).Select(g => g.Key.Line).ToHashSet();
        foreach (var group in told.Where(g => !saidOf.Contains(g.Key) && (g.Key.Kind != Vocabulary.Flow || !lines.Contains(g.Key.Line)) && !IsUnknown(g.Key.Kind, g.First()) && !begunBefore.Contains(g.Key.Line)))
        {
            Differ($"{group.First()}: nobody said it");
        }
    }

    private void Compare(string kind, string line, List<Statement> said, List<Statement> sensed)
    {
        if (said.Count != sensed.Count)
        {
            Differ($"{kind} on {line}: {said.Count} were said, the sensor tells {sensed.Count}");
        }

        for (var i = 0; i < Math.Min(said.Count, sensed.Count); i++)
        {
            _compared[kind] = _compared.GetValueOrDefault(kind) + 1;
            if (said[i].DifferenceFrom(sensed[i]) is { Length: > 0 } difference)
            {
                Differ($"{kind} {i + 1} on {line}: {difference}");
            }
        }
    }

    /// <summary>Connections that ended. One that went on is told as often as it rested for long, which says nothing of the steps.</summary>
    private (List<Statement> Said, List<Statement> Sensed) Flows(List<Statement> said, List<Statement> sensed)
    {
        if (sensed.Count == 0)
        {
            return (said, sensed);
        }

        Skip(Vocabulary.Flow, said.RemoveAll(s => s.IsUnfinished));
        sensed.RemoveAll(s => s.Fields.GetValueOrDefault("state") != "new" && s.Fields.GetValueOrDefault("reason") is not ("closed" or "reset"));
        return (said, sensed);
    }

    /// <summary>What begins before the slice has no names: neither is compared.</summary>
    private (List<Statement> Said, List<Statement> Sensed) Whole(List<Statement> said, List<Statement> sensed)
    {
        if (said.Exists(s => s.IsMidStream))
        {
            Skip(said[0].Kind, said.Count);
            return ([], []);
        }

        DropUnfinished(said, sensed);
        return (said, sensed);
    }

    /// <summary>The first message of a connection that began before the slice may go unrecognised.</summary>
    private (List<Statement> Said, List<Statement> Sensed) FromTheSecondOn(List<Statement> said, List<Statement> sensed)
    {
        DropUnfinished(said, sensed);
        if (said.Count > 0 && said[0].IsMidStream)
        {
            said.RemoveAt(0);
            Skip(said.Count > 0 ? said[0].Kind : "", 1);
            sensed.RemoveRange(0, Math.Clamp(sensed.Count - said.Count, 0, 1));
        }

        return (said, sensed);
    }

    private void DropUnfinished(List<Statement> said, List<Statement> sensed)
    {
        var unfinished = said.RemoveAll(s => s.IsUnfinished);
        if (unfinished > 0)
        {
            Skip(said.Count > 0 ? said[0].Kind : "", unfinished);
        }

        for (var i = sensed.Count - 1; i >= 0 && unfinished > 0; i--)
        {
            if (IsUnanswered(sensed[i]))
            {
                sensed.RemoveAt(i);
                unfinished--;
            }
        }
    }

    private static bool IsUnanswered(Statement sensed) => sensed.Kind switch
    {
        Vocabulary.Association => Value(sensed, "result") == "open",
        Vocabulary.Operation => Value(sensed, "status") is "" or "0xFF00" or "0xFF01",
        Vocabulary.Message => Value(sensed, "ack.code").Length == 0 && Value(sensed, "ack.commit_code").Length == 0,
        Vocabulary.Pump => Value(sensed, "outcome") is "no_answer" or "unknown",
        Vocabulary.Web => Value(sensed, "status").Length == 0,
        _ => true,
    };

    /// <summary>Steps over UDP are no flows here, and opaque bytes may be taken for a language.</summary>
    private static bool IsUnknown(string kind, Statement sensed) => kind == Vocabulary.Flow && Value(sensed, "app_proto").Length == 0;

    private static string Value(Statement statement, string field) => statement.Fields.GetValueOrDefault(field) ?? "";

    private void Skip(string kind, int count)
    {
        if (kind.Length > 0 && count > 0)
        {
            _skipped[kind] = _skipped.GetValueOrDefault(kind) + count;
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
