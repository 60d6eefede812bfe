using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Captures that are cut, begun late or full of holes: nothing is invented, what was captured whole is found, and the loss is told. Which commands and
/// messages were captured whole is worked out from the capture that the damaged one was cut from.
/// </summary>
public sealed class DamagedCaptureTests(CaptureRuns runs)
{
    public static TheoryData<string> Damaged { get; } = [.. Truth.All.Values.Where(t => t.OnTheWire is not null).Select(t => t.Name)];

    public static TheoryData<string> WithFramesTakenOut { get; } = [.. Truth.All.Values.Where(t => t.Cut is not null).Select(t => t.Name)];

    public static TheoryData<string> CutBySnapLength { get; } = [.. Truth.All.Values.Where(t => t.Name.Contains("-snap", StringComparison.Ordinal)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Never_finds_more_than_was_said(string capture)
    {
        var wire = Truth.All[capture].OnTheWire!;
        var found = Counts.Of(runs.Of(capture).Summary);

        AssertNoMore(found.Pdus, wire.Pdus);
        AssertNoMore(found.Commands, wire.Commands);
        AssertNoMore(found.Messages, wire.Messages);
    }

    [Theory]
    [MemberData(nameof(WithFramesTakenOut))]
    public void Finds_every_command_and_message_whose_own_bytes_were_captured(string capture)
    {
        var (whole, removed) = Truth.All[capture].Cut!.Value;
        var plain = runs.Plain(whole.Name);
        var found = Counts.Of(runs.Of(capture).Summary);

        AssertAtLeast(found.Commands, PlainDicom.Read(plain).Commands.Where(c => !c.TouchesAny(removed)));
        AssertAtLeast(found.Messages, PlainHl7.Read(plain).Select(m => m.Header).Where(h => !h.TouchesAny(removed)));
    }

    [Theory]
    [MemberData(nameof(CutBySnapLength))]
    public void Finds_what_the_snap_length_left(string capture)
    {
        var plain = runs.Plain(capture);
        var dicom = PlainDicom.Read(plain);
        var found = Counts.Of(runs.Of(capture).Summary);

        AssertAtLeast(found.Pdus, dicom.Pdus);
        AssertAtLeast(found.Commands, dicom.Commands);
        AssertAtLeast(found.Messages, PlainHl7.Read(plain).Select(m => m.Header));
    }

    [Theory]
    [MemberData(nameof(CutBySnapLength))]
    public void Takes_what_the_snap_length_cut_off_for_cut_and_not_for_lost(string capture)
    {
        var plain = runs.Plain(capture);
        var streams = runs.Of(capture).Summary.GetProperty("streams");

        Assert.Equal(0, streams.GetProperty("gaps").GetInt64());
        Assert.Equal(plain.Frames.Sum(f => f.Length - f.Captured), streams.GetProperty("cut_bytes").GetInt64());
    }

    [Theory]
    [InlineData("parts/dicom-lost-body.pcap")]
    [InlineData("parts/dicom-lost-command.pcap")]
    [InlineData("parts/dicom-lost-header.pcap")]
    [InlineData("parts/hl7-lost-body.pcap")]
    [InlineData("parts/hl7-lost-message.pcap")]
    public void Tells_exactly_how_many_bytes_are_missing(string capture)
    {
        var (whole, removed) = Truth.All[capture].Cut!.Value;
        var missing = runs.Plain(whole.Name).Streams.Sum(s => Enumerable.Range(0, s.Length).Count(at => removed.Contains(s.FrameOf(at))));
        var result = runs.Of(capture);
        var streams = result.Summary.GetProperty("streams");

        Assert.Equal(missing, streams.GetProperty("gap_bytes").GetInt64());
        Assert.InRange(streams.GetProperty("gaps").GetInt64(), 1, removed.Count);
        Assert.Contains(result.EventsOf("flow"), e => e.GetProperty("flow").GetProperty("gap_bytes").GetInt64() == missing);
    }

    /// <summary>Frames that hold nothing but the start of the capture aren't lost: it began late.</summary>
    [Theory]
    [InlineData("parts/dicom-midstream.pcap")]
    [InlineData("parts/dicom-midstream-half.pcap")]
    [InlineData("parts/hl7-midstream.pcap")]
    public void Says_that_a_connection_was_picked_up_in_the_middle(string capture)
    {
        var flow = Assert.Single(runs.Of(capture).EventsOf("flow"), e => e.GetProperty("proto").GetString() == "TCP");

        Assert.True(flow.GetProperty("flow").GetProperty("midstream").GetBoolean());
    }

    private static void AssertNoMore(SortedDictionary<string, long> found, SortedDictionary<string, long> said) =>
        Assert.All(found, f => Assert.True(f.Value <= said.GetValueOrDefault(f.Key), $"{f.Key}: found {f.Value}, said {said.GetValueOrDefault(f.Key)}"));

    private static void AssertAtLeast(SortedDictionary<string, long> found, IEnumerable<Piece> captured) =>
        Assert.All(
            captured.CountBy(c => c.Name),
            c => Assert.True(found.GetValueOrDefault(c.Key) >= c.Value, $"{c.Key}: {c.Value} were captured whole, found {found.GetValueOrDefault(c.Key)}"));
}
