using System.Globalization;
using System.Text.Json;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>An incident, as it stands and by the alerts that tell of it.</summary>
/// <param name="id">Id of the alert that opened it.</param>
internal sealed class GatheredStory(string id)
{
    /// <summary>Alerts kept of it besides the worst.</summary>
    public const int MaxOthers = 8;

    private readonly List<AlertStep> _others = [];

    public string Id { get; } = id;

    /// <summary>The number in its id; 0 where there is none.</summary>
    public long Number { get; } = long.TryParse(id.AsSpan(id.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The incident itself; null where only its alerts are known.</summary>
    public JsonElement? Standing { get; set; }

    /// <summary>The first of the worst of its alerts, which speaks for it; null where none is kept.</summary>
    public JsonElement? Worst { get; private set; }

    /// <summary>The latest, which knows most of what happened; null where none is kept.</summary>
    public JsonElement? Latest { get; private set; }

    /// <summary>The others in order.</summary>
    public IEnumerable<AlertStep> Others => _others.OrderBy(o => o.Time);

    public long MoreOthers { get; private set; }

    /// <summary>Takes the next of its alerts.</summary>
    public void Add(JsonElement line)
    {
        Latest = line;
        if (Worst is not { } worst)
        {
            Worst = line;
            return;
        }

        var isWorse = AlertReporting.IncidentSeverityOf(line) < AlertReporting.IncidentSeverityOf(worst);
        Worst = isWorse ? line : worst;
        if (_others.Count < MaxOthers)
        {
            _others.Add(AlertReporting.Step(isWorse ? worst : line));
        }
        else
        {
            MoreOthers++;
        }
    }
}
