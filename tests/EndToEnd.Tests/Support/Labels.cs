using System.Globalization;
using System.Text.Json;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A misuse in radiology.pcap, and the kinds of alert that should come of it.</summary>
internal sealed record Misuse(string Name, DateTimeOffset Start, DateTimeOffset End, string[] Hosts, string[] Kinds, string What)
{
    /// <summary>An alert may come a little after what it is about.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public bool Covers(JsonElement alert)
    {
        var time = Labels.Time(alert.GetProperty("timestamp"));
        return time >= Start && time <= End + Grace && Hosts.Contains(alert.GetProperty("anomaly").GetProperty("device").GetProperty("ip").GetString());
    }
}

/// <summary><c>radiology.labels.json</c>.</summary>
internal static class Labels
{
    private static readonly JsonElement _labels = ReplayResult.Parse(File.ReadAllText(Repository.Capture("radiology.labels.json")));

    public static string NormalUntil { get; } = _labels.GetProperty("normal_until").GetString()!;

    public static string NormalUntilOffset { get; } = string.Create(CultureInfo.InvariantCulture, $"+{_labels.GetProperty("normal_until_offset_s").GetDouble()}s");

    public static IReadOnlyList<Misuse> Events { get; } = [.. _labels.GetProperty("events").EnumerateArray().Select(Read)];

    public static DateTimeOffset Time(JsonElement text) =>
        DateTimeOffset.ParseExact(text.GetString()!, ["yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static Misuse Read(JsonElement e) => new(
        e.GetProperty("name").GetString()!,
        Time(e.GetProperty("start")),
        Time(e.GetProperty("end")),
        [e.GetProperty("src").GetString()!, e.GetProperty("dst").GetString()!],
        [e.GetProperty("expect").GetString()!, .. e.TryGetProperty("also", out var also) ? also.EnumerateArray().Select(a => a.GetString()!) : []],
        e.GetProperty("what").GetString()!);
}
