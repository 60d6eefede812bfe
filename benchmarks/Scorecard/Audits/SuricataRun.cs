using System.Globalization;
using System.Text.Json;
using Scorecard.Public;
using Scorecard.Runs;

namespace Scorecard.Audits;

/// <summary>What an installed Suricata says of a slice of packets.</summary>
/// <param name="Candidates">Its alerts, by addresses of the generator's hosts; those about nobody are left out.</param>
/// <param name="Alerts">All of them.</param>
/// <param name="Rules">Loaded.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Skipped">Why it didn't run; empty: it did.</param>
internal sealed record SuricataResult(IReadOnlyList<Candidate> Candidates, long Alerts, int Rules, string Version, string Skipped);

/// <summary>
/// Suricata offline on a capture, with the distribution's own rules as they come with the package and <see cref="SuricataRules"/>. Its configuration is written to a folder that is deleted
/// afterwards. Signatures have no score: a candidate's is by the rule's priority alone, so that a threshold can only turn off whole priorities.
/// </summary>
internal static class SuricataRun
{
    private const string Distribution = "/etc/suricata/rules";
    private const string Classes = "/etc/suricata/classification.config";

    /// <param name="capture">A pcap file.</param>
    /// <param name="hosts">Number of the host that has an address.</param>
    public static SuricataResult On(string capture, IReadOnlyDictionary<string, int> hosts)
    {
        if (Tool.Run("suricata", ["-V"]) is not { } version)
        {
            return new([], 0, 0, "", "Suricata isn't installed.");
        }

        var folder = Directory.CreateTempSubdirectory("suricata");
        try
        {
            string[] rules = Directory.Exists(Distribution) ? [.. Directory.EnumerateFiles(Distribution, "*.rules").Order(StringComparer.Ordinal)] : [];
            var own = Path.Combine(folder.FullName, "hospital.rules");
            File.WriteAllText(own, SuricataRules.Text);
            var settings = Path.Combine(folder.FullName, "suricata.yaml");
            File.WriteAllText(settings, Settings(folder.FullName, [.. rules, own]));
            var run = Tool.Run("suricata", ["-r", capture, "-c", settings, "-l", folder.FullName, "-k", "none", "--runmode", "single", "--set", "classification-file=" + Classes]);
            var log = Path.Combine(folder.FullName, "eve.json");
            return run is { Code: 0 } && File.Exists(log)
                ? Read(log, hosts, rules.Append(own).Sum(r => File.ReadLines(r).Count(l => l.StartsWith("alert ", StringComparison.Ordinal))), version.Output.Trim())
                : new([], 0, 0, version.Output.Trim(), $"Suricata ended with {run?.Code}: {run?.Error.Trim()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Settings(string folder, IReadOnlyList<string> rules) =>
        $"""
        %YAML 1.1
        ---
        vars:
          address-groups:
            HOME_NET: "[10.0.0.0/8]"
            EXTERNAL_NET: "!$HOME_NET"
        {PortGroups}
        default-log-dir: {folder}
        outputs:
          - eve-log:
              enabled: yes
              filetype: regular
              filename: eve.json
              types:
                - alert
        stats:
          enabled: no
        app-layer:
          protocols:
            tls: {Enabled}
            http: {Enabled}
            ftp: {Enabled}
            ssh: {Enabled}
            smb: {Enabled}
            dcerpc: {Enabled}
            rdp: {Enabled}
            dns:
              tcp: {Enabled}
              udp: {Enabled}
        {string.Concat(Others.Select(p => $"    {p}: {Enabled}\n"))}
        default-rule-path: /
        rule-files:
        {string.Concat(rules.Select(r => $"  - {r}\n"))}
        """;

    private const string Enabled = "{ enabled: yes }";

    private static readonly string[] Others = ["smtp", "imap", "nfs", "ntp", "tftp", "ikev2", "krb5", "dhcp", "snmp", "sip", "rfb", "mqtt", "http2", "quic", "modbus", "dnp3", "enip"];

    private const string PortGroups =
        """
          port-groups:
            MODBUS_PORTS: 502
            DNP3_PORTS: 20000
            HTTP_PORTS: "80"
            SSH_PORTS: 22
        """;

    private static SuricataResult Read(string log, IReadOnlyDictionary<string, int> hosts, int rules, string version)
    {
        var (candidates, alerts) = (new List<Candidate>(), 0L);
        foreach (var line in File.ReadLines(log))
        {
            using var document = JsonDocument.Parse(line);
            var said = document.RootElement;
            if (said.GetProperty("event_type").GetString() != "alert")
            {
                continue;
            }

            alerts++;
            var (from, to) = (Host("src_ip"), Host("dest_ip"));
            if (from < 0 && to < 0)
            {
                continue;
            }

            var alert = said.GetProperty("alert");
            var signature = alert.GetProperty("signature_id").GetInt64();
            var text = alert.GetProperty("signature").GetString() ?? "";
            candidates.Add(new Candidate(
                Time(said.GetProperty("timestamp").GetString()!), from >= 0 ? from : to, from >= 0 ? to : -1, 5 - alert.GetProperty("severity").GetInt32(), Hospital.Labels.Trait.None,
                string.Create(CultureInfo.InvariantCulture, $"suricata-{signature}"), StableText.Hash(text), "rule"));

            int Host(string member) => said.TryGetProperty(member, out var address) && hosts.TryGetValue(address.GetString() ?? "", out var number) ? number : -1;
        }

        return new SuricataResult([.. candidates.OrderBy(c => c.Time).ThenBy(c => c.Host).ThenBy(c => c.Subject)], alerts, rules, version, "");
    }

    private static long Time(string text)
    {
        var ticks = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return ticks * 100;
    }
}
