namespace Scorecard.Scoring;

/// <summary>What alerts are worth to who must read them, were there one incident a device-year.</summary>
internal static class Burden
{
    /// <summary>What reading one alert is taken to cost, minutes. Not measured: who needs longer, scales.</summary>
    public const double MinutesAnAlert = 2;

    /// <summary>Incidents a device-month, were there one a device-year.</summary>
    private const double Incidents = 30 / 365.25;

    /// <summary>Share of alert episodes that are about an incident (Bayes). Null: nothing is known of the one, or there are none.</summary>
    /// <param name="found">Share of incidents that is found, each once.</param>
    /// <param name="falseRate">False alert episodes a device-month.</param>
    public static double? Precision(double? found, double falseRate) =>
        found is { } share && (share > 0 || falseRate > 0) ? share * Incidents / ((share * Incidents) + falseRate) : null;

    /// <summary>Minutes spent on alerts for each incident that is found. Null: none is.</summary>
    public static double? MinutesAnIncident(double? precision) => precision > 0 ? MinutesAnAlert / precision : null;
}
