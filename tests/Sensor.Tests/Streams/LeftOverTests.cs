using Sensor.Dissectors.Contract;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>The dissector's contract: bytes left over are shown again, with more behind them, once there is as much as was asked for.</summary>
public sealed class LeftOverTests
{
    [Fact]
    public void A_contiguous_need_is_met_across_segments_of_one_byte()
    {
        var bench = Bench((d, data, in at) => data.Length < 8 ? Step.Need(0, 8) : Step.Done(8));
        SendByBytes(bench, "REC-0-1-abcdefgh01234567");

        Assert.Equal(["REC", "REC-0-1-", "a", "abcdefgh", "0", "01234567"], bench.Conversation.Offered(Direction.ToServer));
        Assert.Equal("REC-0-1-abcdefgh01234567", bench.Conversation.ToServer);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void What_is_consumed_is_not_shown_again_and_what_is_not_is()
    {
        var bench = Bench((d, data, in at) =>
        {
            var end = data.LastIndexOf((byte)'\n');
            return end < 0 ? Step.Need(0, data.Length + 1) : Step.Done(end + 1);
        });
        new TcpScript(bench).Open().Send(0, "REC one\nREC t").Send(13, "wo\nth").Send(18, "ree").Send(21, "\n");

        Assert.Equal(
            ["REC one\nREC t", "REC t", "REC two\nth", "th", "three", "three\n"], bench.Conversation.Offered(Direction.ToServer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1448)]
    [InlineData(30_000)]
    public void The_largest_need_is_met(int segment)
    {
        var bench = Bench((d, data, in at) => data.Length < Step.MaxNeeded ? Step.Need(0, Step.MaxNeeded) : Step.Done(Step.MaxNeeded));
        var bytes = new byte[2 * Step.MaxNeeded];
        new Random(3).NextBytes(bytes);
        "REC"u8.CopyTo(bytes);
        var script = new TcpScript(bench).Open();
        for (var at = 0; at < bytes.Length; at += segment)
        {
            script.Send(at, bytes.AsSpan(at, Math.Min(segment, bytes.Length - at)));
        }

        Assert.Equal(System.Text.Encoding.Latin1.GetString(bytes), bench.Conversation.ToServer);
        Assert.InRange(bench.Conversation.Offered(Direction.ToServer).Count(), 3, 6);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void A_need_and_a_skip_follow_each_other()
    {
        // Length-prefixed records of which only the first byte of the body is of interest.
        var bench = Bench((d, data, in at) => data.StartsWith("REC"u8) ? Step.Done(3)
            : data.Length < 3 ? Step.Need(0, 3)
            : Step.SkipAfter(3, ((data[0] - '0') * 10) + data[1] - '0' - 1));
        SendByBytes(bench, "REC" + "12abbbbbbbbbbb" + "01c" + "05deeee");

        Assert.Equal("REC12a<11 skipped>01c05d<4 skipped>", bench.Conversation.ToServer);
    }

    [Fact]
    public void Left_over_bytes_are_shown_once_more_at_the_end()
    {
        var calls = 0;
        var bench = Bench((d, data, in at) => ++calls > 1 ? Step.Done(data.Length) : Step.Need(3, 100));
        new TcpScript(bench).Open().Send(0, "REC short").Fin(9);

        Assert.Equal("REC short<fin>", bench.Conversation.ToServer);
    }

    [Fact]
    public void Left_over_bytes_that_nobody_takes_are_part_of_what_is_missing()
    {
        var bench = Bench((d, data, in at) => data.StartsWith("REC"u8) ? Step.Need(3, 100) : data[0] == '!' ? Step.Done(data.Length) : Step.Need(0, 100));
        new TcpScript(bench).Open().Send(0, "REC abcde").Acknowledge(50).Send(19, "!after").Tick(51);

        Assert.Equal("REC<16 lost>!after", bench.Conversation.ToServer);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void A_dissector_that_makes_no_progress_waits_for_one_more_byte()
    {
        var bench = Bench((d, data, in at) => data.Length < 6 ? new Step(0, 0, 0) : Step.Done(data.Length));
        new TcpScript(bench).Open().Send(0, "REC").Send(3, "a").Send(4, "b").Send(5, "c");

        Assert.Equal(["REC", "RECa", "RECab", "RECabc"], bench.Conversation.Offered(Direction.ToServer));
    }

    [Fact]
    public void Left_over_bytes_of_the_two_directions_are_kept_apart()
    {
        var bench = Bench((d, data, in at) => data.Length < 6 ? Step.Need(0, 6) : Step.Done(data.Length));
        new TcpScript(bench).Open().Send(0, "REC").Reply(0, "xyz").Send(3, "abc").Reply(3, "uvw");

        Assert.Equal(("RECabc", "xyzuvw"), (bench.Conversation.ToServer, bench.Conversation.ToClient));
    }

    [Fact]
    public void A_probe_that_is_unsure_sees_more()
    {
        var bench = new PartitionBench();
        SendByBytes(bench, "RECORD");

        Assert.Equal("RECORD", bench.Conversation.ToServer);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void A_probe_decides_on_what_it_has_when_no_more_will_come()
    {
        var bench = new PartitionBench();
        new TcpScript(bench).Open().Send(0, "RE").Fin(2);
        bench.Finish();

        Assert.Empty(bench.Protocol.Conversations);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    private static PartitionBench Bench(Answer answer) => new(new RecordingProtocol { Answers = _ => answer });

    private static void SendByBytes(PartitionBench bench, string text)
    {
        var script = new TcpScript(bench).Open();
        for (var i = 0; i < text.Length; i++)
        {
            script.Send(i, text[i..(i + 1)]);
        }
    }
}
