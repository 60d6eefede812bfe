using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;

namespace Sensor.Dissectors.Tests.Hl7;

/// <summary>What senders do that the standard doesn't: never an error, always noted.</summary>
public sealed class Hl7DeviationTests
{
    private readonly Stage _stage = new(new Hl7Protocol());

    public static TheoryData<string, Hl7Quirks> OneMessage => new()
    {
        { Vt + Admit(1).Replace('\r', '\n') + End, Hl7Quirks.LfSegmentEnds },
        { Vt + Admit(1).Replace("\r", "\r\n", StringComparison.Ordinal) + End, Hl7Quirks.CrLfSegmentEnds },
        { Vt + Admit(1)[..^1] + End, Hl7Quirks.NoFinalSegmentEnd },
        { Vt + Admit(1) + "\x1c", Hl7Quirks.FsWithoutCr },
        { Vt + Admit(1), Hl7Quirks.MissingTrailer },
        { Vt + Admit(1) + "\r" + End, Hl7Quirks.BlankLine },
        { Vt + Admit(1) + "second line\r" + End, Hl7Quirks.StrayLine },
        { Vt + Admit(1) + "NTE|1|a\x1c|b\r" + End, Hl7Quirks.FsInData },
        { Vt + Admit(1) + "NTE|1|a\x0b|b\r" + End, Hl7Quirks.VtInData },
        { Vt + "debug: sending\r" + Admit(1) + End, Hl7Quirks.JunkBeforeHeader },
        { "log line\r\n" + Vt + Admit(1) + End, Hl7Quirks.TextBetweenFrames | Hl7Quirks.BytesBetweenFrames },
        { "\0\0" + Vt + Admit(1) + End, Hl7Quirks.BytesBetweenFrames },
        { Vt + End + Vt + Admit(1) + End, Hl7Quirks.None },
        { Admit(1), Hl7Quirks.Unframed },
        { "MSH|^~\\&|A|B|C|D|20261121||ADT^A08|C1|P|2.3", Hl7Quirks.Unframed | Hl7Quirks.NoFinalSegmentEnd },
        { Vt + "D23\r" + Admit(1) + "00123456" + End, Hl7Quirks.Hllp },
        { Vt + "BHS|^~\\&|HIS\r" + Admit(1) + "BTS|1\r" + End, Hl7Quirks.Batch },
        { Vt + Admit(1).Replace('|', '#') + End, Hl7Quirks.OwnDelimiters },
        { Vt + Admit(1).Replace("^~\\&", "^~", StringComparison.Ordinal) + End, Hl7Quirks.FewDelimiters },
        { Vt + "MSH|^~\\&|A|B|C|D|20261121||ADT^A08|C1\r" + End, Hl7Quirks.ShortHeader },
        { Vt + Admit(1).Replace("|2.5.1\r", "|2.5.1||||||UNICODE UTF-16\r", StringComparison.Ordinal) + End, Hl7Quirks.OpaqueCharset },
        { Vt + Admit(1) + "PID|1||" + new string('1', 5000) + "\r" + End, Hl7Quirks.LongSegment },
    };

    [Theory]
    [MemberData(nameof(OneMessage))]
    public void Is_noted_on_the_message(string bytes, Hl7Quirks expected)
    {
        Client(bytes);
        _stage.End();
        var message = Assert.Single(_stage.Sink.Of<Hl7Message>());
        Assert.Equal(expected, message.Quirks);
        Assert.False(message.Header.ControlId.IsNone);
    }

    [Fact]
    public void A_new_frame_ends_one_without_trailer()
    {
        Client(Vt + Admit(1) + Vt + Admit(2) + End);
        _stage.End();
        Assert.Equal([true, false], _stage.Sink.Of<Hl7Message>().Select(m => m.Truncated));
    }

    [Fact]
    public void An_answer_ends_a_frame_that_stops_at_fs()
    {
        Client(Vt + Admit(1) + "\x1c");
        Server(Framed(Ack(1)));
        Assert.Equal(AckCode.AA, Assert.Single(_stage.Sink.Of<Hl7Message>()).Ack);
    }

    [Fact]
    public void An_unframed_answer_to_a_framed_message_counts()
    {
        Client(Framed(Admit(1)));
        Server(Ack(1)[..^1]);
        _stage.End();
        Assert.Equal(AckCode.AA, Assert.Single(_stage.Sink.Of<Hl7Message>()).Ack);
    }

    [Fact]
    public void Each_message_of_a_frame_is_one()
    {
        Client(Framed(Admit(1) + Admit(2)));
        _stage.End();
        Assert.Equal([Hl7Quirks.None, Hl7Quirks.Concatenated], _stage.Sink.Of<Hl7Message>().Select(m => m.Quirks));
    }

    [Theory]
    [InlineData("FHS|^~\\&\rBHS|^~\\&\r", 1)]
    [InlineData("FHS|^~\\&\r", 1)]
    [InlineData("BHS|^~\\&\r", 1)]
    [InlineData("", 0)]
    public void A_batch_is_counted_once(string header, int batches)
    {
        Client(Framed(header + Admit(1) + Admit(2)));
        _stage.End();
        Assert.Contains($"\"frames\":1,\"messages\":2,\"acks\":0,\"batches\":{batches},", _stage.CountersText, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_frames_are_noted_on_the_message_they_commit()
    {
        Client(Framed(Admit(1)));
        Server(Framed("\x15"));
        Server(Framed(Ack(1)));
        Assert.Equal(Hl7Quirks.CommitFrameNak, Assert.Single(_stage.Sink.Of<Hl7Message>()).Quirks);
    }

    [Fact]
    public void Bulk_passes_without_being_held()
    {
        Client(Vt + Admit(1) + "OBX|2|ED|PDF||^^^Base64^");
        var conversation = new Hl7Protocol().Open(_stage.Context).Begin(default, midStream: false);
        conversation.OnData(Direction.ToServer, Encoding.ASCII.GetBytes(Vt + Admit(1) + "OBX|2|ED|PDF||^^^Base64^"), default);
        var bulk = Enumerable.Repeat((byte)'A', 1 << 20).ToArray();
        Assert.Equal(Step.Done(bulk.Length), conversation.OnData(Direction.ToServer, bulk, default));
    }

    private void Client(string bytes) => _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(bytes));

    private void Server(string bytes) => _stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(bytes));
}
