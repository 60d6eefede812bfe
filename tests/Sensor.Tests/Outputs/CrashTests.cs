using System.Diagnostics;
using System.Text.Json;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>The program is killed (SIGKILL) at instants of a seeded chance while it sends, and started again until it is done.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Token = "tok-hunter2", Interval = "0.001s";
    private const int Kills = 5;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice_under_another_name()
    {
        using var server = new WebServer();
        var (alerts, events, patience) = Undisturbed();
        var random = new Random(20261122);
        var said = "";
        for (var kills = 0; ; kills++)
        {
            using var process = Start("killed", $"""
                output:
                  receivers:
                    - name: hook
                      type: webhook
                      url: {server.Url}
                      token_file: {_folder.Named("token")}
                    - name: lines
                      type: eve
                      path: {_folder.Named("eve.json")}
                """);
            if (process.WaitForExit(kills == Kills ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(200) + (patience * random.NextDouble())))
            {
                said += process.StandardError.ReadToEnd();
                Assert.True(process.ExitCode == 0, said);
                break;
            }

            process.Kill();
            process.WaitForExit();
            said += process.StandardError.ReadToEnd();
        }

        var received = server.Requests.Where(r => r.Headers["x-sensor-event"] == "alert").ToList();
        Assert.Equal(alerts, received.Select(r => r.Body).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(alerts.Count, received.Select(r => r.Headers["idempotency-key"]).Distinct().Count());
        Assert.Equal(alerts.Count, received.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("anomaly").GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(alerts.Concat(events).Order(StringComparer.Ordinal), Lines("eve.json").Where(IsWhole).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "token"), f => Assert.DoesNotContain(Token, File.ReadAllText(f), StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private (List<string> Alerts, List<string> Events, TimeSpan Time) Undisturbed()
    {
        _folder.File("token", System.Text.Encoding.UTF8.GetBytes(Token + "\n"));
        Machine.Run("chmod", "600", _folder.Named("token"));
        var watch = Stopwatch.StartNew();
        using var process = Start("undisturbed", "");
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, process.ExitCode);
        Directory.CreateDirectory(_folder.Named("killed"));
        File.Copy(_folder.Named("undisturbed/pseudonym.key"), _folder.Named("killed/pseudonym.key"));
        return ([.. Lines("undisturbed-results/alerts.jsonl").Order(StringComparer.Ordinal)], [.. Lines("undisturbed-results/events.jsonl").Distinct()], watch.Elapsed);
    }

    private IEnumerable<string> Lines(string file) => File.ReadLines(_folder.Named(file));

    private static bool IsWhole(string line) => line.EndsWith('}') && line.StartsWith('{');

    private Process Start(string state, string configuration)
    {
        var file = _folder.File("sensor.yaml", System.Text.Encoding.UTF8.GetBytes($"state: {{interval: {Interval}}}\n{configuration}\n"));
        return Machine.Start("dotnet",
        [
            Machine.Sensor, "replay", Path.Combine(Machine.Root, "pcaps", "radiology.pcap"), "--learn-until", "+169s", "--config", file,
            "--state", _folder.Named(state), "--out", _folder.Named($"{state}-results"),
        ]);
    }
}
