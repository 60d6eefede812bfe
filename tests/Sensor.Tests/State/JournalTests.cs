using Microsoft.Data.Sqlite;
using Sensor.Models;
using Sensor.State;
using Sensor.Tests.Support;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Tests.State;

/// <summary>What people did about incidents is kept as it was said, in order, and how an incident stands follows from it.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly Subject _subject = new(ExpectationKind.Sequence, RelationKind.Peer, 1, 2, Subject.End);

    private readonly TempFolder _folder = new();

    private string Path => _folder.Named("sensor.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_deed_comes_out_as_it_went_in()
    {
        var deed = new JournalEntry(JournalVerb.Mute, 12)
        {
            Scope = MuteScope.AllOfDevice, Until = 77, Undoes = 3, Who = "ana", Said = 99, Note = "\u202e'; DROP TABLE journal; --",
            About = [new Matter(1001, 3, 4, "00ff", null), new Matter(1002, 0, null, "", _subject), new Matter(7, 1, 2, null, null)],
        };
        long number;
        using (var database = StateDatabase.Open(Path))
        {
            number = database.Add(deed);
            database.Add(deed with { Until = null, About = [], Verdict = Verdict.BenignOnce });
        }

        using var read = StateDatabase.OpenToRead(Path);
        var entries = read.Journal().ToList();
        Assert.Equal(deed.About, entries[0].About);
        Assert.Equal(deed with { Number = number, About = [] }, entries[0] with { About = [] }, Same);
        Assert.Equal((null, Verdict.BenignOnce), (entries[1].Until, entries[1].Verdict));
        Assert.Equal([entries[1].Number], read.Journal(after: number).Select(e => e.Number));
        Assert.Equal([number], read.Journal(most: 1).Select(e => e.Number));

        static bool Same(JournalEntry one, JournalEntry other) => one with { About = other.About } == other;
    }

    [Theory]
    [InlineData("who = 'bob'")]
    [InlineData("verdict = 'True'")]
    [InlineData("verb = 'Dance'")]
    [InlineData("about = x'01000000'")]
    public void A_deed_that_was_changed_is_damage(string change)
    {
        using (var database = StateDatabase.Open(Path))
        {
            database.Add(Deed(JournalVerb.Close, 1));
        }

        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            Schema.Run(connection, $"UPDATE journal SET {change}");
        }

        using var read = StateDatabase.OpenToRead(Path);
        Assert.Equal(StateFault.Damaged, Assert.Throws<StateException>(() => read.Journal().ToList()).Fault);
    }

    [Fact]
    public void What_belongs_together_is_stored_together_or_not_at_all()
    {
        using var database = StateDatabase.Open(Path);
        Assert.Throws<InvalidTimeZoneException>(() => database.Alone<int>(() =>
        {
            database.Add(Deed(JournalVerb.Close, 1));
            throw new InvalidTimeZoneException();
        }));
        Assert.Empty(database.Journal());
        Assert.Equal(1, database.Alone(() =>
        {
            database.Add(Deed(JournalVerb.Close, 1));
            database.Add(new FeedbackRow(1, new Feedback(FeedbackVerb.Once, _subject, 0, 1)) { Who = "ana", Said = 1 });
            return 1;
        }));
        Assert.Equal((1, 1), (database.Journal().Count(), database.Feedback().Count()));
    }

    /// <summary>Each letter is a deed about one incident; what takes back takes the latest of its kind back.</summary>
    [Theory]
    [InlineData("", "New", 0)]
    [InlineData("a", "Acknowledged", 0)]
    [InlineData("c", "Closed", 0)]
    [InlineData("ac", "Closed", 0)]
    [InlineData("acr", "Acknowledged", 0)]
    [InlineData("acrr", "New", 0)]
    [InlineData("cr", "New", 0)]
    [InlineData("crc", "Closed", 0)]
    [InlineData("m", "New", 1)]
    [InlineData("mm", "New", 2)]
    [InlineData("mmu", "New", 1)]
    [InlineData("amcu", "Closed", 0)]
    public void How_an_incident_stands_follows_from_what_was_done(string deeds, string stage, int mutes)
    {
        var done = new List<JournalEntry>();
        foreach (var letter in deeds)
        {
            done.Add(Deed(Verb(letter), done.Count + 1) with { Undoes = Undone(letter) });
        }

        var cycles = LifeCycle.Of(done.Append(Deed(JournalVerb.Close, 99) with { Incident = 5 }));
        var cycle = cycles.GetValueOrDefault(1) ?? new LifeCycle();
        Assert.Equal((stage, mutes, deeds.Length), (cycle.Stage.ToString(), cycle.Mutes.Count, cycle.Deeds.Count));

        long Undone(char letter) => letter switch
        {
            'r' => (LifeCycle.Of(done)[1] is { Closing: { } closing } ? closing : LifeCycle.Of(done)[1].Acknowledgement)!.Number,
            'u' => LifeCycle.Of(done)[1].Mutes[^1].Number,
            _ => 0,
        };
    }

    [Fact]
    public void A_muting_holds_until_its_time_and_the_latest_counts()
    {
        var cycle = LifeCycle.Of([Deed(JournalVerb.Mute, 1) with { Until = 10 }, Deed(JournalVerb.Mute, 2) with { Until = 5 }])[1];
        Assert.Equal((2L, 1L, null), (cycle.MuteAt(4)!.Number, cycle.MuteAt(5)!.Number, cycle.MuteAt(10)?.Number));
    }

    private static JournalVerb Verb(char letter) => letter switch
    {
        'a' => JournalVerb.Acknowledge,
        'c' => JournalVerb.Close,
        'r' => JournalVerb.Reopen,
        'm' => JournalVerb.Mute,
        _ => JournalVerb.Unmute,
    };

    private static JournalEntry Deed(JournalVerb verb, long number) => new(verb, 1) { Number = number, Who = "ana", Said = 1 };
}
