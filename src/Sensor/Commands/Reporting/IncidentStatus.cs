using System.Globalization;
using Sensor.Commands.Stored.LifeCycles;
using Sensor.Outputs;
using Sensor.Report;
using Sensor.State;

namespace Sensor.Commands.Reporting;

/// <summary>What people did about incidents, in a few words.</summary>
internal sealed class IncidentStatus(StateDatabase saved)
{
    private readonly Dictionary<long, LifeCycle> _cycles = LifeCycle.Of(saved.Journal());
    private readonly long _now = Book.LatestTime(saved);

    /// <param name="incident">Id of the alert that opened it.</param>
    public string Of(string incident)
    {
        if (!long.TryParse(incident.AsSpan(incident.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !_cycles.TryGetValue(number, out var cycle))
        {
            return StatusJson.Word(Stage.New);
        }

        var verdict = cycle.Closing is { } closing ? $" as {DeedText.Word(closing.Verdict)}" : "";
        var signed = (cycle.Closing ?? cycle.Acknowledgement) is { } deed ? $" by {deed.Who} at {Wordings.Time(deed.Said)}{(deed.Note.Length > 0 ? $": {deed.Note}" : "")}" : "";
        var muted = cycle.MuteAt(_now) is { } mute ? $"; muted {DeedText.Until(mute.Until)}" : "";
        return StatusJson.Word(cycle.Stage) + verdict + signed + muted;
    }
}
