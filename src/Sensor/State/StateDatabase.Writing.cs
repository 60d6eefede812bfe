using Microsoft.Data.Sqlite;
using Sensor.Models;

namespace Sensor.State;

/// <summary>What is written: checkpoints, each in one transaction, and feedback.</summary>
internal sealed partial class StateDatabase
{
    private const long Day = 86_400L * 1_000_000_000;

    // What each part was when it was last written here: most don't change from one checkpoint to the next.
    private readonly Dictionary<string, uint> _partsWritten = [];

    /// <summary>Writes a checkpoint, all of it or nothing.</summary>
    public void Write(Snapshot snapshot, SavedInput input, StateSettings settings) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction();
        if (snapshot.IsWhole)
        {
            Execute(transaction, "DELETE FROM device");
        }

        WriteDevices(snapshot.Devices, transaction);
        WriteParts(snapshot.Parts, transaction);
        WriteAlerts(snapshot.Alerts, transaction);
        WriteIncidents(snapshot.Incidents, transaction);
        WriteInput(snapshot.Identity, input, transaction);
        Execute(transaction, "UPDATE feedback SET applied = 1 WHERE applied = 0 AND number <= $last", ("$last", snapshot.FeedbackApplied));
        if (snapshot.Alerts.Count + snapshot.Incidents.Count > 0)
        {
            Expire(input.Time, settings, transaction);
        }

