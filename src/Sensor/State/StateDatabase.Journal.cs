using Microsoft.Data.Sqlite;

namespace Sensor.State;

/// <summary>What people did about incidents: it is only ever added to, by other processes too, while a sensor writes.</summary>
internal sealed partial class StateDatabase
{
    /// <summary>Deeds that are kept; there is no room for more.</summary>
    public const int MaxDeeds = 1_000_000;

    /// <summary>Deeds that are read at a time while a sensor runs.</summary>
    public const int DeedsAtATime = 1000;

    /// <summary>Opens a database of the latest version to add to it, while a sensor may write to it.</summary>
    public static StateDatabase OpenToAdd(string path) => Open(path, SqliteOpenMode.ReadWrite, RequireLatest);

    /// <summary>Does something while nobody else writes: all of it is stored, or nothing.</summary>
    public T Alone<T>(Func<T> work)
    {
        using var transaction = Guard(() => _connection.BeginTransaction());
        var done = work();
        Guard(transaction.Commit);
        return done;
    }

    /// <summary>Stores what somebody did.</summary>
    /// <returns>Its number.</returns>
    public long Add(JournalEntry entry) => Guard(() =>
    {
        using var command = Command(
            """
            INSERT INTO journal (number, incident, verb, verdict, scope, until, undoes, who, said, note, about, checksum)
            VALUES ($number, $incident, $verb, $verdict, $scope, $until, $undoes, $who, $said, $note, $about, $checksum) RETURNING number
            """,
            ("$number", entry.Number == 0 ? null : entry.Number), ("$incident", entry.Incident), ("$verb", entry.Verb.ToString()), ("$verdict", entry.Verdict.ToString()),
            ("$scope", entry.Scope.ToString()), ("$until", entry.Until), ("$undoes", entry.Undoes), ("$who", entry.Who), ("$said", entry.Said), ("$note", entry.Note),
            ("$about", AboutBytes(entry)), ("$checksum", Checksum(entry)));
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>What was done, in order.</summary>
    /// <param name="after">Only what came after this number.</param>
    /// <param name="most">So much of it at most.</param>
    public IEnumerable<JournalEntry> Journal(long after = 0, int most = int.MaxValue) => Rows(
        "SELECT number, incident, verb, verdict, scope, until, undoes, who, said, note, about, checksum FROM journal WHERE number > $after ORDER BY number LIMIT $most",
        row =>
        {
            var isKnown = TryWord<JournalVerb>(row.GetString(2), out var verb) & TryWord<Verdict>(row.GetString(3), out var verdict) & TryWord<MuteScope>(row.GetString(4), out var scope);
            var reader = new PartReader(row.GetFieldValue<byte[]>(10));
            var entry = new JournalEntry(verb, row.GetInt64(1))
            {
                Number = row.GetInt64(0),
                Verdict = verdict,
                Scope = scope,
                Until = row.IsDBNull(5) ? null : row.GetInt64(5),
                Undoes = row.GetInt64(6),
                Who = row.GetString(7),
                Said = row.GetInt64(8),
                Note = row.GetString(9),
                About = Matter.Load(ref reader),
            };
            Require(isKnown && reader.Complete && Checksum(entry) == row.GetInt64(11), "the journal");
            return entry;
        },
        ("$after", after), ("$most", most));

    /// <summary>What people did that an analysis doesn't know yet.</summary>
    /// <param name="taken">Number of the last deed that it knows.</param>
    /// <param name="feedbackTaken">Number of the last piece of feedback that it knows, where that isn't noted yet.</param>
    /// <param name="most">So many deeds at most.</param>
    public JournalNews JournalNews(long taken, long feedbackTaken = 0, int most = int.MaxValue) =>
        new([.. Journal(taken, most)], [.. Feedback(onlyNew: true).Where(f => f.Number > feedbackTaken)]);

    /// <summary>Of all but its number, which the database gives.</summary>
    private static long Checksum(JournalEntry entry)
    {
        var writer = new PartWriter();
        writer.Byte((byte)entry.Verb);
        writer.Int64(entry.Incident);
        writer.Byte((byte)entry.Verdict);
        writer.Byte((byte)entry.Scope);
        writer.Int64(entry.Until ?? long.MinValue);
        writer.Int64(entry.Undoes);
        writer.Text(entry.Who);
        writer.Int64(entry.Said);
        writer.Text(entry.Note);
        Matter.Save(entry.About, writer);
        return Seal.Checksum(writer.Written);
    }

    private static byte[] AboutBytes(JournalEntry entry)
    {
        var writer = new PartWriter();
        Matter.Save(entry.About, writer);
        return writer.Written.ToArray();
    }

    private static bool TryWord<T>(string text, out T word)
        where T : struct, Enum => Enum.TryParse(text, out word) && Enum.IsDefined(word);
}
