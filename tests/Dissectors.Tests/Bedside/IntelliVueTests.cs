using Sensor.Dissectors.Bedside.IntelliVue;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Bedside.IntelliVueWire;

namespace Sensor.Dissectors.Tests.Bedside;

/// <summary>Philips IntelliVue data export: who a monitor is, who asks it what, and how that ends.</summary>
public sealed class IntelliVueTests
{
    private const ushort SinglePoll = 0x0C16;
    private const ushort ExtendedPoll = 0xF13B;

    private readonly Stage _stage = new(new IntelliVueProtocol());

    private IReadOnlyList<PumpEvent> Told => _stage.Sink.Of<PumpEvent>();

    [Fact]
    public void A_datagram_says_what_it_is_whatever_its_port()
    {
        byte[][] known =
        [
            Poll, ReleaseRequest, ReleaseResponse, Abort, ConnectIndication(), AssociationRequest, AssociationAccept, MdsCreate(), Request(1, 5), Result(1, 5),
            LinkedResult(1, 2, 3, ExtendedPoll), Error(1, 2), Patient(1, "4711"),
        ];
        var protocol = new IntelliVueProtocol();
        Assert.All(known, d => Assert.Equal(Verdict.Certain, protocol.Probe(d, new ProbeHints(Direction.ToServer, 9, false, Final: true))));
        Assert.All(known.Where(d => d[0] is not (0x0D or 0x0E)), d => Assert.Equal(Verdict.NotMine, protocol.Probe([.. d, .. new byte[300]], new ProbeHints(Direction.ToServer, 24105, false, Final: true))));

        // A DNS query and an NTP request, to the usual port.
        Assert.Equal(Verdict.NotMine, protocol.Probe(Convert.FromHexString("000001000001000000000000076578616D706C6503636F6D0000010001"), new ProbeHints(Direction.ToServer, 24105, false, true)));
        Assert.Equal(Verdict.NotMine, protocol.Probe([0xE1, 0, 6, 0xEC, .. new byte[44]], new ProbeHints(Direction.ToServer, 24105, false, true)));
    }

