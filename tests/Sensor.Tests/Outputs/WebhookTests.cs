using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sensor.Outputs.Delivery;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Events posted to Python's web server, whatever it answers.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void An_alert_is_posted_signed_and_with_its_key()
    {
        using var server = new WebServer();
        using (var bench = Bench(server, "      secret: hunter2\n      token: tok-en\n"))
        {
            bench.Alert(7);
        }

        var request = Assert.Single(server.Requests);
        Assert.Equal(SendingBench.AlertLine(7), request.Body);
        Assert.Equal("alert", request.Headers["x-sensor-event"]);
        Assert.Matches("^0123abcd-alert-000007-[0-9a-f]{24}$", request.Headers["idempotency-key"]);
        Assert.Equal("Bearer tok-en", request.Headers["authorization"]);
        Assert.Equal("Sensor/1.2.3", request.Headers["user-agent"]);
        var signature = request.Headers["x-sensor-signature"].Split(',');
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("hunter2"), Encoding.UTF8.GetBytes($"{signature[0][2..]}.{request.Body}"));
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), signature[1]);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(signature[0][2..], System.Globalization.CultureInfo.InvariantCulture), 0, 60);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("302")]
    [InlineData("hang")]
    [InlineData("garbage")]
    [InlineData("close")]
    public void Whatever_it_answers_instead_it_is_sent_the_same_again(string mode)
    {
        using var server = new WebServer(mode);
        using var bench = Bench(server, "      timeout: 300ms\n");
        bench.Alert(1);
        bench.Alert(2);
        Eventually.True(() => server.Requests.Count >= 3);
        Eventually.True(() => bench.Status.IsUnreachable);
        Assert.Equal((2, 0), (bench.Status.Waiting, bench.Status.Sent));
        Assert.NotEqual("", bench.Status.LastError);

        server.Mode = "200";
        Eventually.True(() => bench.Status is { Waiting: 0, IsUnreachable: false });

        Assert.Equal([SendingBench.AlertLine(1), SendingBench.AlertLine(2)], server.Taken);
        Assert.Equal(2, server.Requests.Select(r => r.Headers["idempotency-key"]).Distinct().Count());
        bench.TakeNews();
        Assert.Equal([DeliveryEvent.Unreachable, DeliveryEvent.ReachableAgain], bench.News.Select(n => n.Event));
    }

    [Fact]
    public void Its_word_counts_whether_or_not_the_rest_of_its_answer_comes()
    {
        using var server = new WebServer("silent");
        using var bench = Bench(server, "      timeout: 5s\n");
        bench.Alert(1);
        bench.Alert(2);
        Eventually.True(() => bench.Status.Sent == 2);

        Assert.Equal([SendingBench.AlertLine(1), SendingBench.AlertLine(2)], server.Requests.Select(r => r.Body));
    }

    [Fact]
    public void Nobody_at_home_costs_nothing_and_loses_nothing()
    {
        using var server = new WebServer();
        server.Stop();
        using var bench = Bench(server, "      batch: 100\n      events: all\n");
        for (var i = 1; i <= 5000; i++)
        {
            bench.Event(i);
        }

        bench.Alert(1);
        Eventually.True(() => bench.Status is { Kept: 5001, IsUnreachable: true });
        server.StartAgain();
        Eventually.True(() => bench.Status.Waiting == 0);

        var events = server.Taken.SelectMany(b => JsonDocument.Parse(b).RootElement.GetProperty("events").EnumerateArray()).ToList();
        Assert.Equal(5001, events.Count);
        Assert.Equal(Enumerable.Range(1, 5000), events.SkipLast(1).Select(e => e.GetProperty("event").GetProperty("pcap_cnt").GetInt32()));
        Assert.Equal(5001, events.Select(e => e.GetProperty("key").GetString()).Distinct().Count());
    }

    [Fact]
    public void What_it_refuses_is_found_and_set_aside_and_the_rest_goes_on()
    {
        using var server = new WebServer("400:pcap_cnt\":13,");
        using (var bench = Bench(server, "      batch: 50\n      events: all\n"))
        {
            for (var i = 1; i <= 100; i++)
            {
                bench.Event(i);
            }

            Eventually.True(() => bench.Status is { Waiting: 0, Kept: 100 });
            Assert.Equal((99, 1), (bench.Status.Sent, bench.Status.Refused));
            bench.TakeNews();
            Assert.Equal(DeliveryEvent.Refused, Assert.Single(bench.News).Event);
        }

        var refused = JsonDocument.Parse(Assert.Single(File.ReadAllLines(_folder.Named(Path.Combine("hook", RefusedFile.FileName))))).RootElement;
        Assert.Equal(SendingBench.EventLine(13), refused.GetProperty("body").GetString());
        Assert.Equal("it answers 400", refused.GetProperty("reason").GetString());
        var taken = server.Taken.SelectMany(b => JsonDocument.Parse(b).RootElement.GetProperty("events").EnumerateArray()).Select(e => e.GetProperty("event").GetProperty("pcap_cnt").GetInt32());
        Assert.Equal(Enumerable.Range(1, 100).Where(i => i != 13), taken);
    }

    [Fact]
    public void What_it_did_not_take_waits_for_the_next_run()
    {
        using var server = new WebServer("503");
        using var bench = Bench(server, "", s => s with { Drain = TimeSpan.FromMilliseconds(100) });
        bench.Alert(1);
        bench.Restart();
        bench.Alert(1);
        bench.Alert(2);
        Eventually.True(() => bench.Status.Waiting == 2);
        server.Mode = "200";
        Eventually.True(() => bench.Status.Waiting == 0);

        Assert.Equal([SendingBench.AlertLine(1), SendingBench.AlertLine(2)], server.Taken);
    }

    [Fact]
    public void Worse_alerts_only_where_they_only_are_wanted()
    {
        using var server = new WebServer();
        using (var bench = Bench(server, "      min_severity: high\n"))
        {
            bench.Alert(1, severity: 1);
            bench.Alert(2, severity: 2);
            bench.Alert(3, severity: 3);
            bench.Event(4);
        }

        Assert.Equal([SendingBench.AlertLine(1), SendingBench.AlertLine(2)], server.Taken);
    }

    public void Dispose() => _folder.Dispose();

    private SendingBench Bench(WebServer server, string more, Func<DeliverySettings, DeliverySettings>? change = null) =>
        new($"    - name: hook\n      type: webhook\n      url: {server.Url}\n{more}", _folder.Path, change);
}
