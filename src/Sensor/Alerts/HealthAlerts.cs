using System.Globalization;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Rules;
using Sensor.Rules.Engine;

namespace Sensor.Alerts;

/// <summary>Makes alerts of what ails the sensor, unless the site silences it. They are about no device.</summary>
internal sealed class HealthAlerts(AlertDesk desk, SiteTuning tuning, FactView view) : IAilmentListener
{
    public void Found(in AilmentReport report)
    {
        var reason = HealthCatalogue.Of(report.What);
        var header = new FactHeader { Time = report.Time, Ordinal = report.Ordinal };
        view.Look(in header);
        if (tuning.Silences(reason.Slug, view))
        {
            return;
        }

        desk.Raise(tuning.Apply(Make(reason, in header, in report), view));
    }

    private static Alert Make(AlertReason reason, in FactHeader header, in AilmentReport report)
    {
        var unit = UnitOf(report.What);
        return new Alert(reason, null, null)
        {
            Subject = report.What == Ailment.LearningStalled ? "" : report.Name,
            Header = header,
            Observed = new Observed(report.Observed, unit, Observed(in report)),
            Expected = new ExpectedRange(0, report.What == Ailment.Loss ? report.Usual : 0, report.Limit, unit, 0, null),
            Explanation = Explain(in report),
            Packets = report.Ordinal > 0 ? [report.Ordinal] : [],
            Period = (report.From, report.Time),
        };
    }

    private static string UnitOf(Ailment what) => what switch
    {
        Ailment.OneDirection or Ailment.Loss => "share",
        Ailment.ClockJump => "jump",
        Ailment.LearningStalled => "device",
        _ => "second",
    };

    private static string Observed(in AilmentReport report) => report.What switch
    {
        Ailment.OneDirection => $"{Wording.Percent(report.Observed)} of {Number(report.Usual)} conversations",
        Ailment.Loss => $"{Wording.Percent(report.Observed)} of the traffic",
        Ailment.ClockJump => report.Observed == 1 ? "1 jump" : $"{Number(report.Observed)} jumps",
        Ailment.LearningStalled => $"{Number(report.Observed)} of {Number(report.Usual)} devices",
        _ => Span(report.Observed),
    };

    private static string Explain(in AilmentReport report) => report.What switch
    {
        Ailment.Silence when report.Name.Length > 0 => $"Nothing has come by {report.Name} for {Span(report.Observed)}.",
        Ailment.Silence => $"Nothing was captured for {Span(report.Observed)}, although packets had come all the time before.",
        Ailment.OneDirection => $"Of {Number(report.Usual)} conversations with data that ended within {Window(in report)}, {Wording.Percent(report.Observed)} had packets of one side only.",
        Ailment.Loss when report.Usual > 0 => $"{Wording.Percent(report.Observed)} of the traffic was lost on the way to the sensor within {Window(in report)}; {Wording.Percent(report.Usual)} is usual here.",
        Ailment.Loss => $"{Wording.Percent(report.Observed)} of the traffic was lost on the way to the sensor within {Window(in report)}.",
        Ailment.ClockJump => "The clock of the capture was put back by more than an hour; time is counted on from there.",
        Ailment.LearningPaused => $"Nothing has been learnt for {Span(report.Observed)}, because much of the traffic is missing from the capture.",
        Ailment.LearningStalled => $"{Number(report.Observed)} of {Number(report.Usual)} devices that were seen over a week or more can't be judged yet; most of them lack {Lack(report.Name)}.",
        _ => $"The receiver {report.Name} has taken nothing for {Span(report.Observed)}; what it is to get waits.",
    };

    private static string Lack(string lacking) => Enum.Parse<Models.Lacking>(lacking) switch
    {
        Models.Lacking.Hours => "hours in which they were seen",
        Models.Lacking.Sessions => "conversations",
        Models.Lacking.Stability => "habits: they still do new things",
        Models.Lacking.Settling => "an order that repeats",
        Models.Lacking.CleanData => "undamaged data",
        _ => "observations",
    };

    private static string Window(in AilmentReport report) => Span((report.Time - report.From) / 1e9);

    /// <summary>A span that stands alone: below an hour the seconds count too.</summary>
    private static string Span(double seconds) => (long)seconds is >= 120 and < 3600 and var whole
        ? $"{whole / 60} min{(whole % 60 == 0 ? "" : $" {whole % 60} s")}"
        : Wording.Span((long)(seconds * 1e9));

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
