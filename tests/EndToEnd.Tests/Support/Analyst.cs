using System.Text.Json;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Somebody who works with the alerts of a state that the radiology department left, and sees the same day come again.</summary>
internal sealed class Analyst
{
    /// <summary>Who intrudes, and who is intruded upon.</summary>
    public const string Laptop = "10.20.0.66", Archive = "10.20.0.10";

    private readonly TemporaryFolder _folder;
    private readonly Kept _kept;
    private int _days;

    /// <param name="folder">Where files go.</param>
    /// <param name="state">A state, of which this is a copy.</param>
    public Analyst(TemporaryFolder folder, string state)
    {
        _folder = folder;
        _kept = new Kept(folder, $"state-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_kept.Path);
        foreach (var file in Directory.GetFiles(state))
        {
            File.Copy(file, Path.Combine(_kept.Path, Path.GetFileName(file)));
        }
    }

    public Kept Kept => _kept;

    /// <summary>The incident that the laptop's intrusion is, by an id.</summary>
    public string Intrusion => List("--device", Laptop)[0].GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString()!;

    /// <summary>Says something that must be accepted.</summary>
    public string Do(params string[] arguments)
    {
        var outcome = Try(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Empty(outcome.Error);
        return outcome.Output;
    }

    public Outcome Try(params string[] arguments) => Programs.Sensor(["alerts", .. arguments, "--state", _kept.Path]);

    public JsonElement[] List(params string[] options) =>
        [.. Do(["list", "--format", "json", .. options]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReplayResult.Parse)];

    public JsonElement Status(string id) => ReplayResult.Parse(Do("show", id, "--json")).GetProperty("status");

    /// <summary>The same day so many hours later.</summary>
    public static IEnumerable<byte[]> Day(int hours) => ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Select(r => ClassicPcap.Later(r, hours * 3600L));

    /// <summary>The same day comes again; what isn't known isn't learnt.</summary>
    public ReplayResult Again(int hours)
    {
        var capture = _folder.File($"{Path.GetFileName(_kept.Path)}-{++_days}.pcap");
        ClassicPcap.Write(capture, Day(hours));
        return _kept.Replay(capture, "--mode", "detect");
    }

    /// <summary>Reasons of a run's alerts between the laptop and the archive, each once.</summary>
    public static string[] Reasons(IEnumerable<JsonElement> alerts) =>
        [.. alerts.Select(a => a.GetProperty("anomaly")).Where(a => Ip(a, "device") is Laptop or Archive && Ip(a, "peer") is Laptop or Archive)
            .Select(a => a.GetProperty("reason").GetString()!).Distinct().Order(StringComparer.Ordinal)];

    private static string? Ip(JsonElement anomaly, string end) => anomaly.GetProperty(end) is { ValueKind: JsonValueKind.Object } device ? device.GetProperty("ip").GetString() : null;
}
