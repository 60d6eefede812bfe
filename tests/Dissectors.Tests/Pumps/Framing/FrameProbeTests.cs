using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>Recognition by frames.</summary>
public sealed class FrameProbeTests
{
    private const string Alive = "\x01" + "00031\x02" + "1/1/1>ADMIN:ALIVE\x03" + "00061\x04";
    private static readonly ProbeHints Beginning = new(Direction.ToServer, 9, MidStream: false, Final: false);

    [Fact]
    public void One_frame_with_a_strong_check_is_enough_and_its_beginnings_are_unsure()
    {
        var bytes = "!INF|4961\r"u8;
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(Verdict.Unsure, Probe(Known.Alaris, bytes[..length], Beginning));
            Assert.Equal(Verdict.NotMine, Probe(Known.Alaris, bytes[..length], Beginning with { Final = true }));
        }

        Assert.Equal(Verdict.Certain, Probe(Known.Alaris, bytes, Beginning));
    }

    [Fact]
    public void Two_are_needed_where_the_check_is_weak_and_one_on_a_known_port()
    {
        Assert.Equal(Verdict.Unsure, Probe(Known.Bcc, Reading.Bytes(Alive), Beginning));
        Assert.Equal(Verdict.Certain, Probe(Known.Bcc, Reading.Bytes(Alive + Alive), Beginning));
        Assert.Equal(Verdict.Certain, Probe(Known.Bcc, Reading.Bytes("\x06" + Alive + "\x06" + Alive), Beginning));
        Assert.Equal(Verdict.Certain, Probe(Known.Bcc, Reading.Bytes(Alive), Beginning with { ServerPort = 4001 }));
        Assert.Equal(Verdict.NotMine, Probe(Known.Bcc with { OnlyOnPorts = true }, Reading.Bytes(Alive + Alive), Beginning));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("!INF|4962\r")]
    [InlineData("!NOT|0000\r")]
    [InlineData("!INF\x01")]
    [InlineData("\x16\x03\x01")]
    public void Others_are_not_mine(string text) => Assert.Equal(Verdict.NotMine, Probe(Known.Alaris, Reading.Bytes(text), Beginning));

    [Fact]
    public void Unknown_content_is_not_mine() =>
        Assert.Equal(Verdict.NotMine, Reading.Compiled(Known.Alaris).Probe("!INF|4961\r"u8, Beginning, new Judge((_, _) => false)));

    [Fact]
    public void In_mid_stream_the_first_start_is_looked_for()
    {
        var hints = Beginning with { MidStream = true };
        Assert.Equal(Verdict.Certain, Probe(Known.Alaris, "RATE|8E6D\r!INF|4961\r"u8, hints));
        Assert.Equal(Verdict.Certain, Probe(Known.Alaris, "RA!TE|8E6D\r!INF|4961\r"u8, hints));
        Assert.Equal(Verdict.Unsure, Probe(Known.Alaris, "RATE|8E6D\r"u8, hints));
        Assert.Equal(Verdict.NotMine, Probe(Known.Alaris, "RATE|8E6D\r"u8, hints with { Final = true }));
    }

    [Fact]
    public void Telnets_negotiation_is_passed_over() =>
        Assert.Equal(Verdict.Certain, Probe(Known.Alaris, Reading.Bytes("\xff\xfb\x01\xff\xfd\x03!INF|4961\r"), Beginning));

    [Fact]
    public void A_frame_that_is_longer_than_a_probe_counts_by_its_length()
    {
        var frame = PublishedFrameTests.BccFrame("ICU7/1/1>" + string.Concat(Enumerable.Repeat("15,50111,INRT,12.50\x1e", 57)), 0x03);
        var head = Reading.Bytes(frame).AsSpan(0, IProtocol.MaxProbeBytes);
        Assert.Equal(Verdict.Unsure, Probe(Known.Bcc, head[..^1], Beginning));
        Assert.Equal(Verdict.Certain, Probe(Known.Bcc, head, Beginning));
        Assert.Equal(Verdict.Certain, Probe(Known.Bcc, head[..^1], new ProbeHints(Direction.ToClient, 9, MidStream: true, Final: true)));
        Assert.Equal(Verdict.NotMine, Reading.Compiled(Known.Bcc).Probe(head, Beginning with { Final = true }, new Judge((_, _) => false)));
    }

    [Fact]
    public void Each_side_speaks_as_itself()
    {
        Sender? asked = null;
        var judge = new Judge((_, from) => (asked = from) is not null);
        Reading.Compiled(Known.Alaris with { Pump = PumpSide.Server }).Probe("!INF|4961\r"u8, Beginning, judge);
        Assert.Equal(Sender.Controller, asked);
        Reading.Compiled(Known.Alaris with { Pump = PumpSide.Client }).Probe("!INF|4961\r"u8, Beginning, judge);
        Assert.Equal(Sender.Pump, asked);
    }

    [Fact]
    public void Where_the_sides_are_not_known_either_will_do()
    {
        var judge = new Judge((_, from) => from == Sender.Pump);
        Assert.Equal(Verdict.Certain, Reading.Compiled(Known.Alaris).Probe("!INF|4961\r"u8, Beginning, judge));
        Assert.Equal(Verdict.Certain, Reading.Compiled(Known.Alaris).Probe("!INF|4961\r"u8, Beginning with { Direction = Direction.ToClient }, judge));
    }

    private static Verdict Probe(ProtocolDefinition definition, ReadOnlySpan<byte> head, ProbeHints hints) =>
        Reading.Compiled(definition).Probe(head, hints, new Judge((content, _) => content.StartsWith("INF") || content.Contains("/1/1>")));

    private sealed class Judge(Func<string, Sender, bool> knows) : IContentJudge
    {
        public bool Knows(ReadOnlySpan<byte> content, Sender from) => knows(Encoding.Latin1.GetString(content), from);
    }
}
