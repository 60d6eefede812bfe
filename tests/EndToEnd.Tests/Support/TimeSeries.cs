using System.Globalization;
using System.Text.Json;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>InfluxDB 1.</summary>
internal sealed class InfluxDb(bool asksWho = false) : LocalServer("influxd", "influxdb")
{
    public const string User = "writer", Password = "Wr1te+now";

    private readonly int _rpc = LoopbackPort.Free();

    protected override string ReadyPath => "/ping";

    protected override IEnumerable<string> Arguments
    {
        get
        {
            var path = Path.Combine(Folder, "influxd.toml");
            File.WriteAllText(path, $"""
                reporting-enabled = false
                bind-address = "127.0.0.1:{_rpc}"
                [meta]
                  dir = "{Folder}/meta"
                [data]
                  dir = "{Folder}/data"
                  wal-dir = "{Folder}/wal"
                [monitor]
                  store-enabled = false
                [http]
                  bind-address = "127.0.0.1:{Port}"
                  auth-enabled = {(asksWho ? "true" : "false")}
                """);
            return ["run", "-config", path];
        }
    }

    /// <summary>Makes a database and, where it asks who writes, a user.</summary>
    public InfluxDb Make(string database)
    {
        if (asksWho)
        {
            Post("/query", "", ("q", $"CREATE USER {User} WITH PASSWORD '{Password}' WITH ALL PRIVILEGES"));
        }

        Post("/query", "", [("q", $"CREATE DATABASE {database}"), .. Who]);
        return this;
    }

    /// <summary>What a query answers: series with their columns and rows.</summary>
    public IReadOnlyList<JsonElement> Query(string database, string query)
    {
        var json = JsonDocument.Parse(Get("/query", [("db", database), ("q", query), ("epoch", "ns"), .. Who])).RootElement;
        Assert.All(json.GetProperty("results").EnumerateArray(), r => Assert.False(r.TryGetProperty("error", out var error), $"{query}: {error}"));
        return [.. json.GetProperty("results").EnumerateArray().SelectMany(r => r.TryGetProperty("series", out var series) ? series.EnumerateArray().ToArray() : [])];
    }

    public SeriesContent Content(string database)
    {
        var content = new SeriesContent();
        foreach (var series in Query(database, "SELECT * FROM /sensor_.*/ GROUP BY *"))
        {
            var columns = series.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToArray();
            var tags = series.GetProperty("tags").EnumerateObject().Where(t => t.Value.GetString() != "").Select(t => (t.Name, t.Value.GetString()!));
            foreach (var row in series.GetProperty("values").EnumerateArray())
            {
                for (var i = 1; i < columns.Length; i++)
                {
                    if (row[i].ValueKind == JsonValueKind.Number)
                    {
                        content.Add($"{series.GetProperty("name").GetString()}_{columns[i]}", tags, row[0].GetInt64(), row[i].GetDouble());
                    }
                }
            }
        }

        return content;
    }

    private (string Name, string Value)[] Who => asksWho ? [("u", User), ("p", Password)] : [];
}

/// <summary>VictoriaMetrics, single node.</summary>
/// <param name="certificate">With it, it speaks TLS.</param>
/// <param name="key">The key of that.</param>
internal sealed class VictoriaMetrics(string? certificate = null, string? key = null) : LocalServer("victoria-metrics", "victoria-metrics")
{
    protected override string Scheme => certificate is null ? "http" : "https";

    protected override string ReadyPath => "/health";

    protected override IEnumerable<string> Arguments =>
    [
        $"-httpListenAddr=127.0.0.1:{Number(Port)}", $"-storageDataPath={Folder}/data", "-retentionPeriod=100y", "-loggerLevel=ERROR", "-search.latencyOffset=0s",
        "-search.maxStalenessInterval=5m", .. certificate is null ? (string[])[] : ["-tls", $"-tlsCertFile={certificate}", $"-tlsKeyFile={key}"],
    ];

    public SeriesContent Content()
    {
        Get("/internal/force_flush");
        var content = new SeriesContent();
        foreach (var line in Get("/api/v1/export", ("match[]", "{__name__=~\"sensor_.*\"}"), ("start", "0"), ("end", "9999999999")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var json = JsonDocument.Parse(line).RootElement;
            var metric = json.GetProperty("metric").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!);
            var (values, times) = (json.GetProperty("values"), json.GetProperty("timestamps"));

            // The database of the older way to write becomes a label.
            var tags = metric.Where(m => m.Key is not ("__name__" or "db")).Select(m => (m.Key, m.Value)).ToArray();
            for (var i = 0; i < values.GetArrayLength(); i++)
            {
                content.Add(metric["__name__"], tags, times[i].GetInt64() * 1_000_000, values[i].GetDouble());
            }
        }

        return content;
    }
}

/// <summary>Values by series and time, whoever holds them.</summary>
internal sealed class SeriesContent
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>What the product says it made: lines as it wrote them to a file.</summary>
    public static SeriesContent Of(IEnumerable<string> lines)
    {
        const char held = '\u0001';
        var content = new SeriesContent();
        foreach (var line in lines)
        {
            var parts = line.Replace("\\ ", held.ToString(), StringComparison.Ordinal).Split(' ');
            var head = parts[0].Replace(held, ' ').Split(',');
            var tags = head[1..].Select(t => t.Split('=')).Select(t => (t[0], t[1])).ToArray();
            foreach (var field in parts[1].Split(',').Select(f => f.Split('=')))
            {
                content.Add($"{head[0]}_{field[0]}", tags, long.Parse(parts[2], CultureInfo.InvariantCulture), double.Parse(field[1].TrimEnd('i'), CultureInfo.InvariantCulture));
            }
        }

        return content;
    }

    public void Add(string name, IEnumerable<(string Name, string Value)> tags, long time, double value) =>
        _values.Add($"{name}{{{string.Join(',', tags.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Name}={t.Value}"))}}} {time}", value);

    /// <summary>Every value is there and no other; a store of decimals may round the last digits.</summary>
    public void AssertIs(SeriesContent other, double error = 0)
    {
        Assert.Equal(other._values.Keys, _values.Keys);
        foreach (var (key, value) in _values)
        {
            Assert.True(Math.Abs(value - other._values[key]) <= error * Math.Abs(value), $"{key} is {value}, not {other._values[key]}");
        }
    }
}

/// <summary>Prometheus, which asks sensors for their metrics every second.</summary>
/// <param name="sensors">Their ports.</param>
internal sealed class PrometheusServer(params int[] sensors) : LocalServer("prometheus", "prometheus")
{
    protected override string ReadyPath => "/-/ready";

    protected override IEnumerable<string> Arguments
    {
        get
        {
            var path = Path.Combine(Folder, "prometheus.yml");
            var targets = string.Join(", ", sensors.Select(s => $"'127.0.0.1:{Number(s)}'"));
            File.WriteAllText(path, $"global: {{scrape_interval: 1s}}\nscrape_configs: [{{job_name: sensor, static_configs: [{{targets: [{targets}]}}]}}]\n");
            return [$"--config.file={path}", $"--storage.tsdb.path={Folder}/data", $"--web.listen-address=127.0.0.1:{Number(Port)}", "--log.level=error"];
        }
    }
}
