using System.Globalization;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>TLS, FTP, Telnet and HTTP as tshark reads them, and nothing of what people typed.</summary>
public sealed class IdentityTests(CaptureRuns runs)
{
    public static TheoryData<string> Tls { get; } = ["parts/tls-versions.pcap", "parts/tls-weak.pcap", "parts/tls-retry.pcap", "parts/dicom-tls.pcap"];

    public static TheoryData<string> All { get; } =
    [
        "parts/tls-versions.pcap", "parts/tls-weak.pcap", "parts/tls-retry.pcap", "parts/ftp-login.pcap", "parts/ftp-tls.pcap", "parts/telnet-login.pcap",
        "parts/http-basic.pcap",
    ];

    /// <summary>The version is the one of the extension where there is one.</summary>
    [Theory]
    [MemberData(nameof(Tls))]
    public void Server_hellos_are_those_that_tshark_reads(string capture)
    {
        var expected = Rows(capture, "tls.handshake.type == 2", "tcp.stream", "tls.handshake.version", "tls.handshake.extensions.supported_version", "tls.handshake.ciphersuite")
            .GroupBy(r => r[0]).OrderBy(g => int.Parse(g.Key, CultureInfo.InvariantCulture)).Select(g => g.Last())
            .Select(r => $"{Version(r[2].Length > 0 ? r[2] : r[1])} {Hex(r[3])}");

        Assert.Equal(expected, Of(capture, "tls").Where(e => e.TryGetProperty("cipher", out _)).Select(e => $"{Text(e, "version")} {Text(e, "cipher")}"));
    }

    [Theory]
    [MemberData(nameof(Tls))]
    public void Names_and_certificates_are_those_that_tshark_reads(string capture)
    {
        var names = Rows(capture, "tls.handshake.extensions_server_name", "tcp.stream", "tls.handshake.extensions_server_name").DistinctBy(r => r[0]).Select(r => r[1]);
        var ends = Rows(capture, "tls.handshake.certificate", "x509af.utcTime").Select(r => r[0].Split(',')[1][..16].Replace(' ', 'T'));
        var alerts = Rows(capture, "tls.alert_message.level == 2", "tls.alert_message.desc").Count;

        Assert.Equal(names, Of(capture, "tls").Select(e => Text(e, "sni")).OfType<string>());
        Assert.Equal(ends, Of(capture, "tls").Select(e => Text(e, "notafter")?[..16]).OfType<string>());
        Assert.Equal(alerts, Of(capture, "tls").Count(e => e.TryGetProperty("alert", out _)));
    }

    [Fact]
    public void Http_exchanges_are_those_that_tshark_reads()
    {
        const string Capture = "parts/http-basic.pcap";
        string[] fields = ["http.request.method", "http.host", "http.user_agent", "http.response.code", "http.server", "http.content_type"];
        var rows = Rows(Capture, "http.request or http.response", ["tcp.stream", .. fields]);
        var expected = rows.Where(r => r[1].Length > 0).Zip(
            rows.Where(r => r[4].Length > 0), (request, response) => string.Join('|', request[1], request[2].Split(':')[0], request[3], response[4], response[5]));

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Of(Capture, "http").Select(e => string.Join('|', Text(e, "http_method"), Text(e, "hostname"), Text(e, "http_user_agent"), e.GetProperty("status").GetRawText(), Text(e, "server")))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ftp_logins_are_those_that_tshark_reads()
    {
        const string Capture = "parts/ftp-login.pcap";
        var replies = Rows(Capture, "ftp.response.code", "tcp.stream", "ftp.response.code");
        var expected = replies.GroupBy(r => r[0]).Select(g => $"{(g.Any(r => r[1] == "230") ? "accepted" : "refused")} {g.Count(r => r[1] == "530")}");

        Assert.Equal(expected, Of(Capture, "ftp").Select(e => $"{Text(e, "login")} {e.GetProperty("failed_logins").GetInt32()}"));
    }

    /// <summary>What was typed, asked for or sent to prove who is there.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_that_people_typed_is_in_any_output(string capture)
    {
        string[] secrets = ["not-a-secret", "wrong-guess", "wrong-again", "ct1", "c2VydmljZTpub3QtYS1zZWNyZXQ=", "index.html", "PatientID", "TEST000042", "readme", "upload"];
        var result = runs.Of(capture);
        var written = string.Concat(ReplayResult.FileNames.Select(n => File.ReadAllText(result.PathOf(n)))) + result.Outcome.Said;

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_software_says_of_itself_is_in_the_inventory()
    {
        Assert.Contains(runs.Of("parts/http-basic.pcap").Devices, d => d.GetProperty("software").EnumerateArray().Any(s => s.GetString() == "nginx/1.22.1"));
        Assert.Contains(runs.Of("parts/tls-weak.pcap").Devices, d => d.GetProperty("hostnames").EnumerateArray().Any(s => s.GetString() == "pump-gateway.example"));
    }

    /// <summary>An object for each protocol that had one before; the others are counted only.</summary>
    [Fact]
    public void The_summary_counts_their_conversations_and_has_no_more_keys()
    {
        var summary = runs.Of("parts/ftp-tls.pcap").Summary;

        Assert.Equal("""{"ftp":2,"tls":1}""", JsonSerializer.Serialize(summary.GetProperty("protocols")));
        Assert.False(summary.TryGetProperty("tls", out _));
    }

    private IEnumerable<JsonElement> Of(string capture, string type) => runs.Of(capture).EventsOf(type).Select(e => e.GetProperty(type));

    private static List<string[]> Rows(string capture, string filter, params string[] fields) =>
        [.. Programs.Tshark(["-n", "-r", Repository.Capture(capture), "-d", "tcp.port==8443,tls", "-d", "tcp.port==2762,tls", "-d", "tcp.port==2121,ftp", "-d", "tcp.port==8088,http",
            "-Y", filter, "-T", "fields", "-E", "separator=;", "-E", "occurrence=a", .. fields.SelectMany(f => new[] { "-e", f })])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(';'))];

    private static string? Text(JsonElement e, string member) => e.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static string Hex(string number) => "0x" + Number(number).ToString("X4", CultureInfo.InvariantCulture);

    private static int Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Version(string number) => Number(number) switch { 0x301 => "TLSv1", 0x302 => "TLS 1.1", 0x303 => "TLS 1.2", 0x304 => "TLS 1.3", _ => number };
}
