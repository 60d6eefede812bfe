using Microsoft.Data.Sqlite;
using Sensor.Models;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.State;

/// <summary>What is written to a database is what comes out of it; versions, retention and feedback.</summary>
public sealed class DatabaseTests : IDisposable
{
    private const long Day = 86_400L * 1_000_000_000;

    private readonly TempFolder _folder = new();

    private string Path => _folder.Named("sensor.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_comes_out_as_it_went_in()
    {
        var device = new DeviceRow(3, "10.0.0.1", 5, 6, "archive", Seal.Close([1, 2, 3]), [4, 5]);
        var part = new PartRow("clock", 1, Seal.Close([9]));
        var alert = Alert(7, time: 100);
        using (var written = StateDatabase.Open(Path))
        {
            Write(written, 1, [device], [part], [alert]);
        }

        using var read = StateDatabase.OpenToRead(Path);
        var back = Assert.Single(read.Devices());
        Assert.Equal((device.Number, device.Address, device.FirstSeen, device.LastSeen, device.Kind), (back.Number, back.Address, back.FirstSeen, back.LastSeen, back.Kind));
        Assert.Equal(device.Inventory, back.Inventory);
        Assert.Equal(device.Model, back.Model);
        Assert.Equal(part.Data, Assert.Single(read.Parts()).Data);
        Assert.Equal(alert.Json, Assert.Single(read.Alerts()).Json);
        Assert.Equal(42, read.Find(new byte[] { 1 })!.Facts);
        Assert.Null(read.Find(new byte[] { 2 }));
    }

    [Fact]
    public void A_mistake_of_the_program_is_no_damage()
    {
        using var database = StateDatabase.Open(Path);
        var fault = Assert.Throws<StateException>(() => Write(database, 1, [null!]));
        Assert.Equal((StateFault.Unavailable, "its database can't be used (NullReferenceException)"), (fault.Fault, fault.Message));
    }

    [Fact]
    public void The_latest_input_is_the_one_saved_last()
    {
        using var database = StateDatabase.Open(Path);
        Write(database, 1);
        Write(database, 2);
        Assert.Equal((false, true), (database.Find(new byte[] { 1 })!.IsLatest, database.Find(new byte[] { 2 })!.IsLatest));
        Write(database, 1);
        Write(database, 1);
        Assert.Equal((true, false), (database.Find(new byte[] { 1 })!.IsLatest, database.Find(new byte[] { 2 })!.IsLatest));
    }

    [Fact]
    public void Old_alerts_and_those_beyond_the_bound_go()
    {
        var settings = new StateSettings { AlertDays = 10, MaxAlerts = 5 };
        using var database = StateDatabase.Open(Path);
        Write(database, 1, alerts: [.. Enumerable.Range(1, 4).Select(n => Alert(n, n * Day))], time: 4 * Day, settings: settings);
        Assert.Equal(4, database.Alerts().Count());

        Write(database, 1, alerts: [Alert(5, 13 * Day)], time: 13 * Day, settings: settings);
        Assert.Equal([3, 4, 5], database.Alerts().Select(a => a.Number));

        Write(database, 1, alerts: [.. Enumerable.Range(6, 4).Select(n => Alert(n, 13 * Day))], time: 13 * Day, settings: settings);
        Assert.Equal([5, 6, 7, 8, 9], database.Alerts().Select(a => a.Number));
    }

    /// <summary>The present state of each incident is kept, as long as there are alerts of its time.</summary>
    [Fact]
    public void Incidents_are_kept_as_they_were_last_and_go_with_the_alerts_of_their_time()
    {
        var settings = new StateSettings { AlertDays = 10 };
        using var database = StateDatabase.Open(Path);
        Write(database, 1, alerts: [Alert(1, Day), Alert(2, 2 * Day)], incidents: [Incident(1, Day, 1), Incident(2, 2 * Day, 1)], time: 2 * Day, settings: settings);
        Write(database, 1, incidents: [Incident(2, 3 * Day, 7)], time: 3 * Day, settings: settings);
        Assert.Equal([Incident(1, Day, 1), Incident(2, 3 * Day, 7)], database.Incidents());

        Write(database, 1, alerts: [Alert(3, 12 * Day)], time: 12 * Day, settings: settings);
        Assert.Equal([Incident(2, 3 * Day, 7)], database.Incidents());
    }

    [Fact]
    public void Feedback_is_kept_and_taken_once()
    {
        var word = new Feedback(FeedbackVerb.Expected, new Subject(ExpectationKind.Sequence, RelationKind.Peer, 1, 2, Subject.End), 10, long.MaxValue);
        using var database = StateDatabase.Open(Path);
        var number = database.Add(new FeedbackRow(3, word) { Alert = "alert-000001", Who = "ana", Said = 77, Note = "replaced" });
        var row = Assert.Single(database.Feedback(onlyNew: true));
        Assert.Equal((number, 3, word, "alert-000001", "ana", 77, "replaced"), (row.Number, row.Device, row.Word, row.Alert!, row.Who, row.Said, row.Note));

        Write(database, 1, feedback: number);
        Assert.Empty(database.Feedback(onlyNew: true));
        Assert.True(Assert.Single(database.Feedback()).IsApplied);
    }

    [Fact]
    public void A_step_is_taken_whole_and_what_was_there_stays()
    {
        using (var one = StateDatabase.Open(Path))
        {
            Write(one, 1, alerts: [Alert(1, 5)]);
        }

        string[] steps = [.. Schema.Steps, "ALTER TABLE alert ADD COLUMN tomorrow TEXT; CREATE TABLE future (number INTEGER PRIMARY KEY);"];
        var broken = Assert.Throws<StateException>(() => StateDatabase.Open(Path, [.. steps, "CREATE TABLE also (x); ALTER TABLE nowhere ADD COLUMN y;"]));
        Assert.Equal(StateFault.Damaged, broken.Fault);
        Assert.Equal((Schema.Steps.Count, 0), (Version(), Scalar("SELECT count(*) FROM sqlite_schema WHERE name IN ('future', 'also')")));

        using (var two = StateDatabase.Open(Path, steps))
        {
            Assert.Equal(steps.Length, two.Version);
            Assert.Single(two.Alerts());
        }

        Assert.Equal((steps.Length, 1), (Version(), Scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'future'")));
    }

    /// <summary>A database as the first shipped version wrote it, by its own words: it must be readable for ever.</summary>
    [Fact]
    public void The_first_version_is_read()
    {
        using (var connection = Connect())
        {
            Schema.Run(connection, FirstVersion);
        }

        using var database = StateDatabase.Open(Path);
        Assert.Equal(Schema.Steps.Count, database.Version);
        var alert = Assert.Single(database.Alerts());
        Assert.Equal(("{}", 1), (alert.Json, alert.Incident));
        Assert.Empty(database.Incidents());
        Assert.Equal(42, database.Find(new byte[] { 1 })!.Facts);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99")]
    [InlineData("PRAGMA application_id = 5")]
    public void What_is_newer_or_another_s_is_not_touched(string change)
    {
        using (var one = StateDatabase.Open(Path))
        {
            Write(one, 1);
        }

        using (var connection = Connect())
        {
            Schema.Run(connection, change + "; PRAGMA wal_checkpoint(TRUNCATE);");
        }

        var before = File.ReadAllBytes(Path);
        using var store = new StateStore(_folder.Path);
        Assert.Null(store.Saved);
        Assert.False(store.MayWrite);
        Assert.Equal(StateEvent.NotSaved, Assert.Single(store.News).Event);
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_second_sensor_is_refused_until_the_first_is_gone()
    {
        using (new StateStore(_folder.Path))
        {
            var refusal = Assert.Throws<StateException>(() => new StateStore(_folder.Path));
            Assert.Equal((StateFault.InUse, $"Another sensor keeps its state in {_folder.Path}."), (refusal.Fault, refusal.Message));
        }

        new StateStore(_folder.Path).Dispose();
    }

    [Fact]
    public void The_key_is_made_once_for_the_owner_alone_and_kept_when_it_is_damaged()
    {
        var (first, again) = (Key(), Key());
        Assert.Equal(first, again);
        Assert.Equal(32, first.Length);
        Assert.Equal("600", Live.Machine.Run("stat", "-c", "%a", _folder.Named("pseudonym.key")).Output.Trim());

        File.WriteAllBytes(_folder.Named("pseudonym.key"), first[..31]);
        Assert.NotEqual(first, Key());
        Assert.Equal(first[..31], File.ReadAllBytes(_folder.Named("pseudonym.key.damaged-1")));
    }

    private byte[] Key()
    {
        using var store = new StateStore(_folder.Path);
        return store.Key!;
    }

    private const string FirstVersion = """
        CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE input (identity BLOB PRIMARY KEY, turn INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE device (
            number INTEGER PRIMARY KEY, address TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, kind TEXT,
            inventory BLOB NOT NULL, model BLOB NOT NULL);
        CREATE TABLE part (name TEXT PRIMARY KEY, version INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE alert (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, time INTEGER NOT NULL, severity INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL,
            signature_id INTEGER NOT NULL, device INTEGER NOT NULL, peer INTEGER, subject BLOB, json TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE INDEX alert_time ON alert (time);
        CREATE TABLE feedback (
            number INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT, device INTEGER NOT NULL, verb TEXT NOT NULL, subject BLOB NOT NULL,
            begins INTEGER NOT NULL, ends INTEGER NOT NULL, who TEXT NOT NULL, said INTEGER NOT NULL, note TEXT NOT NULL, applied INTEGER NOT NULL DEFAULT 0);
        INSERT INTO input VALUES (x'01', 1, x'BBEB73442A0000000000000000000000000000000000');
        INSERT INTO alert VALUES (1, 'alert-000001', 5, 3, 'rule', 'reason', 1, 1, NULL, NULL, '{}', 695980202);
        PRAGMA user_version = 1;
        PRAGMA application_id = 1397642066;
        """;

    private static AlertRow Alert(long number, long time) => new(number, $"alert-{number:D6}", time, 3, "relation", "new-peer", 1001, 1, null, null, number, $"{{\"n\":{number}}}");

    private static IncidentRow Incident(long number, long last, long anomalies) => new(number, number * Day, last, 3, 1, anomalies, 2, "open", "{}");

    private static void Write(
        StateDatabase database, byte identity, DeviceRow[]? devices = null, PartRow[]? parts = null, AlertRow[]? alerts = null, IncidentRow[]? incidents = null, long time = 0, long feedback = 0, StateSettings? settings = null)
    {
        var input = new SavedInput { Facts = 42, Time = time, IsComplete = false };
        var snapshot = new Snapshot
        {
            IsWhole = false, Identity = [identity], Input = input, Devices = devices ?? [], Parts = parts ?? [], Alerts = alerts ?? [], Incidents = incidents ?? [], FeedbackApplied = feedback,
        };
        database.Write(snapshot, input, settings ?? new StateSettings());
    }

    private long Version() => Scalar("PRAGMA user_version");

    private long Scalar(string sql)
    {
        using var connection = Connect();
        return Schema.Number(connection, sql);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }
}
