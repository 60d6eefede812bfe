using Sensor.Yaml;

namespace Sensor.Tests.Live;

/// <summary>What can't be done is said in one sentence, with what to do.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void A_wrong_name_is_answered_with_the_right_ones()
    {
        var outcome = Sensor("live", "-i", "nonesuch0");
        Assert.Equal((1, 1), (outcome.ExitCode, outcome.Error.Count(c => c == '\n')));
        Assert.Contains("There is no interface 'nonesuch0'; there are: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("lo", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_right_to_listen_it_says_how_to_get_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "who has no rights can't give any up");
        var outcome = Machine.Run("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", "dotnet", Machine.Sensor, "live", "-i", "lo");
        Assert.Equal((1, 1), (outcome.ExitCode, outcome.Error.Count(c => c == '\n')));
        Assert.Contains("setcap cap_net_raw=ep", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("syntax error", "live", "-i", "lo", "--filter", "prot 22")]
    [InlineData("syntax error", "replay", "pcaps/radiology.pcap", "--filter", "prot 22")]
    [InlineData("--duration takes", "live", "-i", "lo", "--duration", "soon")]
    [InlineData("--snaplen takes a number from 64 to 262144", "live", "-i", "lo", "--snaplen", "63")]
    [InlineData("--buffer takes a number from 1 to 2047", "live", "-i", "lo", "--buffer", "4096")]
    [InlineData("named twice", "live", "-i", "lo", "-i", "lo")]
    [InlineData("'--interface' is required", "live")]
    public void What_is_asked_for_wrongly_is_bad_usage(string words, params string[] arguments)
    {
        var outcome = Sensor(arguments);
        Assert.Equal((2, 1), (outcome.ExitCode, outcome.Error.Count(c => c == '\n')));
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Interfaces_are_listed_with_state_and_link_type()
    {
        var outcome = Sensor("interfaces");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^lo +up +Ethernet +127\.0\.0\.1", outcome.Output);
    }

    [Theory]
    [InlineData("live", "sensor live -i eth1 -i eth2 --out results")]
    [InlineData("interfaces", "sensor interfaces")]
    [InlineData("replay", "sensor replay ward.pcap")]
    public void Help_shows_what_to_type(string command, string example) =>
        Assert.Contains(example, Sensor(command, "--help").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("30s", 30_000_000_000)]
    [InlineData("0.5s", 500_000_000L)]
    [InlineData("2d", 172_800_000_000_000)]
    [InlineData("0s", null)]
    [InlineData("30", null)]
    [InlineData("-1s", null)]
    [InlineData("99999999999999999999h", null)]
    public void Durations_are_a_number_and_a_unit(string text, long? nanoseconds)
    {
        Assert.Equal(nanoseconds is not null, Duration.TryParse(text, out var value));
        Assert.Equal(nanoseconds ?? 0, value);
    }

    private static Outcome Sensor(params IEnumerable<string> arguments) => Machine.Run("dotnet", [Machine.Sensor, .. arguments]);
}
