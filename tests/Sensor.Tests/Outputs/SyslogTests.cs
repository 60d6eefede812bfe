using Sensor.Outputs.Delivery;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Messages of syslog, received by rsyslogd.</summary>
public sealed class SyslogTests : IDisposable
{
    private const int Local0 = 16;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public void An_alert_arrives_whole(string transport)
    {
        using var server = new SyslogServer(transport);
        using (var bench = Bench(server, transport))
        {
            Assert.All(Enumerable.Range(1, 20), i => bench.Alert(i));
        }

        Eventually.True(() => server.Messages.Count >= 20, () => $"{server.Messages.Count} came");
        var message = server.Messages[6];
        Assert.Equal(((Local0 * 8) + 3, "sensor.example.org", "sensor", "alert"), (message.Priority, message.Host, message.Program, message.Id));
        Assert.Equal("2025-11-21T17:00:00.123456Z", message.Time);
        Assert.Matches("^\\[origin software=\"sensor\" swVersion=\"1.2.3\"\\]\\[sensor@32473 key=\"0123abcd-alert-000007-[0-9a-f]{24}\"\\]$", message.Data);
        Assert.Equal(SendingBench.AlertLine(7), message.Text.TrimStart());
        Assert.Equal(20, server.Messages.Select(m => m.Data).Distinct().Count());
    }

    [Fact]
    public void Over_tls_both_sides_know_each_other()
    {
        using var certificates = new Certificates();
        using var server = new SyslogServer("tls", certificates);
        using (var bench = Bench(server, "tls", $"      ca_file: {certificates["ca.pem"]}\n      certificate_file: {certificates["client.pem"]}\n      key_file: {certificates["client.key"]}\n", "localhost"))
        {
            bench.Alert(1, SendingBench.AlertLine(1, "Für Ärztinnen."));
        }

        Eventually.True(() => server.Messages.Count == 1);
        Assert.Equal("\uFEFF" + SendingBench.AlertLine(1, "Für Ärztinnen."), server.Messages[0].Text.TrimStart(' '));
    }

    [Theory]
    [InlineData("", "localhost")]
    [InlineData("      ca_file: {ca}\n", "127.0.0.1")]
    [InlineData("      ca_file: {ca}\n      server_name: other.example.org\n", "localhost")]
    public void Nothing_is_sent_to_whom_nobody_vouches_for(string more, string host)
    {
        using var certificates = new Certificates();
        using var server = new SyslogServer("tls", certificates);
        using (var bench = Bench(server, "tls", more.Replace("{ca}", certificates["ca.pem"], StringComparison.Ordinal), host, s => s with { Drain = TimeSpan.FromMilliseconds(300) }))
        {
            bench.Alert(1);
            Eventually.True(() => bench.Status.IsUnreachable);
            Assert.Contains("certificate", bench.Status.LastError, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(server.Messages);
    }

    [Fact]
    public void Bars_and_equals_signs_are_escaped_in_the_common_event_format()
    {
        using var server = new SyslogServer("tcp");
        using (var bench = Bench(server, "tcp", "      format: cef\n      events: all\n"))
        {
            bench.Alert(1, SendingBench.AlertLine(1, "a=b\\\\c\\nd|e"));
            bench.Event(2);
        }

        Eventually.True(() => server.Messages.Count == 2);
        Assert.Equal(
            "CEF:0|Sensor|sensor|1.2.3|1001|Device talks to a partner \\| new|8|rt=1795280400123 src=10.0.0.1 spt=4711 dst=10.0.0.2 dpt=104 proto=TCP app=dicom cat=relation externalId=alert-000001 "
            + "cs1Label=reason cs1=new-peer cs2Label=mitre cs2=T0848,T1021 cs3Label=device cs3=dev-000001 10.0.0.1 modality msg=a\\=b\\\\c\\nd|e",
            server.Messages[0].Text.TrimStart());
        Assert.Equal("CEF:0|Sensor|sensor|1.2.3|hl7|hl7|1|rt=1795280400123 cat=hl7 msg={\"type\":\"ORU^R01\",\"bytes\":881}", server.Messages[1].Text.TrimStart());
    }

    [Fact]
    public void A_server_that_goes_away_and_comes_back_misses_nothing()
    {
        using var server = new SyslogServer("tcp");
        using var bench = Bench(server, "tcp", "      events: all\n");
        bench.Event(1);
        Eventually.True(() => server.Messages.Count == 1);
        server.Stop();
        for (var i = 2; i <= 1000; i++)
        {
            bench.Event(i);
        }

        Eventually.True(() => bench.Status.IsUnreachable);
        server.StartAgain();
        Eventually.True(() => server.Messages.Select(m => m.Data).Distinct().Count() == 1000, () => $"{server.Messages.Count} came");
    }

    [Fact]
    public void A_long_alert_is_shortened_and_what_cannot_be_is_set_aside()
    {
        using var server = new SyslogServer("udp");
        using (var bench = Bench(server, "udp", "      max_size: 1000\n      events: all\n"))
        {
            bench.Alert(1, SendingBench.AlertLine(1, new string('x', 5000)));
            bench.Open.Take("hl7", 1, System.Text.Encoding.UTF8.GetBytes("{\"event_type\":\"hl7\",\"text\":\"" + new string('y', 2000) + "\"}"));
            bench.Event(3);
            Eventually.True(() => bench.Status is { Sent: 2, Refused: 1 });
        }

        Eventually.True(() => server.Messages.Count == 2);
        Assert.Contains("\"shortened\":true", server.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"alert-000001\"", server.Messages[0].Text, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.Named(Path.Combine("siem", RefusedFile.FileName))));
    }

    public void Dispose() => _folder.Dispose();

    private SendingBench Bench(SyslogServer server, string transport, string more = "", string host = "127.0.0.1", Func<DeliverySettings, DeliverySettings>? change = null) =>
        new($"    - name: siem\n      type: syslog\n      host: {host}\n      port: {server.Port}\n      transport: {transport}\n      hostname: sensor.example.org\n{more}", _folder.Path, change);
}
