namespace Contenders;

/// <summary>What is measured in an hour of a device.</summary>
public static class HourFeatures
{
    /// <summary>Names, in the order of <see cref="Hour.Values"/>, with what each is about.</summary>
    public static readonly IReadOnlyList<(string Name, Facet Facet)> All =
    [
        ("bytes sent", Facet.Volume),
        ("bytes received", Facet.Volume),
        ("conversations begun", Facet.Volume),
        ("messages sent", Facet.Volume),
        ("messages received", Facet.Volume),
        ("distinct peers", Facet.Peer),
        ("failed or refused", Facet.Failure),
        ("bytes an object", Facet.Work),
        ("objects a conversation", Facet.Work),
        ("mean answer time", Facet.Latency),
        ("mean duration of conversations", Facet.Duration),
        ("distinct commands", Facet.Command),
    ];

    public static int Count => All.Count;

    /// <summary>
    /// There is a value in every hour, if only 0. The others are means over what happened: where nothing did, they are missing. Methods on one series skip missing values; methods on
    /// all features together take the device's running mean in their place (<see cref="Profile"/>).
    /// </summary>
    public static bool IsInEveryHour(int feature) => feature is < 7 or 11;

    /// <summary>
    /// The scale on which values are compared: ln(1 + x), as amounts of traffic are spread over orders of magnitude (of ratios and times too). NaN stays NaN.
    /// </summary>
    public static double Scaled(double value) => Math.Log(1 + value);
}
