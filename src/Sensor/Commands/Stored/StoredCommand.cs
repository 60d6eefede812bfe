using System.Text.Json;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary><c>sensor devices|findings list|show</c>: looks at what a state holds.</summary>
/// <param name="kind">What is looked at.</param>
/// <param name="folder">The state directory.</param>
/// <param name="output">Where answers go.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class StoredCommand(RecordKind kind, string folder, TextWriter output, Screen screen)
{
    /// <summary>Lists records, the latest last.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">The latest of them; null: all.</param>
    /// <param name="format">How.</param>
    public int List(RecordFilter filter, int? limit, ListingFormat format) => StateCommands.Read(screen, folder, saved =>
    {
        var wanted = kind == RecordKind.Devices ? filter : filter.Resolved(saved);
        var all = StoredRecords.Read(kind, saved).ToList();
        var chosen = all.Where(wanted.Wants);
        var records = (limit is { } most ? chosen.TakeLast(most) : chosen).ToList();
        if (format == ListingFormat.Json)
        {
            records.ForEach(r => output.WriteLine(r.GetRawText()));
            return ExitCode.Done;
        }

        var listing = kind switch
        {
            RecordKind.Devices => DeviceListing.Of(records, all, format),
            _ => ListFindings(records, format),
        };
        if (records.Count == 0 && format == ListingFormat.Table)
        {
            output.WriteLine($"There are no such {kind.ToString().ToLowerInvariant()}.");
            return ExitCode.Done;
        }

        listing.Write(output, format);
        return ExitCode.Done;
    });

    /// <summary>Shows one record whole.</summary>
    /// <param name="name">Its id; of a device also an address or a name.</param>
    /// <param name="asJson">As the line of JSON that it is.</param>
    public int Show(string name, bool asJson) => StateCommands.Read(screen, folder, saved =>
    {
        var filter = new RecordFilter { Device = name };
        var found = StoredRecords.Read(kind, saved)
            .Where(r => kind == RecordKind.Devices ? filter.Wants(r) : string.Equals(r.Text("id"), name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
        {
            screen.Fail($"There is no {kind.ToString().ToLowerInvariant()[..^1]} '{name}' in {folder}.");
            return ExitCode.Failed;
        }

        foreach (var record in found)
        {
            if (asJson)
            {
                output.WriteLine(record.GetRawText());
            }
            else if (kind == RecordKind.Devices)
            {
                RecordText.Write(record, output);
            }
            else
            {
                new CaseText(output).Write(record);
            }
        }

        return ExitCode.Done;
    });

    private static Listing ListFindings(List<JsonElement> records, ListingFormat format)
    {
        var listing = new Listing("id", "severity", "status", "finding", "device", "device_ip", "count", "first_seen", "last_seen", "what");
        foreach (var r in records)
        {
            listing.Add(
                r.Text("id"), RecordFilter.SeverityText(r), r.Text("status"), r.Text("finding"), r.Text("device.id"), r.Text("device.ip"), r.Find("count")!.Value.GetInt64(),
                Time(r.Text("first_seen"), format), Time(r.Text("last_seen"), format), r.Text("title"));
        }

        return listing;
    }

    /// <summary>For people without what they don't read: to the second, in UTC.</summary>
    public static string? Time(string? time, ListingFormat format) => format == ListingFormat.Table ? time?[..19].Replace('T', ' ') : time;
}