        Count("checkpoints", 1, transaction);
        transaction.Commit();
        foreach (var part in snapshot.Parts)
        {
            _partsWritten[part.Name] = Seal.Checksum(part.Data);
        }
    });

    /// <summary>Adds what was exported elsewhere.</summary>
    public void AddRows(IReadOnlyList<DeviceRow> devices, IReadOnlyList<PartRow> parts, IReadOnlyList<AlertRow> alerts, IReadOnlyList<IncidentRow> incidents) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction();
        WriteDevices(devices, transaction);
        WriteParts(parts, transaction);
        WriteAlerts(alerts, transaction);
        WriteIncidents(incidents, transaction);
        transaction.Commit();
    });

    /// <summary>Adds an input as the latest.</summary>
    public void Add(byte[] identity, SavedInput input) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction();
        WriteInput(identity, input, transaction);
        transaction.Commit();
    });

    /// <summary>Stores an analyst's word. A sensor that runs takes it when it next starts.</summary>
    /// <returns>Its number.</returns>
    public long Add(FeedbackRow row) => Guard(() =>
    {
        using var command = Command(
            """
            INSERT INTO feedback (number, alert, device, verb, subject, begins, ends, who, said, note, applied)
            VALUES ($number, $alert, $device, $verb, $subject, $begins, $ends, $who, $said, $note, $applied) RETURNING number
            """,
            ("$number", row.Number == 0 ? null : row.Number), ("$applied", row.IsApplied), ("$alert", row.Alert), ("$device", row.Device), ("$verb", row.Word.Verb.ToString()), ("$subject", SubjectBytes.Of(row.Word.Subject)),
            ("$begins", row.Word.From), ("$ends", row.Word.Until), ("$who", row.Who), ("$said", row.Said), ("$note", row.Note));
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>Feedback in the order in which it was said.</summary>
    /// <param name="onlyNew">Only what the models don't know yet.</param>
    public IEnumerable<FeedbackRow> Feedback(bool onlyNew = false) => Rows(
        $"SELECT number, alert, device, verb, subject, begins, ends, who, said, note, applied FROM feedback {(onlyNew ? "WHERE applied = 0 " : "")}ORDER BY number",
        row =>
        {
            var isKnown = Enum.TryParse<FeedbackVerb>(row.GetString(3), out var verb) && Enum.IsDefined(verb);
            Require(SubjectBytes.TryRead(row.GetFieldValue<byte[]>(4), out var subject) && isKnown, "feedback");
            return new FeedbackRow(row.GetInt32(2), new Feedback(verb, subject, row.GetInt64(5), row.GetInt64(6)))
            {
                Number = row.GetInt64(0),
                Alert = row.IsDBNull(1) ? null : row.GetString(1),
                Who = row.GetString(7),
                Said = row.GetInt64(8),
                Note = row.GetString(9),
                IsApplied = row.GetBoolean(10),
            };
        });

    private void WriteDevices(IReadOnlyList<DeviceRow> devices, SqliteTransaction transaction)
    {
        using var command = Prepare(
            transaction, "INSERT OR REPLACE INTO device VALUES ($number, $address, $first, $last, $kind, $inventory, $model)",
            "$number", "$address", "$first", "$last", "$kind", "$inventory", "$model");
        foreach (var device in devices)
        {
            Run(command, device.Number, device.Address, device.FirstSeen, device.LastSeen, device.Kind, device.Inventory, device.Model);
        }
    }

    private void WriteParts(IReadOnlyList<PartRow> parts, SqliteTransaction transaction)
    {
        using var command = Prepare(transaction, "INSERT OR REPLACE INTO part VALUES ($name, $version, $data)", "$name", "$version", "$data");
        foreach (var part in parts.Where(p => !_partsWritten.TryGetValue(p.Name, out var written) || written != Seal.Checksum(p.Data)))
        {
            Run(command, part.Name, part.Version, part.Data);
        }
    }

    private void WriteAlerts(IReadOnlyList<AlertRow> alerts, SqliteTransaction transaction)
    {
        using var command = Prepare(
            transaction, "INSERT OR REPLACE INTO alert VALUES ($number, $id, $time, $severity, $kind, $reason, $signature, $device, $peer, $subject, $json, $checksum, $incident, $story)",
            "$number", "$id", "$time", "$severity", "$kind", "$reason", "$signature", "$device", "$peer", "$subject", "$json", "$checksum", "$incident", "$story");
        foreach (var a in alerts)
        {
            var checksum = (long)Seal.Checksum(System.Text.Encoding.UTF8.GetBytes(a.Json));
            Run(command, a.Number, a.Id, a.Time, a.Severity, a.Kind, a.Reason, a.SignatureId, a.Device, a.Peer, a.Subject, a.Json, checksum, a.Incident, a.Story);
        }
    }

    private void WriteIncidents(IReadOnlyList<IncidentRow> incidents, SqliteTransaction transaction)
    {
        using var command = Prepare(
            transaction, "INSERT OR REPLACE INTO incident VALUES ($number, $opened, $last, $severity, $alerts, $anomalies, $devices, $state, $json, $checksum)",
            "$number", "$opened", "$last", "$severity", "$alerts", "$anomalies", "$devices", "$state", "$json", "$checksum");
        foreach (var i in incidents)
        {
            var checksum = (long)Seal.Checksum(System.Text.Encoding.UTF8.GetBytes(i.Json));
            Run(command, i.Number, i.Opened, i.Last, i.Severity, i.Alerts, i.Anomalies, i.Devices, i.State, i.Json, checksum);
        }
    }

    private void WriteInput(byte[] identity, SavedInput input, SqliteTransaction transaction)
    {
        var writer = new PartWriter();
        input.Save(writer);
        using var query = Command("SELECT ifnull(max(turn), 0) FROM input");
        query.Transaction = transaction;
        Execute(
            transaction,
            "INSERT INTO input VALUES ($identity, $latest + 1, $data) ON CONFLICT (identity) DO UPDATE SET data = $data, turn = $latest + (turn < $latest)",
            ("$identity", identity), ("$latest", query.ExecuteScalar()), ("$data", Seal.Close(writer.Written)));
        Execute(transaction, "DELETE FROM input WHERE turn <= (SELECT max(turn) FROM input) - $most", ("$most", MaxInputs));
    }

    private void Expire(long now, StateSettings settings, SqliteTransaction transaction)
    {
        Execute(transaction, "DELETE FROM alert WHERE time < $before", ("$before", now - (settings.AlertDays * Day)));
        Execute(transaction, "DELETE FROM alert WHERE number <= (SELECT max(number) FROM alert) - $most", ("$most", settings.MaxAlerts));

        // An incident goes with the last of its time.
        Execute(transaction, "DELETE FROM incident WHERE last < (SELECT min(time) FROM alert)");
    }

    private SqliteCommand Prepare(SqliteTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = Command(sql);
        command.Transaction = transaction;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
