using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Shipped rules on what real software puts on the wire: each finds its misuse, and none cries wolf.</summary>
public sealed class ShippedRuleTests(CaptureRuns runs)
{
    private static readonly string[] ClearText = ["dicom-in-clear", "hl7-in-clear"];

    /// <summary>Captures of single exchanges and what they show besides clear text.</summary>
    public static TheoryData<string, string> Postures => new()
    {
        { "parts/dicom-user-identity.pcap", "dicom-passcode-in-clear" },
        { "parts/ftp-login.pcap", "ftp-anonymous ftp-password-in-clear" },
        { "parts/ftp-tls.pcap", "" },
        { "parts/http-basic.pcap", "http-password-in-clear web-images-in-clear" },
        { "parts/telnet-login.pcap", "telnet-in-use" },
        { "parts/tls-versions.pcap", "tls-old-version" },
        { "parts/tls-weak.pcap", "tls-expired-certificate tls-weak-cipher" },
        { "parts/tls-retry.pcap", "" },
        { "parts/dicom-tls.pcap", "" },
        { "parts/dicom-move.ns.pcap", "" },
        { "parts/dicom-reject-called.pcap", "" },
        { "parts/hl7-errors.ns.pcap", "" },
    };

    [Theory]
    [MemberData(nameof(Postures))]
    public void A_capture_shows_the_findings_that_are_in_it(string capture, string findings)
    {
        Assert.Equal(findings, string.Join(' ', Findings(runs.Of(capture)).Except(ClearText).Order(StringComparer.Ordinal)));
    }

    /// <summary>What captures of pumps and SDC devices hold is told: control taken by a host never seen before, boluses, silence, commands that aren't known.</summary>
    private static readonly string[] OfPumps =
    [
        "bedside-sdc.pcap: sdc-in-clear",
        "bedside-sdc.pcap: sdc-delivery-set",
        "bedside-sdc.pcap: pump-alarms-suppressed",
        "bedside-sdc.pcap: sdc-endpoint-moved",
        "pump-alaris-bytes.pcap: pump-remote-taken",
        "pump-alaris-faults.pcap: pump-code-guessed",
        "pump-alaris-faults.pcap: pump-remote-taken",
        "pump-alaris-midstream.pcap: pump-remote-taken",
        "pump-alaris-telnet.pcap: pump-remote-taken",
        "pump-alaris.pcap: pump-remote-taken",
        "pump-bcc-changes.pcap: pump-library-changed",
        "pump-bcc-faults.pcap: pump-unknown-command",
        "pump-dianet-midstream.pcap: pump-alarms-suppressed",
        "pump-dianet-midstream.pcap: pump-unknown-command",
        "pump-dianet.pcap: pump-remote-taken",
        "pump-dianet.pcap: pump-bolus-at-once",
        "pump-dianet.pcap: pump-alarms-suppressed",
        "pump-dianet.pcap: pump-unknown-command",
        "pump-fresenius.pcap: pump-remote-taken",
        "pump-fresenius.pcap: pump-bolus-at-once",
        "pump-fresenius.pcap: pump-alarms-suppressed",
        "pump-pcd.pcap: pump-remote-taken",
        "pump-pcd.pcap: pump-rate-jump",
    ];

    /// <summary>Single exchanges, broken off, cut, damaged, refused, through tunnels: none of it is an attack.</summary>
    [Fact]
    public void No_single_exchange_alerts()
    {
        var parts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "pcaps", "parts"), "*.pcap*").Order(StringComparer.Ordinal).ToList();
        Assert.True(parts.Count > 60);
        var stray = parts.SelectMany(p => runs.Of($"parts/{Path.GetFileName(p)}").Alerts.Select(a => $"{Path.GetFileName(p)}: {Reason(a)}")).ToList();
        Assert.Equal(OfPumps.Order(StringComparer.Ordinal), stray.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_radiology_department_shows_what_it_is()
    {
        string[] alerts = ["dicom-ae-guessing", "dicom-find-harvest", "dicom-tool-retrieval", "hl7-discharge-storm"];
        string[] findings = [.. Enumerable.Repeat("dicom-in-clear", 4), "dicom-default-title-used", "hl7-in-clear", .. Enumerable.Repeat("toolkit-on-modality", 3)];
        Assert.Equal(alerts, runs.Radiology.Alerts.Where(a => Kind(a) == "rule").Select(Reason).Order(StringComparer.Ordinal));
        Assert.Equal(findings.Order(StringComparer.Ordinal), Findings(runs.Radiology).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Misuse_by_real_software_is_told_once_each()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a network of its own needs root");
        foreach (var program in new[] { "unshare", "python3", "ip", "tcpdump", "storescp", "echoscu" })
        {
            Assert.SkipUnless(IsInstalled(program), $"{program} is not installed (apt-get install util-linux python3 iproute2 tcpdump dcmtk)");
        }

        using var folder = new TemporaryFolder();
        var capture = folder.File("misuse.pcap");
        var made = Programs.Run(Programs.StartInfo("unshare", ["--net", "python3", Path.Combine("tests", "EndToEnd.Tests", "Support", "misuse.py"), capture]));
        Assert.True(made.ExitCode == 0, made.Said);

        var result = runs.Run([capture], "--mode", "learn");
        string[] alerts =
        [
            "dicom-hostile-name", "dicom-idle-associations", "dicom-server-down", "dicom-server-search", "hl7-discharge-storm", "hl7-hostile-header",
            "hl7-identity-series", "hl7-malformed", "hl7-query-harvest", "hl7-refusals", "hl7-replay", "hl7-type-probing", "network-sweep", "port-scan",
            "web-on-clinical-port", "web-password-guessing",
        ];
        Assert.Equal(alerts, result.Alerts.Select(Reason).Order(StringComparer.Ordinal));
        Assert.Equal(["dicom-any-title-served", "hl7-mixed-processing"], Findings(result).Except(ClearText).Order(StringComparer.Ordinal));
    }

    private static bool IsInstalled(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static IEnumerable<string> Findings(ReplayResult result) =>
        File.ReadLines(result.PathOf("findings.jsonl")).Select(l => ReplayResult.Parse(l).GetProperty("finding").GetString()!);

    private static string Reason(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("reason").GetString()!;

    private static string Kind(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("kind").GetString()!;
}
