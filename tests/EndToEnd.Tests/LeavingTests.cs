using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// All ways out at once: result files, an EVE file, syslog, a webhook, InfluxDB, the report, captures of alerts, what the state holds and exports, and all that is
/// said. Neither a patient nor a secret leaves by any of them.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class LeavingTests(CaptureRuns runs) : IDisposable
{
    private static readonly string[] Secrets = ["canary-hook-secret-91bc", "canary-hook-token-7f3a", "canary-influx-token-55d0"];

    private readonly TemporaryFolder _folder = new();
    private readonly PostBox _hook = new();
    private readonly PostBox _influx = new();
    private readonly UdpClient _syslog = new(new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public async Task No_patient_and_no_secret_leaves_by_any_way()
    {
        var planted = PrivacyTests.Identifiers(runs.Plain(Truth.Radiology));
        var syslog = new StringBuilder();
        var listening = Task.Run(() => Listen(syslog));
        var said = new List<string>();
        Say(["replay", Repository.Capture(Truth.Radiology), "--learn-until", Labels.NormalUntil, "--config", Configuration(), "--out", At("out"), "--state", At("state"), "--report", At("report.html")]);
        foreach (var command in (string[][])[
            ["alerts", "list", "--state", At("state"), "--steps", "--format", "json"], ["alerts", "show", "alert-000003", "--state", At("state")],
            ["alerts", "ack", "alert-000001", "--state", At("state"), "--by", "tester-1"], ["outputs", "list", "--state", At("state")],
            ["outputs", "test", "--config", At("sensor.yaml")], ["config", "show", At("sensor.yaml")], ["report", "--state", At("state"), "-o", At("again.html")],
            ["state", "export", At("state")]])
        {
            Say(command);
        }

        foreach (var id in (string[])["alert-000002", "alert-000010", "alert-000013"])
        {
            Say(["alerts", "pcap", id, "--state", At("state"), "-o", At($"{id}.pcapng")]);
        }

        _syslog.Close();
        await listening;
        Assert.Contains("dicom-ae-guessing", _hook.Text, StringComparison.Ordinal);
        Assert.Contains("sensor_traffic", _influx.Text, StringComparison.Ordinal);
        Assert.Contains("CEF:0|", syslog.ToString(), StringComparison.Ordinal);

        // A webhook's and a database's own secret goes to them, in a header; nowhere else.
        var texts = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".secret", StringComparison.Ordinal)).Select(f => (Name: f, Text: Encoding.Latin1.GetString(File.ReadAllBytes(f))))
            .Concat([("webhook", Bodies(_hook.Text)), ("influxdb", Bodies(_influx.Text)), ("syslog", syslog.ToString()), .. said.Select(s => ("said", s))]).ToList();
        Assert.InRange(texts.Count, 25, int.MaxValue);
        foreach (var (name, text) in texts)
        {
            Assert.Equal((name, ""), (name, string.Join(", ", Secrets.Where(s => text.Contains(s, StringComparison.Ordinal)))));
            Assert.Equal((name, ""), (name, string.Join(", ", planted.Where(p => p.Length >= 6 && p.Any(char.IsAsciiLetter) && text.Contains(p, StringComparison.Ordinal)))));
        }

        void Say(string[] command)
        {
            var outcome = Programs.Sensor(command);
            Assert.True(outcome.ExitCode == 0, string.Join(' ', command) + "\n" + outcome.Said);
            said.Add(outcome.Said);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _hook.Dispose();
        _influx.Dispose();
        _syslog.Dispose();
    }

    private string At(string name) => _folder.File(name);

    private string Configuration()
    {
        string[] names = ["hook", "token", "influx"];
        for (var i = 0; i < names.Length; i++)
        {
            File.WriteAllText(At($"{names[i]}.secret"), Secrets[i]);
            File.SetUnixFileMode(At($"{names[i]}.secret"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return _folder.Write("sensor.yaml", Encoding.UTF8.GetBytes($"""
            output:
              drain: 20s
              receivers:
                - name: lines
                  type: eve
                  path: eve.json
                - name: siem
                  type: syslog
                  host: 127.0.0.1
                  port: {((IPEndPoint)_syslog.Client.LocalEndPoint!).Port}
                  format: cef
                  events: all
                - name: hook
                  type: webhook
                  url: http://127.0.0.1:{_hook.Port}/
                  secret_file: hook.secret
                  token_file: token.secret
                  events: [alert, incident, health, device]
                - name: series
                  type: influxdb
                  url: http://127.0.0.1:{_influx.Port}
                  version: v2
                  org: ward
                  bucket: sensor
                  token_file: influx.secret
                  gzip: false
            """));
    }

    private void Listen(StringBuilder syslog)
    {
        var from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                syslog.AppendLine(Encoding.UTF8.GetString(_syslog.Receive(ref from)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static string Bodies(string requests) =>
        string.Join('\n', requests.Split('\n').Where(l => !l.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)));
}
