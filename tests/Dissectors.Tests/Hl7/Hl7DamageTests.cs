using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class Hl7DamageTests
{
    private readonly Stage _stage = new(new Hl7Protocol());

    [Fact]
    public void A_message_with_lost_bytes_is_written_as_far_as_it_was_seen()
    {
        Client(Vt + Admit(1));
        _stage.Missing(Direction.ToServer, 500);
        Client("OBX|rest\r" + End + Framed(Admit(2)));
        _stage.End();
        var messages = _stage.Sink.Of<Hl7Message>();
        Assert.Equal([true, false], messages.Select(m => m.Truncated));
        Assert.Equal([Quality.Gap | Quality.OneSided, Quality.OneSided], messages.Select(m => m.Quality));
        Assert.Equal(Admit(1).Length, messages[0].Bytes);
        Assert.Equal(1, _stage.Counters.Resyncs);
    }

    [Fact]
    public void After_lost_bytes_in_a_batch_its_next_message_is_found()
    {
        Client(Vt + "BHS|^~\\&|HIS\r" + Admit(1) + Admit(2)[..^20]);
        _stage.Missing(Direction.ToServer, 500);
        Client("rest|of|3\r" + Admit(4) + Admit(5) + "BTS|5\r" + End + Framed(Admit(6)));
        _stage.End();

        Assert.Equal(["C1", "C4", "C5", "C6"], _stage.Sink.Of<Hl7Message>().Where(m => !m.Truncated).Select(Id));
        Assert.Equal(1, _stage.Counters.Resyncs);

        string Id(Hl7Message message) => Enumerable.Range(1, 6).Select(n => $"C{n}")
            .Single(id => _stage.Context.Pseudonyms.Of(PseudonymKind.Message, Encoding.ASCII.GetBytes(id)) == message.Header.ControlId);
    }

    [Fact]
    public void A_truncated_message_still_finds_its_answer()
    {
        Client(Vt + Admit(1));
        _stage.Missing(Direction.ToServer, 500);
        Server(Framed(Ack(1)));
        Assert.Equal(AckCode.AA, Assert.Single(_stage.Sink.Of<Hl7Message>()).Ack);
    }

    [Fact]
    public void What_is_lost_of_the_answers_is_no_silence()
    {
        Client(Framed(Admit(1)));
        Server(Framed(Ack(0)));
        _stage.Missing(Direction.ToClient, 100);
        _stage.End();
        Assert.Equal(Quality.Gap, _stage.Sink.Of<Hl7Message>()[0].Quality);
    }

    [Fact]
    public void A_header_cut_off_after_its_control_id_is_a_message()
    {
        var whole = Vt + Admit(1);
        var visible = whole.IndexOf("|C1|", StringComparison.Ordinal) + 4;
        Client(whole[..visible]);
        _stage.Missing(Direction.ToServer, 400, MissingCause.Cut);
        _stage.End();
        var message = Assert.Single(_stage.Sink.Of<Hl7Message>());
        Assert.Equal("ADT^A01", _stage.Sink.Name(message.Header.Type));
        Assert.Equal((true, Quality.Cut | Quality.OneSided), (message.Truncated, message.Quality));
    }

    [Fact]
    public void A_header_cut_off_before_its_control_id_is_a_frame_only()
    {
        var whole = Vt + Admit(1);
        Client(whole[..(whole.IndexOf("|C1|", StringComparison.Ordinal) + 3)]);
        _stage.Missing(Direction.ToServer, 400, MissingCause.Cut);
        _stage.End();
        Assert.Empty(_stage.Sink.Of<Hl7Message>());
        Assert.StartsWith("{\"frames\":1,\"messages\":0,", _stage.CountersText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_picked_up_in_mid_stream_begins_at_the_next_frame()
    {
        var stage = new Stage(new Hl7Protocol(), midStream: true);
        stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes("4711|Doe\r" + End + Framed(Admit(1))));
        stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(Framed(Ack(0)) + Framed(Ack(1)))).End();
        Assert.Equal([(false, Quality.Clean), (true, Quality.MidStream)], stage.Sink.Of<Hl7Message>().Select(m => (m.Unsolicited, m.Quality)));
        Assert.Equal(0, stage.Counters.Resyncs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_one_percent_of_segments_lost_the_captured_messages_are_found(int seed)
    {
        const int Messages = 20_000;
        var random = new Random(seed);
        var stream = new List<byte>();
        var ranges = new List<(int Start, int End)>();
        for (var i = 0; i < Messages; i++)
        {
            var start = stream.Count;
            var observations = string.Concat(Enumerable.Range(0, random.Next(12)).Select(n => $"OBX|{n}|NM|{n}^Name^L||{random.Next(1000)}\r"));
            stream.AddRange(Encoding.ASCII.GetBytes(Framed(Admit(i) + observations)));
            ranges.Add((start, stream.Count));
        }

        var lost = new bool[stream.Count];
        var bytes = stream.ToArray();
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - at, random.Next(3) == 0 ? random.Next(1, 1448) : 1448);
            if (random.Next(100) == 0)
            {
                _stage.Feeder.Missing(Direction.ToServer, size);
                lost.AsSpan(at, size).Fill(true);
            }
            else
            {
                _stage.Feeder.Segment(Direction.ToServer, bytes.AsSpan(at, size));
            }

            at += size;
        }

        _stage.End();
        var captured = ranges.Select((r, i) => (r, i)).Where(x => !lost.AsSpan(x.r.Start..x.r.End).Contains(true)).ToArray();
        var found = _stage.Sink.Of<Hl7Message>().Where(m => !m.Truncated).Select(m => m.Header.ControlId).ToHashSet();
        var kept = captured.Count(x => found.Contains(_stage.Context.Pseudonyms.Of(PseudonymKind.Message, Encoding.ASCII.GetBytes($"C{x.i}"))));
        Assert.True(captured.Length < Messages);
        Assert.True(kept >= captured.Length * 0.999, $"{kept} of {captured.Length}");
    }

    private void Client(string bytes) => _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(bytes));

    private void Server(string bytes) => _stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(bytes));
}
