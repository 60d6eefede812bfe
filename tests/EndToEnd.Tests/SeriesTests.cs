using System.Text;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Points of the radiology department in real databases: every one that was made is there, once, whatever happened on the way.</summary>
public sealed class SeriesTests : IDisposable
{
    private const string Database = "ward";

    /// <summary>What a store of decimals may lose.</summary>
    private const double Rounding = 1e-11;

    private static readonly string _radiology = Path.Combine("pcaps", Truth.Radiology);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "gzip: true")]
    [InlineData(true, "gzip: false")]
    public void InfluxDB_has_every_point_that_was_made(bool asksWho, string option)
    {
        using var influx = new InfluxDb(asksWho);
        influx.Start();
        influx.Make(Database);
        var who = asksWho ? $"user: {InfluxDb.User}, password_file: {Secret(InfluxDb.Password)}, " : "";
        var config = Config($"url: '{influx.Url}', version: v1, database: {Database}, {who}{option}");

        Replay(config);
        var made = Made();
        Assert.True(made.Count > 5000, $"{made.Count} values");
        influx.Content(Database).AssertIs(made);

        // Once more, as after a crash: the same points at the same places.
        Replay(config);
        influx.Content(Database).AssertIs(made);
    }

    [Theory]
    [InlineData("version: v1, database: ward")]
    [InlineData("version: v2, org: hospital, bucket: ward, token: t0ken, batch: 1")]
    public void VictoriaMetrics_has_every_point_by_either_way_to_write(string way)
    {
        using var victoria = new VictoriaMetrics();
        victoria.Start();
        Replay(Config($"url: '{victoria.Url}', {way}"));

        victoria.Content().AssertIs(Made(), Rounding);
    }

    [Fact]
    public void A_server_with_a_certificate_of_the_site_is_trusted_and_no_other()
    {
        var (ca, certificate, key) = Certificates();
        using var victoria = new VictoriaMetrics(certificate, key);
        victoria.Start();
        var stranger = Replay(Config($"url: '{victoria.Url}', org: a, bucket: b"), drain: "1s");
        Assert.Matches("'base' has not taken [0-9]+ of what is sent to it .*certificate", stranger.Error);

        Replay(Config($"url: '{victoria.Url}', org: a, bucket: b, ca_file: {ca}"));
        victoria.Content().AssertIs(Made(), Rounding);
    }

    [Fact]
    public void What_was_made_while_the_server_was_down_is_there_when_it_has_come_back()
    {
        using var influx = new InfluxDb();
        influx.Start();
        influx.Make(Database);
        influx.Stop();
        using var sensor = Programs.StartSensor(
            "replay", _radiology, "--config", Config($"url: '{influx.Url}', version: v1, database: {Database}"), "--out", _folder.File("out"), "--speed", "30x");
        Kept.WaitFor(() => File.Exists(Lines) && File.ReadLines(Lines).Count() > 500);
        influx.Start();
        var outcome = Programs.Finish(sensor);

        Assert.True(outcome.ExitCode == 0, outcome.Said);
        influx.Content(Database).AssertIs(Made());
    }

    [Fact]
    public void What_nobody_took_waits_on_disk_for_the_next_run()
    {
        using var influx = new InfluxDb();
        influx.Start();
        influx.Make(Database);
        influx.Stop();
        var config = Config($"url: '{influx.Url}', version: v1, database: {Database}", $"spool: {_folder.File("spool")}");
        var outcome = Replay(config, drain: "300ms");
        Assert.Contains("for the next run", outcome.Error, StringComparison.Ordinal);
        var made = Made();

        influx.Start();
        var nothing = _folder.File("nothing.pcap");
        ClassicPcap.Write(nothing, []);
        Run(config, nothing);
        influx.Content(Database).AssertIs(made);
    }

    [Fact]
    public void A_password_that_is_not_accepted_is_said_without_saying_it()
    {
        using var influx = new InfluxDb(asksWho: true);
        influx.Start();
        influx.Make(Database);
        var outcome = Replay(Config($"url: '{influx.Url}', version: v1, database: {Database}, user: {InfluxDb.User}, password: 'Not-it-4711'"), drain: "1s");

        Assert.Contains("it answers 401: the token, or the user and the password, isn't accepted", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Not-it-4711", outcome.Said + File.ReadAllText(_folder.File("out/events.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_not_there_is_said()
    {
        using var influx = new InfluxDb();
        influx.Start();
        var outcome = Replay(Config($"url: '{influx.Url}', version: v1, database: elsewhere"), drain: "1s");
        Assert.Contains("it answers 404: it has no such database or bucket", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>A field of another type was there first: InfluxDB writes the rest and says 400.</summary>
    [Fact]
    public void Points_that_are_refused_are_set_aside_and_the_others_are_there()
    {
        using var influx = new InfluxDb();
        influx.Start();
        influx.Make(Database);
        influx.Post("/write", "sensor_score,sensor=sensor judged=\"a text\" 1795286960000000000", ("db", Database));
        var spool = _folder.File("spool");
        Replay(Config($"url: '{influx.Url}', version: v1, database: {Database}, batch: 8", $"spool: {spool}"));

        var refused = File.ReadAllText(Path.Combine(spool, "base", "refused.jsonl"));
        Assert.Contains("it answers 400", refused, StringComparison.Ordinal);
        var made = Made().Keys.Where(k => !k.StartsWith("sensor_score", StringComparison.Ordinal)).ToList();
        Assert.Subset(influx.Content(Database).Keys.ToHashSet(), made.ToHashSet());
    }

    [Fact]
    public void Points_of_a_replay_are_the_same_with_any_number_of_workers()
    {
        var config = _folder.Write("lines.yaml", Encoding.UTF8.GetBytes($"output:\n  receivers:\n    - {{name: lines, type: eve, path: '{Lines}', events: [point]}}\n"));
        var texts = new List<string>();
        foreach (var workers in (string[])["1", "4"])
        {
            File.Delete(Lines);
            Run(config, _radiology, "--workers", workers);
            texts.Add(File.ReadAllText(Lines));
        }

        Assert.True(texts[0].Length > 100_000);
        Assert.Equal(texts[0], texts[1]);
    }

    [Theory]
    [InlineData("version: v1", "'database' is missing here.")]
    [InlineData("version: v2, org: a", "'bucket' is missing here.")]
    [InlineData("version: v1, database: d, user: u", "'user' needs 'password_file' or 'password'.")]
    [InlineData("version: v1, database: d, password: p", "A password needs 'user'.")]
    [InlineData("version: v1, database: d, events: [alert]", "A receiver of type influxdb takes 'point', not 'alert'.")]
    [InlineData("version: v3, database: d", "'v3'")]
    [InlineData("version: v1, database: d, org: a", "org")]
    public void What_is_wrong_with_a_receiver_is_said_in_one_sentence(string keys, string sentence)
    {
        var outcome = Programs.Sensor("replay", _radiology, "--config", Config($"url: 'http://127.0.0.1:1', {keys}"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_test_point_arrives()
    {
        using var influx = new InfluxDb();
        influx.Start();
        influx.Make(Database);
        var outcome = Programs.Sensor("outputs", "test", "base", "--config", Config($"url: '{influx.Url}', version: v1, database: {Database}"));
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Single(influx.Query(Database, "SELECT * FROM sensor_test"));
    }

    private string Lines => _folder.File("points.lp");

    private SeriesContent Made() => SeriesContent.Of(File.ReadLines(Lines));

    private string Secret(string text)
    {
        var path = _folder.Write("password", Encoding.UTF8.GetBytes(text + "\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    /// <summary>One receiver under trial, and one that keeps what was made.</summary>
    private string Config(string receiver, string output = "") => _folder.Write("sensor.yaml", Encoding.UTF8.GetBytes(
        $$"""
        output:
          retry: 50ms
          drain: {{Drain}}
          {{output}}
          receivers:
            - {name: base, type: influxdb, linger: 50ms, {{receiver}}}
            - {name: lines, type: eve, path: '{{Lines}}', events: [point]}

        """));

    private const string Drain = "30s";

    private Outcome Replay(string config, string? drain = null)
    {
        File.Delete(Lines);
        if (drain is not null)
        {
            File.WriteAllText(config, File.ReadAllText(config).Replace($"drain: {Drain}", $"drain: {drain}", StringComparison.Ordinal));
        }

        return Run(config, _radiology, "--learn-until", Labels.NormalUntil);
    }

    private Outcome Run(string config, string path, params string[] options)
    {
        var outcome = Programs.Sensor(["replay", path, "--config", config, "--out", _folder.File("out"), .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return outcome;
    }

    /// <summary>A site's own authority and a server's certificate by it.</summary>
    private (string Ca, string Certificate, string Key) Certificates()
    {
        var (ca, caKey, request, certificate, key) = (_folder.File("ca.pem"), _folder.File("ca.key"), _folder.File("server.csr"), _folder.File("server.pem"), _folder.File("server.key"));
        Openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", caKey, "-out", ca, "-days", "2", "-subj", "/CN=Ward CA");
        Openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1");
        Openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", caKey, "-CAcreateserial", "-out", certificate, "-days", "2", "-copy_extensions", "copy");
        return (ca, certificate, key);

        static void Openssl(params string[] arguments)
        {
            try
            {
                var outcome = Programs.Run(Programs.StartInfo("openssl", arguments));
                Assert.True(outcome.ExitCode == 0, outcome.Said);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("openssl is not installed (apt-get install openssl)");
            }
        }
    }
}
