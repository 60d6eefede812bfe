using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Sensor.State;

/// <summary>
/// <c>sensor.db</c>, opened. One thread at a time; another process may read it, or add deeds and feedback, meanwhile. Whatever is wrong with it is told as a
/// <see cref="StateException"/>.
/// </summary>
internal sealed partial class StateDatabase : IDisposable
{
    /// <summary>Inputs remembered, the latest.</summary>
    public const int MaxInputs = 10_000;

    private static readonly int[] Damage = [1, 11, 19, 20, 26];

    private readonly SqliteConnection _connection;

    private StateDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a database, made or brought to the latest version where needed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="steps">The versions known; null: the shipped ones.</param>
    public static StateDatabase Open(string path, IReadOnlyList<string>? steps = null) => Open(path, SqliteOpenMode.ReadWriteCreate, connection =>
    {
        Schema.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;");
        Schema.Migrate(connection, steps ?? Schema.Steps);
    });

    /// <summary>Opens a database of the latest version to read from it.</summary>
    public static StateDatabase OpenToRead(string path) => Open(path, SqliteOpenMode.ReadOnly, RequireLatest);

    private static void RequireLatest(SqliteConnection connection)
    {
        if (Schema.Number(connection, "PRAGMA application_id") != Schema.ApplicationId || Schema.Number(connection, "PRAGMA user_version") != Schema.Steps.Count)
        {
            throw new StateException(StateFault.Foreign, "it isn't a database of this sensor's version");
        }
    }

