using Microsoft.Data.Sqlite;

namespace Sensor.State;

/// <summary>
/// The tables of <c>sensor.db</c>, as the steps that lead from each version to the next. A step is never changed once it was shipped; a new one is added.
/// Times are nanoseconds since the Unix epoch by packets' clocks.
/// </summary>
internal static class Schema
{
    /// <summary>Tells our databases from others': "SNSR".</summary>
    public const int ApplicationId = 0x534E_5352;

    private const string One = """
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
        """;

    private const string Two = """
        CREATE TABLE incident (
            number INTEGER PRIMARY KEY, opened INTEGER NOT NULL, last INTEGER NOT NULL, severity INTEGER NOT NULL, alerts INTEGER NOT NULL,
            anomalies INTEGER NOT NULL, devices INTEGER NOT NULL, state TEXT NOT NULL, json TEXT NOT NULL, checksum INTEGER NOT NULL);
        ALTER TABLE alert ADD COLUMN incident INTEGER NOT NULL DEFAULT 0;
        UPDATE alert SET incident = number;
        """;

    /// <summary>What people do about incidents, and what tells one story from another of the same reason.</summary>
    private const string Journal = """
        CREATE TABLE journal (
            number INTEGER PRIMARY KEY AUTOINCREMENT, incident INTEGER NOT NULL, verb TEXT NOT NULL, verdict TEXT NOT NULL, scope TEXT NOT NULL, until INTEGER,
            undoes INTEGER NOT NULL, who TEXT NOT NULL, said INTEGER NOT NULL, note TEXT NOT NULL, about BLOB NOT NULL, checksum INTEGER NOT NULL);
        ALTER TABLE alert ADD COLUMN story TEXT NOT NULL DEFAULT '';
        """;

    /// <summary>Steps by the version they lead to, from 1.</summary>
    public static IReadOnlyList<string> Steps { get; } = [One, Two, Journal];

    /// <summary>Brings a database to the latest version, in one transaction.</summary>
    /// <exception cref="StateException">It is newer, or not ours.</exception>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        var version = Number(connection, "PRAGMA user_version");
        var owner = Number(connection, "PRAGMA application_id");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_schema");
        if (owner != ApplicationId && (owner != 0 || version != 0 || tables != 0))
        {
            throw new StateException(StateFault.Foreign, "it isn't a sensor's database");
        }

        if (version > steps.Count)
        {
            throw new StateException(StateFault.Foreign, $"it has version {version}, and this sensor knows versions up to {steps.Count}");
        }

        if (version == steps.Count)
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        for (var next = (int)version; next < steps.Count; next++)
        {
            Run(connection, steps[next]);
        }

        Run(connection, $"PRAGMA user_version = {steps.Count}; PRAGMA application_id = {ApplicationId};");
        transaction.Commit();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
