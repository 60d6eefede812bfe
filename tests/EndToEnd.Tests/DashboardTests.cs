using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Series;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Every query of every panel of the dashboards, asked of the real databases after the product has filled them. Grafana itself isn't tried: Debian has no package of it.
/// </summary>
public sealed partial class DashboardTests(FilledDatabases databases) : IClassFixture<FilledDatabases>
{
    private const string Ward = "sensor-ward-influxdb.json", Health = "sensor-health-influxdb.json";

    [Theory]
    [InlineData(Ward)]
    [InlineData(Health)]
    public void Every_panel_shows_something_of_InfluxDB(string dashboard)
    {
        foreach (var (title, query) in Queries(dashboard, "query").Where(q => databases.HasInterfaces || !q.Text.Contains("sensor_interface", StringComparison.Ordinal)))
        {
            var asked = WithVariables(query).Replace("$timeFilter", "time > 0", StringComparison.Ordinal).Replace("fill(null)", "fill(none)", StringComparison.Ordinal)
                .Replace("time($__interval)", query.Contains("sensor_interface", StringComparison.Ordinal) ? "time(1s)" : "time(10s)", StringComparison.Ordinal);
            var series = databases.Influx.Query(FilledDatabases.Database, asked);
            Assert.True(series.Any(s => s.GetProperty("values").EnumerateArray().Any(v => v[1].ValueKind == JsonValueKind.Number)), $"{title}: {asked} is empty");
        }
    }

    [Fact]
    public void Every_panel_shows_something_of_VictoriaMetrics()
    {
        var (from, to) = databases.Period;
        foreach (var (title, query) in Queries("sensor-ward-victoriametrics.json", "expr"))
        {
            AssertSome(databases.Victoria.Get("/api/v1/query_range", ("query", WithVariables(query)), ("start", Seconds(from)), ("end", Seconds(to)), ("step", "10")), title, query);
        }
    }

    [Fact]
    public void Every_panel_shows_something_of_Prometheus()
    {
        foreach (var (title, query) in Queries("sensor-health-prometheus.json", "expr").Where(q => databases.HasInterfaces || !q.Text.Contains("sensor_interface", StringComparison.Ordinal)))
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            AssertSome(databases.Prometheus.Get("/api/v1/query_range", ("query", WithVariables(query)), ("start", Seconds(now - 300)), ("end", Seconds(now)), ("step", "1")), title, query);
        }
    }

    [Fact]
    public void Panels_name_what_the_catalogue_has_and_all_of_it()
    {
        var named = Queries(Ward, "query").Concat(Queries(Health, "query")).SelectMany(q =>
        {
            var measurement = From().Match(q.Text).Groups[1].Value;
            return Field().Matches(q.Text).Select(f => $"{measurement}.{f.Groups[1].Value}");
        }).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(SeriesCatalogue.All.SelectMany(m => m.Fields.Select(f => $"{m.Name}.{f.Name}")).Order(StringComparer.Ordinal), named);

        var promql = Queries("sensor-ward-victoriametrics.json", "expr").SelectMany(q => Metric().Matches(q.Text).Select(m => m.Value)).Distinct().Order(StringComparer.Ordinal);
        var ward = Queries(Ward, "query").SelectMany(q => Field().Matches(q.Text).Select(f => $"{From().Match(q.Text).Groups[1].Value}_{f.Groups[1].Value}")).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(ward, promql);
    }

    [Fact]
    public void Panels_name_every_metric_that_is_answered()
    {
        var named = Queries("sensor-health-prometheus.json", "expr").SelectMany(q => Metric().Matches(q.Text).Select(m => m.Value)).ToHashSet();
        var there = JsonDocument.Parse(databases.Prometheus.Get("/api/v1/label/__name__/values")).RootElement.GetProperty("data").EnumerateArray().Select(n => n.GetString()!)
            .Where(n => n.StartsWith("sensor_", StringComparison.Ordinal) && n != "sensor_build_info").ToHashSet();
        Assert.Subset(named, there);
        Assert.DoesNotContain(named.Except(there), n => databases.HasInterfaces || !n.StartsWith("sensor_interface", StringComparison.Ordinal));
    }

    [Fact]
    public void Dashboards_are_those_that_the_script_makes()
    {
        var outcome = Programs.Run(Programs.StartInfo("python3", ["docs/grafana/make.py", "--check"]));
        Assert.True(outcome.ExitCode == 0, "docs/grafana/make.py makes other dashboards than are there");
    }

    private static void AssertSome(string answer, string title, string query)
    {
        var result = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result");
        Assert.True(result.GetArrayLength() > 0, $"{title}: {query} is empty");
    }

    private static string WithVariables(string query) => Variable().Replace(query, ".*")
        .Replace("$__rate_interval", "4s", StringComparison.Ordinal).Replace("$__interval_ms", "10000", StringComparison.Ordinal).Replace("[$__interval]", "[10s]", StringComparison.Ordinal);

    private static string Seconds(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    private static List<(string Title, string Text)> Queries(string dashboard, string key)
    {
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "grafana", dashboard))).RootElement;
        var queries = json.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray().Select(t => (p.GetProperty("title").GetString()!, t.GetProperty(key).GetString()!))).ToList();
        Assert.NotEmpty(queries);
        return queries;
    }

    [GeneratedRegex(@"\$(sensor|device|protocol|quantity)\b")]
    private static partial Regex Variable();

    [GeneratedRegex("FROM \"([a-z_]+)\"")]
    private static partial Regex From();

    /// <summary>What an aggregate is taken of.</summary>
    [GeneratedRegex("\\w\\(\"([a-z0-9_]+)\"\\)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\bsensor_[a-z0-9_]+")]
    private static partial Regex Metric();
}

