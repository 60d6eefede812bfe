using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>How what is said becomes packets, whatever the language.</summary>
public sealed class FormTests
{
    private static readonly DicomDay _day = new();

    [Fact]
    public void Both_forms_carry_the_same_bytes()
    {
        var (real, coalesced) = (_day.Said.Record(WireForm.Real), _day.Said.Record(WireForm.Coalesced));
        foreach (var talk in _day.Said.Steps.Select(s => s.Conversation).Distinct())
        {
            foreach (var side in (Side[])[Side.Client, Side.Server])
            {
                var (all, known) = (real.Stream(talk, side), coalesced.Stream(talk, side));
                Assert.DoesNotContain(all, b => b is null);
                Assert.Equal(all.Length, known.Length);
                Assert.All(all.Zip(known), pair => Assert.True(pair.Second is null || pair.First == pair.Second));
            }
        }

        Assert.True(coalesced.Packets.Count < real.Packets.Count);
    }

    [Theory]
    [InlineData(WireForm.Real)]
    [InlineData(WireForm.Coalesced)]
    public void The_same_steps_are_the_same_packets(WireForm form)
    {
        var (first, second) = (_day.Said.Record(form), new DicomDay().Said.Record(form));
        Assert.Equal(first.Packets.Select(p => (p.Time, p.OriginalLength, p.IsBulk, p.Number)), second.Packets.Select(p => (p.Time, p.OriginalLength, p.IsBulk, p.Number)));
        Assert.All(first.Packets.Zip(second.Packets), pair => Assert.Equal(pair.First.Bytes, pair.Second.Bytes));
    }

    [Theory]
    [InlineData(WireForm.Real, 1_460)]
    [InlineData(WireForm.Coalesced, 60_000)]
    public void Bulk_is_spread_over_its_time_and_acknowledged(WireForm form, int longest)
    {
        var said = new Said();
        var talk = said.Converse(Language.Opaque, 445);
        var packets = said.Say(0, talk, Side.Client, new Payload(300_000, "head"), 100).Record(form).Packets;

        var data = packets.Where(p => p.From == Side.Client).ToArray();
        Assert.Equal(300_000, data.Sum(p => p.PayloadLength));
        Assert.Equal(longest, data.Max(p => p.PayloadLength));
        Assert.Equal((Said.Start, Said.Start + (100 * Nanos.Millisecond)), (data[0].Time, data[^1].Time));
        Assert.InRange(data[data.Length / 2].Time - Said.Start, 49 * Nanos.Millisecond, 61 * Nanos.Millisecond);
        Assert.Equal(form == WireForm.Real ? (data.Length + 1) / 2 : 1, packets.Count(p => p.From == Side.Server));
        Assert.All(data, p => Assert.Equal(p.PayloadLength + 54, p.OriginalLength));
        Assert.Equal([.. Enumerable.Repeat(true, data.Length - 1)], data.Skip(1).Select(p => p.IsBulk));
        Assert.All(data.Skip(1), p => Assert.Equal(form == WireForm.Real ? p.OriginalLength : 54, p.Bytes.Length));
    }

