using System.Diagnostics;
using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>A folder that is being written into: every record once, as it comes.</summary>
public sealed class FollowTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StopSignal _stop = new();
    private readonly PacketBlock _block = new();
    private readonly List<int> _read = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_there_comes_first_and_then_what_is_added_byte_by_byte()
    {
        Append("a", Pcap(1, 2));
        using var input = Follow();
        ReadUntil(input, 2);
        var more = Records(3, 4, 5);
        foreach (var piece in more.Chunk(7))
        {
            Append("a", piece);
            input.Fill(_block);
            Take(input);
        }

        ReadUntil(input, 5);
        Assert.Equal([1, 2, 3, 4, 5], _read);
        Assert.All(input.Reports, r => Assert.Null(r.Warning));
        Assert.Equal((_folder.Named("a"), 4), input.Locate(4));
    }

    [Fact]
    public void Files_that_rotate_are_taken_up_in_turn_and_a_half_record_waits_for_its_rest()
    {
        using var input = Follow();
        var expected = new List<int>();
        for (var file = 0; file < 5; file++)
        {
            var name = $"ward_{file:D5}.pcapng";
            var bytes = CaptureBuilder.Pcapng().Interface(resolution: 9, name: "eth1");
            for (var i = 0; i < 20; i++)
            {
                bytes.Enhanced(0, (ulong)((file * 20) + i + 1), [1, 2, 3]);
                expected.Add((file * 20) + i + 1);
            }

            var whole = bytes.ToArray();
            Append(name, whole[..333]);
            input.Fill(_block);
            Take(input);
            Append(name, whole[333..]);
        }

        ReadUntil(input, 100);
        Assert.Equal(expected, _read);
        Assert.Equal(5, input.Reports.Count);
        Assert.All(input.Reports, r => Assert.Equal((20, null), (r.Packets, r.Warning)));

        // It is one interface all the time.
        Assert.Equal("eth1", input.InterfaceName(0));
        Assert.Null(input.InterfaceName(1));
    }

    [Fact]
    public void A_backlog_comes_by_packet_time()
    {
        Append("b", Pcap(1, 2, 5));
        Append("a", Pcap(6, 7));
        Append("c", Pcap(3, 4, 8));
        using var input = Follow();
        ReadUntil(input, 8);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], _read);
    }

    [Fact]
    public void Two_writers_lose_nothing()
    {
        Append("a", Pcap(1));
        Append("b", Pcap(2));
        using var input = Follow();
        for (var i = 3; i < 13; i++)
        {
            Append(i % 2 == 0 ? "b" : "a", Records(i));
            input.Fill(_block);
            Take(input);
        }

        ReadUntil(input, 12);
        Assert.Equal(Enumerable.Range(1, 12), _read.Order());
        Assert.Equal(2, input.Reports.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_replaced_or_cut_short_is_said_and_read_anew(bool longer)
    {
        Append("a", Pcap(1, 2, 3));
        using var input = Follow();
        ReadUntil(input, 3);
        File.WriteAllBytes(_folder.Named("a"), longer ? Pcap(4, 5, 6, 7) : Pcap(4));
        ReadUntil(input, longer ? 7 : 4);
        Append("a", Records(8));
        ReadUntil(input, longer ? 8 : 5);

        Assert.Equal(longer ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2, 3, 4, 8], _read);
        Assert.True(input.TryTakeWarning(out var warning));
        Assert.Contains("was replaced or cut short", warning, StringComparison.Ordinal);
        Assert.Equal([3L, longer ? 5 : 2], input.Reports.Select(r => r.Packets));
        Assert.Equal((_folder.Named("a"), 1), input.Locate(4));
    }

    [Fact]
    public void A_file_that_goes_away_is_survived()
    {
        Append("a", Pcap(1));
        using var input = Follow();
        ReadUntil(input, 1);
        File.Delete(_folder.Named("a"));
        Append("b", Pcap(2));
        ReadUntil(input, 2);
        Append("a", Pcap(3));
        ReadUntil(input, 3);

        Assert.Equal([1, 2, 3], _read);
    }

    [Fact]
    public void Without_growth_it_ends_and_says_what_is_left()
    {
        Append("a", Pcap(1, 2)[..^1]);
        Append("empty", CaptureBuilder.Pcap().ToArray());
        Append("notes", "Not a capture at all, just notes."u8.ToArray());
        using var input = Follow(idle: TimeSpan.FromMilliseconds(400));
        var watch = Stopwatch.StartNew();
        while (!_block.IsLast)
        {
            input.Fill(_block);
            Take(input);
        }

        Assert.InRange(watch.ElapsedMilliseconds, 350, 10_000);
        Assert.Equal([1], _read);
        var reports = input.Reports.ToDictionary(r => Path.GetFileName(r.Path));
        Assert.Contains("middle of a record after packet 1", reports["a"].Warning, StringComparison.Ordinal);
        Assert.Null(reports["empty"].Warning);
        Assert.Contains("isn't a capture", input.Reports.Single(r => r.Path == _folder.Path).Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void While_nothing_comes_blocks_without_packets_do()
    {
        Append("a", Pcap(1));
        using var input = Follow();
        ReadUntil(input, 1);
        var watch = Stopwatch.StartNew();
        input.Fill(_block);

        Assert.Equal((0, false), (_block.Count, _block.IsLast));
        Assert.Equal(2, _block.FirstOrdinal);
        Assert.InRange(watch.ElapsedMilliseconds, 100, 5_000);
    }

    [Fact]
    public void Stopping_ends_the_wait_for_a_first_packet()
    {
        using var input = Follow();
        using var timer = new Timer(_ => input.Stop(), null, 200, Timeout.Infinite);
        input.Fill(_block);

        Assert.True(_block.IsLast);
        Assert.Empty(input.Reports);
    }

    [Fact]
    public void Only_a_folder_can_be_followed()
    {
        Append("a", Pcap(1));

        Assert.Contains("only a folder", Assert.Throws<CaptureException>(() => new FollowedFolder(_folder.Named("a"), null, _stop)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<CaptureException>(() => new FollowedFolder(_folder.Named("x"), null, _stop)).Message, StringComparison.Ordinal);
    }

    private static byte[] Pcap(params int[] times) => [.. CaptureBuilder.Pcap(nanoseconds: true).ToArray(), .. Records(times)];

    private static byte[] Records(params int[] times) =>
        CaptureBuilder.Pcap(nanoseconds: true).Records(times.Select(t => new Captured(t, [(byte)t, 0, 0]))).ToArray()[24..];

    private FollowedFolder Follow(TimeSpan? idle = null) => new(_folder.Path, idle, _stop);

    private void Append(string name, byte[] bytes)
    {
        using var file = new FileStream(_folder.Named(name), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(bytes);
    }

    private void ReadUntil(FollowedFolder input, int count)
    {
        var watch = Stopwatch.StartNew();
        while (_read.Count < count)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"only {_read.Count} of {count} packets came");
            input.Fill(_block);
            Take(input);
        }
    }

    private void Take(FollowedFolder input)
    {
        Assert.False(_block.IsLast && _block.Count > 0);
        var ordinal = _block.FirstOrdinal;
        foreach (ref readonly var entry in _block.Entries)
        {
            _read.Add((int)entry.Time);
            Assert.Equal(_read.Count, ordinal++);
        }

        GC.KeepAlive(input);
    }
}