/// <summary>Databases with what the radiology department did, and with what one sensor said of itself while it listened to this machine.</summary>
public sealed class FilledDatabases : IDisposable
{
    internal const string Database = "ward";

    private readonly TemporaryFolder _folder = new();

    public FilledDatabases()
    {
        Influx = new InfluxDb();
        Victoria = new VictoriaMetrics();
        var (replaying, listening) = (LoopbackPort.Free(), LoopbackPort.Free());
        Prometheus = new PrometheusServer(replaying, listening);
        Influx.Start();
        Influx.Make(Database);
        Victoria.Start();
        Prometheus.Start();
        var radiology = Path.Combine("pcaps", Truth.Radiology);
        using var replay = Programs.StartSensor(
            "replay", radiology, "--config", Config("replay", replaying, "machine: true"), "--learn-until", Labels.NormalUntil, "--speed", "30x", "--out", _folder.File("replay"));
        var live = HasInterfaces ? Programs.StartSensor("live", "-i", "lo", "--config", Config("live", listening, "interval: 1s"), "--duration", "8s", "--out", _folder.File("live")) : null;
        foreach (var sensor in new[] { replay, live }.OfType<System.Diagnostics.Process>())
        {
            var outcome = Programs.Finish(sensor);
            Assert.True(outcome.ExitCode == 0, outcome.Said);
            sensor.Dispose();
        }

        var summary = ReplayResult.Parse(File.ReadAllText(Path.Combine(_folder.File("replay"), "summary.json")));
        Period = (Time("first"), Time("last") + 10);

        long Time(string key) => DateTimeOffset.Parse(summary.GetProperty(key).GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
    }

    internal InfluxDb Influx { get; }

    internal VictoriaMetrics Victoria { get; }

    internal PrometheusServer Prometheus { get; }

    /// <summary>Interfaces could be listened to.</summary>
    internal bool HasInterfaces { get; } = Environment.IsPrivilegedProcess;

    /// <summary>Packet time of the replay, in seconds.</summary>
    internal (long From, long To) Period { get; }

    public void Dispose()
    {
        Prometheus.Dispose();
        Victoria.Dispose();
        Influx.Dispose();
        _folder.Dispose();
    }

    /// <summary>So few alerts a minute that one is withheld: a bound that is reached.</summary>
    private string Config(string name, int metrics, string series) => _folder.Write(name + ".yaml", Encoding.UTF8.GetBytes(
        $$"""
        bounds:
          alerts_per_minute: 1
        series:
          name: {{name}}
          {{series}}
        metrics:
          listen: 127.0.0.1:{{metrics}}
        output:
          drain: 20s
          receivers:
            - {name: influx, type: influxdb, url: '{{Influx.Url}}', version: v1, database: {{Database}}, linger: 100ms}
            - {name: victoria, type: influxdb, url: '{{Victoria.Url}}', org: a, bucket: b, linger: 100ms}

        """));
}
