using Sensor.History;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Who talked to whom, as a report has it.</summary>
/// <param name="devices">Finds devices.</param>
internal sealed class PairReporting(DeviceReporting devices)
{
    private const int MaxListed = 300, MaxInSquare = 40, MaxRoles = 24;

    /// <param name="history">What went by.</param>
    /// <param name="since">Pairs that were last heard of earlier aren't told; null: all are.</param>
    /// <param name="until">Pairs first heard of later aren't told.</param>
    public PairReport Of(TrafficHistory history, long? since, long? until)
    {
        string[] protocols = ["", .. history.Protocols];
        var pairs = history.Pairs.All.Where(p => !(p.What.Last < since) && !(p.What.First > until)).ToList();
        foreach (var ((client, server, _), what) in pairs)
        {
            foreach (var end in new[] { client, server }.Distinct().Select(devices.Of).OfType<ReportDevice>())
            {
                end.Bytes += what.Bytes;
            }
        }

        // Who only speaks to nobody known has no place in a square.
        var known = pairs.Where(p => p.Who.Client != 0 && p.Who.Server != 0).ToList();
        var busy = known.SelectMany(p => new[] { (Number: p.Who.Client, p.What), (Number: p.Who.Server, p.What) }).GroupBy(p => p.Number)
            .OrderByDescending(d => d.Sum(p => p.What.Commands + p.What.Conversations)).ThenBy(d => d.Key).Select(d => d.Key).ToList();
        var square = busy.Take(MaxInSquare).Select(n => (Number: n, Ref: devices.Numbered(n)))
            .OrderBy(d => d.Ref.Role ?? "~", StringComparer.Ordinal).ThenBy(d => d.Number).ToList();
        return new PairReport
        {
            Shown =
            [
                .. pairs.OrderByDescending(p => p.What.Commands + p.What.Conversations).ThenBy(p => p.Who).Take(MaxListed).Select(p => new ReportPair(
                    devices.Numbered(p.Who.Client), devices.Numbered(p.Who.Server), protocols[p.Who.App], p.What.Conversations, p.What.Bytes, p.What.Commands, p.What.First, p.What.Last)),
            ],
            Total = pairs.Count,
            Forgotten = history.Pairs.Forgotten,
            Roles = Square(known, [.. known.SelectMany(p => new[] { RoleOf(p.Who.Client), RoleOf(p.Who.Server) }).Distinct().Order(StringComparer.Ordinal).Take(MaxRoles)], RoleOf),
            Devices = Square(known, [.. square.Select(d => d.Ref.Name)], number => square.FindIndex(d => d.Number == number)),
            DevicesLeftOut = Math.Max(0, busy.Count - MaxInSquare),
        };
    }

    private string RoleOf(int number) => devices.Numbered(number).Role ?? "not known";

    private static Adjacency Square(List<(Pair Who, Dealings What)> pairs, List<string> names, Func<int, string> nameOf) => Square(pairs, names, number => names.IndexOf(nameOf(number)));

    private static Adjacency Square(List<(Pair Who, Dealings What)> pairs, List<string> names, Func<int, int> placeOf)
    {
        var cells = new Dictionary<(int Row, int Column), (long Conversations, long Commands)>();
        foreach (var (who, what) in pairs)
        {
            var place = (Row: placeOf(who.Client), Column: placeOf(who.Server));
            if (place is { Row: >= 0, Column: >= 0 })
            {
                var (conversations, commands) = cells.GetValueOrDefault(place);
                cells[place] = (conversations + what.Conversations, commands + what.Commands);
            }
        }

        return new Adjacency(names, cells);
    }
}
