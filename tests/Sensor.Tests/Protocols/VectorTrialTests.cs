using Sensor.Protocols;
using Sensor.Yaml;

namespace Sensor.Tests.Protocols;

/// <summary>A definition is held to its own examples, and refused when one of them doesn't hold.</summary>
public class VectorTrialTests
{
    /// <summary>Frames of a command, an equals sign and a value, with a sum: what the pump answers is what was asked for.</summary>
    private const string Definition = """
        protocol: own
        title: Own pumps
        source: A leaflet
        pump: answers
        frames:
          - {start: "<", end: ">", trailer: ["|", checksum], checksum: {sum: 8, as: hex}, max: 64}
        messages:
          - parts: [{field: command, until: "="}, {field: arguments, rest: true}]
        pairing: {by: command}
        commands:
          RATE:
            query: {reply: [{field: rate, rest: true, as: rate, type: decimal, unit: mL/h}]}
            set: {class: rate, arguments: [{field: rate, rest: true, as: rate, type: decimal, unit: mL/h}]}
          STOP: {class: stop, effects: {state: stopped}}
        vectors:
          - name: a rate is set
            turns: [{controller: "<RATE=5|9E>"}, {pump: "<RATE=5|9E>"}]
            events: [EVENT]
          - name: a wrong sum
            turns: [{pump: "<RATE=5|00>"}]
            failing: FAILING
          - {name: another's, turns: [{controller: "GET / HTTP/1.1\r\n\r\n"}], foreign: true}
        """;

    [Theory]
    [InlineData("{kind: set, command: RATE, class: rate, outcome: ok, rate: 5}")]
    [InlineData("{kind: set, rate: 5.0, serial: }")]
    public void What_holds_is_taken(string expected) => Assert.Empty(Judge(expected, "1"));

    [Theory]
    [InlineData("{kind: query}", "1", "16:5: The vector 'a rate is set' doesn't hold: in event 1 'kind' is 'set', not 'query'; it is {")]
    [InlineData("{rate: 6}", "1", "16:5: The vector 'a rate is set' doesn't hold: in event 1 'rate' is '5', not '6'; it is {")]
    [InlineData("{old-rate: 6}", "1", "16:5: The vector 'a rate is set' doesn't hold: in event 1 'old-rate' is not there, not '6'; it is {")]
    [InlineData("{kind: set}, {kind: alarm}", "1", "16:5: The vector 'a rate is set' doesn't hold: event 2 (kind: alarm) doesn't come; the last is {")]
    [InlineData("{kind: set}", "2", "19:5: The vector 'a wrong sum' doesn't hold: 1 frame fails its check, not 2.")]
    public void What_doesn_t_hold_is_refused(string expected, string failing, string told) => Assert.StartsWith(told, Assert.Single(Judge(expected, failing)), StringComparison.Ordinal);

    [Fact]
    public void What_is_foreign_may_not_be_recognised()
    {
        var text = Text("{kind: set}", "1").Replace("GET / HTTP/1.1\\r\\n\\r\\n", "<RATE=5|9E><STOP=|83>", StringComparison.Ordinal);
        Assert.Contains("The vector 'another's' doesn't hold: it is ", Assert.Single(Judge(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_with_events_and_with_failing_checks_have_to_be_there()
    {
        var text = Text("{kind: set}", "1");
        var without = text[..text.IndexOf("vectors:", StringComparison.Ordinal)];
        Assert.Equal(
            [
                "1:1: No vector has events: at least one has to show what comes of an exchange.",
                "1:1: No vector has a frame that fails its check: with a checksum, at least one has to.",
            ],
            Judge(without).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void What_can_t_be_meant_is_told_at_its_place()
    {
        var text = Text("{kind: set}", "1").Replace("until: \"=\"", "until: \"=\", as: rate, type: decimal, unit-field: nobody", StringComparison.Ordinal);
        Assert.All(Judge(text), c => Assert.Matches(@"^\d+:\d+: ", c));
        Assert.NotEmpty(Judge(text));
    }

    private static string Text(string expected, string failing) => Definition.Replace("[EVENT]", $"[{expected}]", StringComparison.Ordinal).Replace("FAILING", failing, StringComparison.Ordinal);

    private static IReadOnlyList<string> Judge(string expected, string failing) => Judge(Text(expected, failing));

    private static IReadOnlyList<string> Judge(string text)
    {
        var complaints = new Complaints();
        var protocol = ProtocolFile.Parse("own.yaml", text, complaints, runsVectors: true);
        Assert.Equal(complaints.IsEmpty, protocol is not null);
        return [.. complaints.InOrder.Select(c => c.ToString()["own.yaml:".Length..])];
    }
}
