using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary><c>/metrics</c> of a running sensor.</summary>
public sealed class MetricsTests : IDisposable
{
    private static readonly string _radiology = Path.Combine("pcaps", Truth.Radiology);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_is_as_promtool_wants_it_and_counts_what_was_read()
    {
        var port = LoopbackPort.Free();
        using var sensor = Programs.StartSensor("replay", _radiology, "--config", Listening($"127.0.0.1:{port}"), "--out", _folder.File("out"), "--speed", "40x");
        var page = "";
        Kept.WaitFor(() => Regex.IsMatch(page = Page(port), "\nsensor_alerts_total [1-9]"));
        Assert.Contains("\nsensor_build_info{version=\"", page, StringComparison.Ordinal);
        Assert.Contains("\nsensor_thread_cpu_seconds_total{thread=\"worker 0\"} ", page, StringComparison.Ordinal);

        // No device, no name, no address.
        Assert.DoesNotMatch(@"10\.20\.|dev-|PACS", page);
        try
        {
            using var promtool = System.Diagnostics.Process.Start(Programs.StartInfo("promtool", ["check", "metrics"]))!;
            await promtool.StandardInput.WriteAsync(page);
            promtool.StandardInput.Close();
            var outcome = Programs.Finish(promtool);
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Output + outcome.Error));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool is not installed (apt-get install prometheus)");
        }
        finally
        {
            Assert.Equal(0, Programs.Finish(sensor).ExitCode);
        }
    }

    [Fact]
    public void A_port_that_is_taken_is_said_and_nothing_is_done()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var outcome = Programs.Sensor("replay", _radiology, "--config", Listening(taken.LocalEndpoint.ToString()!), "--out", _folder.File("out"));
        Assert.Equal((1, $"sensor: Metrics can't be answered at {taken.LocalEndpoint}: Address already in use."), (outcome.ExitCode, outcome.Error.Trim()));
    }

    [Theory]
    [InlineData("9109")]
    [InlineData("localhost:9109")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("::1")]
    [InlineData("::1:9109")]
    public void What_is_no_address_is_refused(string address)
    {
        var outcome = Programs.Sensor("replay", _radiology, "--config", Listening(address));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("is no address to listen on", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Page(int port)
    {
        try
        {
            using var client = new HttpClient();
            return client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics")).GetAwaiter().GetResult();
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    private string Listening(string address) => _folder.Write("sensor.yaml", Encoding.UTF8.GetBytes($"metrics:\n  listen: '{address}'\n"));
}
