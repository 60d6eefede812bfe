using System.Globalization;
using System.Text.Json;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary>Devices as a list: what every device has, and what a few have, such as a pump's drug library, where one of those listed has it.</summary>
internal static class DeviceListing
{
    private static readonly string[] Common = ["id", "ips", "goes_by", "vendor", "roles", "first_seen", "last_seen", "mature"];
    private static readonly string[] Special = ["serials", "model", "software", "library", "speaks_for"];

    /// <param name="records">What is listed.</param>
    /// <param name="all">All devices that there are.</param>
    /// <param name="format">How.</param>
    public static Listing Of(IReadOnlyList<JsonElement> records, IReadOnlyList<JsonElement> all, ListingFormat format)
    {
        var isTable = format == ListingFormat.Table;
        var behind = all.Where(r => r.Text("family") is not null).ToLookup(r => r.Texts("ips").First(), r => r.Text("serial")!);
        var special = records.Select(r => SpecialOf(r, behind, isTable)).ToList();

        // A program counts on its columns; people have the serial numbers among the names.
        var shown = Special.Index().Where(c => !isTable || (c.Item != "serials" && special.Any(s => s[c.Index].Count > 0))).ToList();
        var listing = new Listing([.. Common, .. shown.Select(c => c.Item)]);
        foreach (var (i, r) in records.Index())
        {
            var names = r.Texts("ae_titles").Concat(r.Texts("hl7_apps")).Concat(r.Texts("serials")).Concat(r.Texts("hostnames"));
            var roles = r.Find("roles")!.Value.EnumerateArray().Select(role => role.Text("role")).OfType<string>();
            listing.Add([
                r.Text("id"), r.Texts("ips"), names.Take(isTable ? 3 : int.MaxValue), r.Text("vendor"),
                roles.Take(isTable ? 1 : int.MaxValue), StoredCommand.Time(r.Text("first_seen"), format), StoredCommand.Time(r.Text("last_seen"), format),
                r.Find("mature")!.Value.GetBoolean(), .. shown.Select(c => special[i][c.Index]),
            ]);
        }

        return listing;
    }

    private static IReadOnlyList<string>[] SpecialOf(JsonElement record, ILookup<string, string> behind, bool isTable) =>
    [
        [.. record.Texts("serials")],
        record.Text("model") is { } model ? [model] : [],
        Said(record, "software", isTable),
        Said(record, "drug_library", isTable),
        record.Text("family") is null ? SpokenFor([.. record.Texts("ips").SelectMany(ip => behind[ip])], isTable) : [],
    ];

    /// <summary>All it ever named, or for people what it named last.</summary>
    private static string[] Said(JsonElement record, string attribute, bool isTable)
    {
        var said = record.Find("evidence")!.Value.EnumerateArray().Where(e => e.Text("attribute") == attribute);
        return [.. (isTable ? said.OrderBy(e => e.Text("last"), StringComparer.Ordinal).TakeLast(1) : said).Select(e => e.Text("value")).OfType<string>().Distinct()];
    }

    /// <summary>A ward's pumps have no room in a column; each has a row of its own.</summary>
    private static string[] SpokenFor(string[] serials, bool isTable) => serials.Length switch
    {
        1 when isTable => [$"pump {serials[0]}"],
        > 1 when isTable => [string.Create(CultureInfo.InvariantCulture, $"{serials.Length:N0} pumps")],
        _ => serials,
    };
}
