using System.Text.Json;
using Sensor.Models;

namespace Sensor.State;

/// <summary>Makes a database of exported lines. What they say is only carried over; whether it can be loaded is for who asked to find out.</summary>
internal sealed class StateImport(StateDatabase database)
{
    private const int RowsPerStep = 1000;
    private const int MaxText = 1024;

    private readonly List<DeviceRow> _devices = [];
    private readonly List<PartRow> _parts = [];
    private readonly List<AlertRow> _alerts = [];
    private readonly List<IncidentRow> _incidents = [];
    private bool _hasBegun;

    /// <exception cref="StateException">A line isn't what an export has; the reason names it.</exception>
    public void Read(Stream stream)
    {
        foreach (var (number, line) in ImportedLines.Read(stream))
        {
            try
            {
                Take(line);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
            {
                throw new StateException(StateFault.Damaged, $"line {number} isn't what an export has there");
            }

            if (_devices.Count + _alerts.Count + _incidents.Count >= RowsPerStep)
            {
                Flush();
            }
        }

        if (!_hasBegun)
        {
            throw new StateException(StateFault.Damaged, "it is empty");
        }

        Flush();
    }

    private void Take(JsonElement line)
    {
        var type = line.GetProperty("type").GetString();
        if (_hasBegun != (type != "state"))
        {
            throw new FormatException();
        }

        switch (type)
        {
            case "state":
                _hasBegun = line.GetProperty("version").GetInt32() == 1 ? true : throw new FormatException();
                break;
            case "input":
                var input = new SavedInput
                {
                    Facts = line.GetProperty("facts").GetInt64(), Time = line.GetProperty("time").GetInt64(), IsComplete = line.GetProperty("complete").GetBoolean(),
                };
                database.Add(line.GetProperty("identity").GetBytesFromBase64(), input);
                break;
            case "device":
                _devices.Add(Device(line));
                break;
            case "part":
                _parts.Add(new PartRow(Text(line, "name"), line.GetProperty("version").GetInt32(), line.GetProperty("data").GetBytesFromBase64()));
                break;
            case "alert":
                _alerts.Add(Alert(line));
                break;
            case "incident":
                _incidents.Add(Incident(line));
                break;
            case "feedback":
                database.Add(Feedback(line));
                break;
            case "deed":
                database.Add(Deed(line));
                break;
            default:
                throw new FormatException();
        }
    }

    private static DeviceRow Device(JsonElement line)
    {
        var inventory = line.GetProperty("inventory").GetBytesFromBase64();
        if (!Seal.TryOpen(inventory, out var body))
        {
            throw new FormatException();
        }

        // The columns that people look at say what the saved device says, not what a line claims.
        var reader = new PartReader(body);
        var (number, address, first, last, kind) = (reader.Int32(int.MaxValue), reader.Address(), reader.Int64(), reader.Int64(), reader.OptionalText(MaxText));
        return !reader.Failed
            ? new DeviceRow(number, address.ToString(), first, last, kind, inventory, line.GetProperty("model").GetBytesFromBase64())
            : throw new FormatException();
    }

    private static AlertRow Alert(JsonElement line) => new(
        line.GetProperty("number").GetInt64(), Text(line, "id"), line.GetProperty("time").GetInt64(), line.GetProperty("severity").GetInt32(), Text(line, "kind"),
        Text(line, "reason"), line.GetProperty("signature_id").GetInt32(), line.GetProperty("device").GetInt32(),
        line.TryGetProperty("peer", out var peer) ? peer.GetInt32() : null, line.TryGetProperty("subject", out var subject) ? subject.GetBytesFromBase64() : null,
        line.TryGetProperty("incident", out var incident) ? incident.GetInt64() : line.GetProperty("number").GetInt64(), Text(line, "json"))
    {
        Story = line.TryGetProperty("story", out var story) ? story.GetString() ?? throw new FormatException() : "",
    };

    private static IncidentRow Incident(JsonElement line) => new(
        line.GetProperty("number").GetInt64(), line.GetProperty("opened").GetInt64(), line.GetProperty("last").GetInt64(), line.GetProperty("severity").GetInt32(),
        line.GetProperty("alerts").GetInt64(), line.GetProperty("anomalies").GetInt64(), line.GetProperty("devices").GetInt32(), Text(line, "state"), Text(line, "json"));

    private static FeedbackRow Feedback(JsonElement line)
    {
        if (!Enum.TryParse<FeedbackVerb>(Text(line, "verb"), out var verb) || !Enum.IsDefined(verb)
            || !SubjectBytes.TryRead(line.GetProperty("subject").GetBytesFromBase64(), out var subject))
        {
            throw new FormatException();
        }

        return new FeedbackRow(line.GetProperty("device").GetInt32(), new Feedback(verb, subject, line.GetProperty("begins").GetInt64(), line.GetProperty("ends").GetInt64()))
        {
            Number = line.GetProperty("number").GetInt64(),
            Alert = line.GetProperty("alert").GetString(),
            Who = Text(line, "who"),
            Said = line.GetProperty("said").GetInt64(),
            Note = Text(line, "note"),
            IsApplied = line.GetProperty("applied").GetBoolean(),
        };
    }

    private static JournalEntry Deed(JsonElement line)
    {
        var reader = new PartReader(line.GetProperty("about").GetBytesFromBase64());
        var about = Matter.Load(ref reader);
        var deed = new JournalEntry(Word<JournalVerb>(line, "verb"), line.GetProperty("incident").GetInt64())
        {
            Number = line.GetProperty("number").GetInt64(),
            Verdict = Word<Verdict>(line, "verdict"),
            Scope = Word<MuteScope>(line, "scope"),
            Until = line.TryGetProperty("until", out var until) ? until.GetInt64() : null,
            Undoes = line.GetProperty("undoes").GetInt64(),
            About = about,
            Who = Text(line, "who"),
            Said = line.GetProperty("said").GetInt64(),
            Note = Text(line, "note"),
        };
        return reader.Complete && deed is { Number: > 0, Who.Length: <= JournalEntry.MaxWho, Note.Length: <= JournalEntry.MaxNote } ? deed : throw new FormatException();
    }

    private static T Word<T>(JsonElement line, string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(line, name), out var word) && Enum.IsDefined(word) ? word : throw new FormatException();

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? throw new FormatException();

    private void Flush()
    {
        database.AddRows(_devices, _parts, _alerts, _incidents);
        _devices.Clear();
        _parts.Clear();
        _alerts.Clear();
        _incidents.Clear();
    }
}
