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
}
