using System.Text;
using Sensor.Dissectors.Bedside.Sdc;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Bedside;

/// <summary>WS-Discovery: who says that it is there, where, and what it is.</summary>
public sealed class WsDiscoveryTests
{
    private readonly Stage _stage = new(new WsDiscoveryProtocol());

    [Fact]
    public void A_device_that_says_hello_is_told_with_its_place_and_without_its_patient()
    {
        Say(SdcWire.Hello());

        Assert.Equal(
            $$"""
            {"event_type":"wsd","kind":"hello","endpoint":"{{SdcWire.Endpoint}}","types":"dpws:Device mdpws:MedicalDevice","address":"10.40.0.7:6464","location":"fac=HOSP\u0026poc=CU1","medical":true,"plain_http":true,"https":false}

            """,
            _stage.Sink.Events());
        Assert.Equal([$"Client is Serial {SdcWire.Endpoint} 0.5"], Meaning);
    }

    [Fact]
    public void Each_match_of_an_answer_is_told()
    {
        Say(SdcWire.Probe).Say(SdcWire.ProbeMatches).Say(SdcWire.Bye);

        var told = _stage.Sink.Of<WsDiscoveryMessage>();
        Assert.Equal([DiscoveryKind.Probe, DiscoveryKind.ProbeMatch, DiscoveryKind.ProbeMatch, DiscoveryKind.Bye], told.Select(t => t.What));
        Assert.Equal(["", SdcWire.Endpoint, "urn:uuid:2", SdcWire.Endpoint], told.Select(t => _stage.Sink.Name(t.Endpoint)));
        Assert.Equal([true, true, false, false], told.Select(t => t.IsMedical));
        Assert.Equal((true, false, "10.40.0.7:6465"), (told[1].IsHttps, told[1].IsPlainHttp, _stage.Sink.Name(told[1].Address)));

        // Printers and cameras aren't claimed to be anything, nor is who leaves or asks.
        Assert.Equal([$"Client is Serial {SdcWire.Endpoint} 0.5"], Meaning);
    }

    [Fact]
    public void It_is_recognised_by_content()
    {
        var protocol = new WsDiscoveryProtocol();
        var hello = Encoding.UTF8.GetBytes(SdcWire.Hello());
        Assert.Equal(Verdict.Certain, protocol.Probe(hello.AsSpan(0, 512), new ProbeHints(Direction.ToServer, 5000, false, Final: true)));
        Assert.Equal(Verdict.NotMine, protocol.Probe("<html>Envelope</html>"u8, new ProbeHints(Direction.ToServer, 5000, false, Final: true)));
        Assert.Equal(Verdict.NotMine, protocol.Probe("NOTIFY * HTTP/1.1"u8, new ProbeHints(Direction.ToServer, 3702, false, Final: true)));
    }

    [Fact]
    public void A_flood_of_matches_in_one_message_is_bounded()
    {
        Say(SdcWire.Envelope("x", string.Concat(Enumerable.Repeat("<wsd:ProbeMatch/>", 1000))));

        Assert.Equal(16, _stage.Sink.Of<WsDiscoveryMessage>().Count);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("</x>")]
    [InlineData("< x>")]
    public void What_XML_needs_no_more_than_to_deceive_ends_the_message(string prefix)
    {
        Say(prefix + SdcWire.Hello());

        Assert.Empty(_stage.Sink.Of<WsDiscoveryMessage>());
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(40, 0)]
    public void Elements_lie_within_each_other_to_a_bound(int depth, int told)
    {
        var (open, close) = (string.Concat(Enumerable.Repeat("<a>", depth)), string.Concat(Enumerable.Repeat("</a>", depth)));
        Say(SdcWire.Envelope("x", $"{open}<wsd:Bye/>{close}"));

        Assert.Equal(told, _stage.Sink.Of<WsDiscoveryMessage>().Count);
    }

    [Fact]
    public void Damaged_messages_never_throw()
    {
        string[] known = [SdcWire.Hello(), SdcWire.ProbeMatches, SdcWire.Bye];
        var random = new Random(20261122);
        for (var round = 0; round < 5000; round++)
        {
            var datagram = Encoding.UTF8.GetBytes(known[random.Next(known.Length)]);
            for (var n = random.Next(6); n > 0; n--)
            {
                datagram[random.Next(datagram.Length)] = (byte)"<>/&;'\"!-? :\0\xff"[random.Next(14)];
            }

            _stage.Say((Direction)random.Next(2), datagram.AsSpan(0, random.Next(1, datagram.Length + 1)), datagram.Length);
        }

        _ = _stage.End().Result;
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        byte[][] datagrams = [Encoding.UTF8.GetBytes(SdcWire.Hello()), Encoding.UTF8.GetBytes(SdcWire.Probe), Encoding.UTF8.GetBytes(SdcWire.ProbeMatches)];
        var sink = new NullSink();
        var share = new WsDiscoveryProtocol().Open(new PartitionContext(sink, new NameTable(4096, seed: 1), new Pseudonymizer("test"u8)));
        var flow = new FlowIdentity { Id = 1 };
        long ordinal = 0;
        Assert.Equal(0, Sensor.Tests.Support.Allocation.Least(() =>
        {
            for (var n = 0; n < 100; n++)
            {
                var conversation = share.Begin(flow, midStream: false);
                foreach (var datagram in datagrams)
                {
                    conversation.OnData(Direction.ToServer, datagram, new Moment(++ordinal, ordinal));
                }

                conversation.OnEnd(Direction.ToServer, EndCause.Idle, new Moment(++ordinal, ordinal));
                conversation.OnEnd(Direction.ToClient, EndCause.Idle, new Moment(++ordinal, ordinal));
                share.Return(conversation);
            }
        }));
        Assert.True(sink.Facts >= 400);
    }

    private List<string> Meaning => new ToldMeaning(_stage.Sink).Tell(_stage.Sink.Of<WsDiscoveryMessage>()).Lines;

    private WsDiscoveryTests Say(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        _stage.Say(Direction.ToServer, bytes, bytes.Length);
        return this;
    }
}