    [Fact]
    public void Packets_come_in_order_of_time_when_messages_overlap()
    {
        var said = new Said();
        var talks = Enumerable.Range(0, 6).Select(_ => said.Converse(Language.Opaque, 445)).ToArray();
        for (var i = 0; i < 200; i++)
        {
            said.Say(i * 0.37, talks[i % 6], (Side)(i / 6 % 2), new Payload(1 + (i * 397)), i % 11);
        }

        foreach (var form in Enum.GetValues<WireForm>())
        {
            var recorded = said.Record(form);
            Assert.All(recorded.Packets.Zip(recorded.Packets.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
            Assert.All(talks, talk => Assert.Equal(said.Steps.Where(s => s.Conversation == talk).Sum(s => ((Payload)s.Saying).Length), recorded.Stream(talk, Side.Client).LongLength + recorded.Stream(talk, Side.Server).Length));
        }
    }

    [Fact]
    public void A_conversation_that_was_opened_before_goes_on_without_a_handshake()
    {
        var (whole, slice) = (_day.Said.Record(WireForm.Real), _day.Said.Record(WireForm.Real, 3));

        Assert.DoesNotContain(slice.Packets, p => p.Conversation == _day.Said.Steps[0].Conversation && p.IsSyn);
        var talk = _day.Said.Steps[0].Conversation;
        var (all, part) = (whole.Stream(talk, Side.Client), slice.Stream(talk, Side.Client));
        Assert.Equal(all[^part.Length..], part);
    }

    [Fact]
    public void What_follows_a_long_handshake_waits_for_it_and_so_does_all_that_follows()
    {
        var said = new Said();
        var far = new Host { Number = 9, Name = "far", Role = HostRole.External, Model = "", Place = "", Address = 0x08080808, RoundTrip = 40 * Nanos.Millisecond };
        var talk = new Conversation { Number = 5, Client = said.Scanner, Server = far, ClientPort = 50_000, ServerPort = 443, Language = Language.Opaque };
        var packets = said.Say(0, talk, Side.Client, Opened.It).Say(1, talk, Side.Client, new Payload(10)).Say(9, talk, Side.Server, new Payload(10)).Record(WireForm.Real).Packets;

        var data = packets.Where(p => p.PayloadLength > 0).ToArray();
        Assert.Equal(Side.Client, data[0].From);
        Assert.InRange(data[0].Time - Said.Start, 40 * Nanos.Millisecond, 41 * Nanos.Millisecond);
        Assert.Equal(8 * Nanos.Millisecond, data[1].Time - data[0].Time);
    }

    [Fact]
    public void Who_gets_another_address_keeps_the_old_one_in_what_is_open()
    {
        var said = new Said();
        var (old, next) = (said.Converse(Language.Opaque, 445), said.Converse(Language.Opaque, 445));
        said.Say(0, old, Side.Client, new Payload(10)).Say(2, old, Side.Client, new Payload(10)).Say(2, next, Side.Client, new Payload(10));
        var recorder = new Recorder();
        var writer = new PacketWriter(recorder, WireForm.Real);
        foreach (var step in said.Steps)
        {
            writer.Take(in step);
            said.Scanner.Address = 0x0A010277;
        }

        Assert.Equal([3, 3, 0x77], recorder.Packets.Where(p => p.From == Side.Client && p.PayloadLength > 0).Select(p => (int)p.Bytes[29]));
    }

    [Fact]
    public void Hardly_anything_is_allocated()
    {
        var counter = new Counter();
        var writer = new PacketWriter(counter, WireForm.Coalesced);
        var said = new Said();
        var talks = Enumerable.Range(0, 20).Select(_ => said.Converse(Language.Opaque, 445)).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            said.Say(i, talks[i % 20], (Side)(i / 20 % 2), new Payload(1 + (i * 17)));
        }

        foreach (var step in said.Steps.Take(1_000))
        {
            writer.Take(in step);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var step in said.Steps.Skip(1_000))
        {
            writer.Take(in step);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, counter.Packets / 10);
    }

    [Fact]
    public void Connections_that_fail_end_at_once()
    {
        var said = new Said();
        var (refused, unanswered, reset) = (said.Converse(Language.Opaque, 22), said.Converse(Language.Opaque, 23), said.Converse(Language.Opaque, 445));
        said.Say(0, refused, Side.Client, Refused.It).Say(1, unanswered, Side.Client, Unanswered.It).Say(2, reset, Side.Client, Opened.It);
        said.Say(3, reset, Side.Client, new Payload(9_000_000), 100).Say(50, reset, Side.Server, WasReset.It);
        var recorder = new Recorder();
        var writer = new PacketWriter(recorder, WireForm.Real);
        foreach (var step in said.Steps)
        {
            writer.Take(in step);
        }

        writer.End(Said.Start + Nanos.Second);

        Assert.Equal(0, writer.Open);
        Assert.Equal([0x02, 0x14], recorder.Packets.Where(p => p.Conversation == refused).Select(p => (int)p.Bytes[47]));
        Assert.Equal([0x02], recorder.Packets.Where(p => p.Conversation == unanswered).Select(p => (int)p.Bytes[47]));
        Assert.Equal(Said.Start + (50 * Nanos.Millisecond), recorder.Packets[^1].Time);
        Assert.Equal(0x14, recorder.Packets[^1].Bytes[47]);
    }

    private sealed class Counter : IPacketTaker
    {
        public long Packets { get; private set; }

        public void Take(in Packet packet) => Packets++;

        public void End(long time)
        {
        }
    }
}