    [Fact]
    public void A_connect_indication_says_who_the_monitor_is_and_is_told_while_it_is_new()
    {
        Say(ConnectIndication()).Say(ConnectIndication()).Say(ConnectIndication(firmware: "H.01.00 "));

        Assert.Equal(2, Told.Count);
        var told = Told[0];
        Assert.Equal(
            ("intellivue", "DE00000001", "M8007A", "G.01.78", "CONNECT INDICATION", PumpEventKind.Status),
            (Name(told.Family), Name(told.Serial), Name(told.Model), Name(told.Firmware), Name(told.Command), told.What));
        Assert.Equal((Endpoint.Client, Endpoint.Client), (told.Pump, told.Actor));
        Assert.DoesNotContain("RM15", _stage.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_serial_number_the_address_tells_monitors_apart()
    {
        Say(ConnectIndication(serial: ""));

        Assert.Equal("0009fb0977bd", Name(Told.Single().Serial));
    }

    [Fact]
    public void Who_associates_is_told_with_the_monitors_answer()
    {
        Say(AssociationRequest).Answer(AssociationAccept).Answer(MdsCreate());
        Say(ReleaseRequest).Answer(ReleaseResponse);

        Assert.Equal(["ASSOCIATE", "MDS CREATE", "RELEASE"], Told.Select(t => Name(t.Command)));
        Assert.Equal((SafetyClass.Session, Outcome.Ok, 20_000_000L), (Told[0].Class, Told[0].Outcome, Told[0].LatencyNanoseconds));
        Assert.Equal(("DE00000001", "H.10.02"), (Name(Told[2].Serial), Name(Told[2].Firmware)));
        Assert.True(_stage.Sink.Of<PumpSession>().Single().IsOrderly);
        Assert.Equal(
            [
                "Server is Serial DE00000001 0.7", "Server is Software H.10.02 0.7", "Client RELEASE", "Client RELEASE Ok",
            ],
            new ToldMeaning(_stage.Sink).Tell(Told.Skip(2)).Lines);
    }

    [Fact]
    public void A_refused_association_is_refused()
    {
        Say(AssociationRequest).Answer(Refuse);

        Assert.Equal(Outcome.Refused, Told.Single().Outcome);
    }

    [Fact]
    public void Polls_are_told_once_and_counted_till_the_associations_end()
    {
        Say(AssociationRequest).Answer(AssociationAccept);
        for (ushort i = 1; i <= 60; i++)
        {
            Say(Request(i, 7, SinglePoll)).Answer(Result(i, 7, SinglePoll));
        }

        Assert.Equal(["ASSOCIATE", "POLL"], Told.Select(t => Name(t.Command)));
        Say(ReleaseRequest).Answer(ReleaseResponse);

        Assert.Equal(["ASSOCIATE", "POLL", "RELEASE", "POLL"], Told.Select(t => Name(t.Command)));
        Assert.Equal([0, 0, 0, 59L], Told.Select(t => t.Repeats));
        Assert.Equal("""{"requests":62,"responses":62,"commands":{"ASSOCIATE":1,"POLL":60,"RELEASE":1}}""", _stage.CountersText);
        Assert.DoesNotContain("Client POLL", new ToldMeaning(_stage.Sink).Tell(Told.Skip(3)).Lines);
    }

    [Fact]
    public void Further_results_of_one_extended_poll_belong_to_it()
    {
        Say(Request(7, 7, ExtendedPoll)).Answer(LinkedResult(1, 1, 7, ExtendedPoll)).Answer(LinkedResult(3, 2, 7, ExtendedPoll)).Answer(Result(7, 7, ExtendedPoll));
        _stage.End();

        Assert.Equal(("EXTENDED POLL", Outcome.Ok), Told.Select(t => (Name(t.Command), t.Outcome)).Single());
    }

    [Fact]
    public void What_changes_something_is_told_each_time()
    {
        Say(Request(1, 5)).Answer(Result(1, 5)).Say(Request(2, 5)).Answer(Error(2, 2)).Say(Request(3, 7, 0x0C99)).Answer(Error(3, 9));

        Assert.Equal(["SET", "SET", "ACTION"], Told.Select(t => Name(t.Command)));
        Assert.Equal([Outcome.Ok, Outcome.Refused, Outcome.Failure], Told.Select(t => t.Outcome));
        Assert.Equal(["", "access denied", "no such action"], Told.Select(t => Name(t.Reason)));
        Assert.All(Told, t => Assert.Equal((PumpEventKind.Set, SafetyClass.Configuration), (t.What, t.Class)));
    }

    [Fact]
    public void Every_refused_poll_is_told()
    {
        for (ushort i = 1; i <= 3; i++)
        {
            Say(Request(i, 7, SinglePoll)).Answer(Error(i, 2));
        }

        Assert.Equal([Outcome.Refused, Outcome.Refused, Outcome.Refused], Told.Select(t => t.Outcome));
    }

    [Fact]
    public void An_answer_may_come_before_its_question()
    {
        Answer(Error(5, 2)).Say(Request(5, 5));

        Assert.Equal(("SET", Outcome.Refused, PumpEvent.NoLatency), Told.Select(t => (Name(t.Command), t.Outcome, t.LatencyNanoseconds)).Single());
    }

    [Theory]
    [InlineData(true, Outcome.NoAnswer)]
    [InlineData(false, Outcome.Unknown)]
    public void What_is_never_answered_is_told_at_the_end(bool monitorSpoke, Outcome outcome)
    {
        if (monitorSpoke)
        {
            Answer(MdsCreate());
        }

        Say(Request(1, 5));
        _stage.End(EndCause.Idle);

        Assert.Equal(outcome, Told[^1].Outcome);
    }

    [Fact]
    public void An_abort_ends_the_association_out_of_order()
    {
        Say(AssociationRequest).Answer(AssociationAccept).Say(Request(1, 7, SinglePoll)).Answer(Result(1, 7, SinglePoll)).Say(Abort);

        Assert.Equal(["ASSOCIATE", "POLL", "ABORT"], Told.Select(t => Name(t.Command)));
        Assert.False(_stage.Sink.Of<PumpSession>().Single().IsOrderly);
    }

    [Fact]
    public void A_patient_is_a_pseudonym_and_meets_those_of_other_protocols()
    {
        Say(Request(1, 7, SinglePoll)).Answer(Patient(1, "PAT-4711"));

        var expected = new Pseudonymizer("test"u8).Of(PseudonymKind.Patient, "PAT-4711"u8);
        Assert.Equal(expected, Told[^1].Patient);
        Assert.DoesNotContain("4711", _stage.Result, StringComparison.Ordinal);
        Assert.DoesNotContain("Doe", _stage.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_datagrams_never_throw()
    {
        byte[][] known = [Poll, ConnectIndication(), AssociationRequest, AssociationAccept, MdsCreate(), Result(1, 5), LinkedResult(1, 2, 3, ExtendedPoll), Error(1, 2), Patient(1, "4711"), Abort];
        var random = new Random(20261122);
        for (var round = 0; round < 20_000; round++)
        {
            var datagram = known[random.Next(known.Length)].ToArray();
            for (var n = random.Next(6); n > 0; n--)
            {
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            }

            Send((Direction)random.Next(2), datagram[..random.Next(1, datagram.Length + 1)]);
        }

        _ = _stage.End().Result;
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        byte[][] asked = [AssociationRequest, Request(1, 7, SinglePoll), Request(2, 7, SinglePoll), Request(3, 5), ReleaseRequest];
        byte[][] answered = [AssociationAccept, Patient(1, "4711"), Result(2, 7, SinglePoll), Error(3, 2), ReleaseResponse];
        var indication = ConnectIndication();
        var share = new IntelliVueProtocol().Open(new PartitionContext(new NullSink(), new NameTable(4096, seed: 1), new Pseudonymizer("test"u8)));
        var flow = new FlowIdentity { Id = 1 };
        long ordinal = 0;
        Assert.Equal(0, Sensor.Tests.Support.Allocation.Least(() =>
        {
            for (var n = 0; n < 100; n++)
            {
                var conversation = share.Begin(flow, midStream: false);
                conversation.OnData(Direction.ToClient, indication, new Moment(++ordinal, ordinal));
                for (var i = 0; i < asked.Length; i++)
                {
                    conversation.OnData(Direction.ToServer, asked[i], new Moment(++ordinal, ordinal));
                    conversation.OnData(Direction.ToClient, answered[i], new Moment(++ordinal, ordinal));
                }

                conversation.OnEnd(Direction.ToServer, EndCause.Idle, new Moment(++ordinal, ordinal));
                conversation.OnEnd(Direction.ToClient, EndCause.Idle, new Moment(++ordinal, ordinal));
                share.Return(conversation);
            }
        }));
    }

    private string Name(NameId id) => _stage.Sink.Name(id);

    private IntelliVueTests Say(byte[] datagram) => Send(Direction.ToServer, datagram);

    private IntelliVueTests Answer(byte[] datagram) => Send(Direction.ToClient, datagram);

    private IntelliVueTests Send(Direction direction, byte[] datagram)
    {
        _stage.Say(direction, datagram, datagram.Length);
        return this;
    }
}