    private static StateDatabase Open(string path, SqliteOpenMode mode, Action<SqliteConnection> prepare) => Guard(() =>
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            prepare(connection);
            return new StateDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Fails where something in the file isn't as it must be. Reads all of it.</summary>
    public void Check() => Guard(() =>
    {
        using var command = Command("PRAGMA quick_check(1)");
        if (command.ExecuteScalar() as string is not "ok" and var problem)
        {
            throw new StateException(StateFault.Damaged, $"its structure is damaged ({problem?.Split('\n')[^1]})");
        }
    });

    /// <summary>Fails where nothing can be written; writes nothing.</summary>
    public void Touch() => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction();
        transaction.Rollback();
    });

    /// <summary>What the state rests on of an input; null when nothing.</summary>
    public SavedInput? Find(ReadOnlyMemory<byte> identity) => Guard(() =>
    {
        using var command = Command("SELECT data, turn = (SELECT max(turn) FROM input) FROM input WHERE identity = $identity", ("$identity", identity.ToArray()));
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return null;
        }

        Require(Seal.TryOpen(row.GetFieldValue<byte[]>(0), out var body) & SavedInput.TryLoad(body, row.GetBoolean(1), out var input), "what is known of an input");
        return input;
    });

    /// <summary>Devices in the order of their numbers.</summary>
    public IEnumerable<DeviceRow> Devices() => Rows(
        "SELECT number, address, first_seen, last_seen, kind, inventory, model FROM device ORDER BY number",
        row => new DeviceRow(
            row.GetInt32(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)));

    public IEnumerable<PartRow> Parts() => Rows(
        "SELECT name, version, data FROM part ORDER BY name", row => new PartRow(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)));

    /// <summary>Number of the last alert; 0 where there is none.</summary>
    public long LastAlert() => Guard(() => Schema.Number(_connection, "SELECT ifnull(max(number), 0) FROM alert"));

    /// <summary>Alerts in the order of their numbers.</summary>
    /// <param name="after">Only those with a larger number.</param>
    public IEnumerable<AlertRow> Alerts(long after = 0) => Rows(
        string.Create(CultureInfo.InvariantCulture, $"SELECT number, id, time, severity, kind, reason, signature_id, device, peer, subject, json, checksum, incident, story FROM alert WHERE number > {after} ORDER BY number"),
        row =>
        {
            var json = row.GetString(10);
            Require(Seal.Checksum(System.Text.Encoding.UTF8.GetBytes(json)) == row.GetInt64(11), "an alert");
            return new AlertRow(
                row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.GetInt32(6), row.GetInt32(7),
                row.IsDBNull(8) ? null : row.GetInt32(8), row.IsDBNull(9) ? null : row.GetFieldValue<byte[]>(9), row.GetInt64(12), json) { Story = row.GetString(13) };
        });

    /// <summary>Incidents in the order of their numbers.</summary>
    public IEnumerable<IncidentRow> Incidents() => Rows(
        "SELECT number, opened, last, severity, alerts, anomalies, devices, state, json, checksum FROM incident ORDER BY number",
        row =>
        {
            var json = row.GetString(8);
            Require(Seal.Checksum(System.Text.Encoding.UTF8.GetBytes(json)) == row.GetInt64(9), "an incident");
            return new IncidentRow(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), row.GetString(7), json);
        });

    /// <summary>Inputs, in the order in which they were first saved or gone on with.</summary>
    public IEnumerable<(byte[] Identity, byte[] Data)> Inputs() => Rows("SELECT identity, data FROM input ORDER BY turn", row => (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)));

    /// <summary>What was counted since the state began.</summary>
    public IEnumerable<(string Name, long Value)> Counters() => Rows("SELECT name, value FROM counter ORDER BY name", row => (row.GetString(0), row.GetInt64(1)));

    public int Version => Guard(() => (int)Schema.Number(_connection, "PRAGMA user_version"));

    /// <summary>A consistent copy, also while a sensor writes.</summary>
    /// <param name="path">A file that doesn't exist.</param>
    public void CopyTo(string path) => Guard(() =>
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        _connection.BackupDatabase(copy);
    });

    public void Dispose()
    {
        try
        {
            _connection.Dispose();
        }
        catch (SqliteException)
        {
            // Said when it first failed.
        }
    }

    /// <summary>Makes one kind of exception of all that SQLite and damaged rows throw.</summary>
    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not (StateException or OutOfMemoryException))
        {
            throw Explain(e);
        }
    }

    private static void Guard(Action work) => Guard<object?>(() =>
    {
        work();
        return null;
    });

    private static StateException Explain(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => new(StateFault.Unavailable, "another program holds its database"),
        SqliteException { SqliteErrorCode: 8 } => new(StateFault.Unavailable, "its database can't be written to"),
        SqliteException { SqliteErrorCode: 13 } => new(StateFault.Unavailable, "the disk is full"),
        SqliteException { SqliteErrorCode: 10 } => new(StateFault.Unavailable, "the disk can't be read or written, or is full"),
        SqliteException { SqliteErrorCode: 14 } => new(StateFault.Unavailable, "its database can't be opened"),
        SqliteException sqlite when Damage.Contains(sqlite.SqliteErrorCode) => new(StateFault.Damaged, $"its database is damaged ({Words(sqlite)})"),
        SqliteException sqlite => new(StateFault.Unavailable, $"its database can't be used ({Words(sqlite)})"),
        IOException or UnauthorizedAccessException => new(StateFault.Unavailable, e.Message.TrimEnd('.')),

        // What columns throw whose values aren't of the kind that was written; a missing one is an invalid operation.
        InvalidCastException or FormatException or OverflowException or InvalidOperationException and not ObjectDisposedException => new(StateFault.Damaged, "its database holds what it can't hold"),

        // Not the database's fault, so it stays where it is.
        _ => new(StateFault.Unavailable, $"its database can't be used ({e.GetType().Name})"),
    };

    /// <summary>SQLite's own words without the frame around them.</summary>
    private static string Words(SqliteException e) => e.Message.Split('\'') is [_, var words, ..] ? words : string.Create(CultureInfo.InvariantCulture, $"error {e.SqliteErrorCode}");

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new StateException(StateFault.Damaged, $"{what} isn't as it was written");
        }
    }

    /// <summary>Rows one by one: all of them may be more than memory holds twice.</summary>
    private IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = Guard(() => Command(sql, parameters));
        using var row = Guard(command.ExecuteReader);
        while (Guard(row.Read))
        {
            yield return Guard(() => read(row));
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private void Execute(SqliteTransaction? transaction, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private void Count(string counter, long more, SqliteTransaction transaction) => Execute(
        transaction, "INSERT INTO counter VALUES ($name, $more) ON CONFLICT (name) DO UPDATE SET value = value + $more", ("$name", counter), ("$more", more));
}
