using System.Text;
using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Spool;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>What waits for a receiver outlives everything but the disk, in order.</summary>
public sealed class SpoolTests : IDisposable
{
    private const long Bytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly List<string> _told = [];

    [Fact]
    public void What_was_committed_is_there_in_the_next_run_in_order()
    {
        // Without an end: as a crash leaves it.
        var crashed = Open();
        Assert.All(Enumerable.Range(1, 1000), i => Assert.Equal(SpoolAnswer.Kept, crashed.Add(Event(i), 0)));
        crashed.Commit(sync: false);
        Assert.Equal(Numbers(1, 400), Take(crashed, 400));

        using var spool = OpenCopy();
        Assert.Equal(600, spool.Waiting);
        Assert.Equal(Numbers(401, 600), Take(spool, 1000));
        Assert.Empty(spool.Peek(10));
        crashed.Dispose();
    }

    [Fact]
    public void An_alert_that_is_known_is_not_taken_again()
    {
        using (var spool = Open())
        {
            spool.Add(Alert(1), 1);
            spool.Add(Alert(2), 2);
            Assert.Equal(SpoolAnswer.Known, spool.Add(Alert(1), 1));
        }

        using var later = Open();
        Assert.Equal((SpoolAnswer.Known, SpoolAnswer.Kept), (later.Add(Alert(2), 2), later.Add(Alert(3), 3)));
        Assert.Equal((2, 3), (later.LastAlert, later.Waiting));
    }

    [Fact]
    public void A_torn_end_costs_what_was_not_acknowledged_and_nothing_else()
    {
        using (var spool = Open())
        {
            Assert.All(Enumerable.Range(1, 10), i => spool.Add(Event(i), 0));
        }

        var path = Segments().Single();
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 3);
        }

        using var later = Open();
        later.Add(Event(11), 0);
        later.Commit(sync: true);
        Assert.Equal([.. Numbers(1, 9), 11], [.. Take(later, 100), .. Take(later, 100)]);
        Assert.Contains("damaged: at least 1 ", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void A_damaged_byte_costs_one_thing(double where)
    {
        using (var spool = Open())
        {
            Assert.All(Enumerable.Range(1, 100), i => spool.Add(Event(i), 0));
        }

        var bytes = File.ReadAllBytes(Segments().Single());
        var body = bytes.AsSpan()[(int)(bytes.Length * where)..].IndexOf("bytes"u8) + (int)(bytes.Length * where);
        bytes[body] ^= 0x20;
        File.WriteAllBytes(Segments().Single(), bytes);

        using var later = Open();
        var all = new List<int>();
        for (var more = Take(later, 7); more.Count > 0; more = Take(later, 7))
        {
            all.AddRange(more);
        }

        Assert.Equal(99, all.Count);
        Assert.Equal(all.Order(), all);
        Assert.Contains("damaged", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_at_all_in_its_files_are_survived()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 200; round++)
        {
            using (var spool = Open())
            {
                Assert.All(Enumerable.Range(1, 20), i => spool.Add(Event(i), 0));
            }

            foreach (var file in Segments().Append(_folder.Named("cursor")))
            {
                var bytes = File.ReadAllBytes(file);
                for (var i = random.Next(8); i > 0 && bytes.Length > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                File.WriteAllBytes(file, bytes.AsSpan(0, random.Next(3) == 0 ? random.Next(bytes.Length + 1) : bytes.Length).ToArray());
            }

            using var later = Open();
            for (var more = Take(later, 7); more.Count > 0; more = Take(later, 7))
            {
                Assert.All(more, n => Assert.InRange(n, 1, 21));
            }

            later.Add(Event(21), 0);
            later.Commit(sync: false);
            Assert.Equal([21], Take(later, 7));
        }
    }

    [Fact]
    public void What_is_damaged_meanwhile_does_not_wait_for_ever()
    {
        using var spool = Open();
        Assert.All(Enumerable.Range(1, 10), i => spool.Add(Event(i), 0));
        spool.Commit(sync: false);
        var bytes = File.ReadAllBytes(Segments().Single());
        using (var file = new FileStream(Segments().Single(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = bytes.AsSpan().LastIndexOf("bytes"u8);
            file.WriteByte((byte)'B');
        }

        Assert.Equal(Numbers(1, 9), Take(spool, 100));
        Assert.Equal(0, spool.Waiting);
    }

    [Fact]
    public void A_position_before_everything_is_the_beginning()
    {
        using (var spool = Open())
        {
            spool.Add(Event(1), 0);
        }

        using (var cursor = new SpoolCursor(_folder.Path))
        {
            cursor.Read();
            cursor.Write(new SpoolPosition(1, -5, 0, 0));
        }

        Assert.Equal(1, SpoolContent.Of(_folder.Path).Waiting);
        using var later = Open();
        Assert.Equal([1], Take(later, 10));
    }

    [Fact]
    public void A_segment_that_cannot_be_deleted_costs_nothing_of_the_next()
    {
        using var spool = Open();
        for (var i = 1; Segments().Count() < 3; i++)
        {
            spool.Add(Event(i), 0);
            spool.Commit(sync: false);
        }

        var all = (int)spool.Waiting;
        var first = Take(spool, 1);
        var path = Segments().Min()!;
        File.Delete(path);
        Directory.CreateDirectory(path);

        Assert.Equal(Numbers(1, all), [.. first, .. Take(spool, all)]);
        Assert.Equal(0, spool.Waiting);
    }

    [Fact]
    public void A_foreign_file_is_left_alone_or_put_aside()
    {
        File.WriteAllText(_folder.Named("notes.txt"), "somebody's");
        File.WriteAllText(_folder.Named("0000000000000007.seg"), "somebody else's, and long enough");
        using var spool = Open();
        spool.Add(Event(1), 0);
        spool.Commit(sync: false);

        Assert.Equal([1], Take(spool, 10));
        Assert.True(File.Exists(_folder.Named("notes.txt")));
        Assert.True(File.Exists(_folder.Named("0000000000000007.seg.damaged")));
        Assert.Single(_told);
    }

    [Fact]
    public void At_the_bound_what_is_older_stays_and_alerts_have_room_of_their_own()
    {
        using var spool = Open();
        var kept = 0;
        while (spool.Add(Event(kept + 1), 0) == SpoolAnswer.Kept)
        {
            spool.Commit(sync: false);
            kept++;
        }

        Assert.InRange(Disk(), Bytes * 70 / 100, Bytes * 76 / 100);
        Assert.Equal(SpoolAnswer.Kept, spool.Add(Alert(1), 1));
        var alerts = 1;
        while (spool.Add(Alert(alerts + 1), alerts + 1) == SpoolAnswer.Kept)
        {
            spool.Commit(sync: false);
            alerts++;
        }

        Assert.InRange(Disk(), Bytes * 95 / 100, Bytes);
        var taken = new List<int>();
        for (var more = Take(spool, 500); more.Count > 0; more = Take(spool, 500))
        {
            taken.AddRange(more);
        }

        Assert.Equal([.. Numbers(1, kept), .. Numbers(1, alerts)], taken);
        Assert.InRange(Disk(), 0, Bytes / 8);
        Assert.Equal(SpoolAnswer.Kept, spool.Add(Event(1), 0));
    }

    [Fact]
    public void Without_a_folder_memory_holds_what_fits()
    {
        using var spool = new SpoolQueue(null, Bytes, 64 << 10, _told.Add);
        var kept = 0;
        while (spool.Add(Event(kept + 1), 0) == SpoolAnswer.Kept)
        {
            kept++;
        }

        Assert.InRange(kept, 100, 500);
        Assert.Equal(kept, spool.InMemory);
        Assert.Equal(Numbers(1, 50), Take(spool, 50));
        Assert.Equal(SpoolAnswer.Kept, spool.Add(Event(kept + 1), 0));
        Assert.Equal(Numbers(51, kept - 49), Take(spool, 1000));
    }

    [Fact]
    public void A_disk_that_comes_late_is_used_also_when_somebody_looked_before()
    {
        File.WriteAllText(_folder.Named("spool"), "in the way");
        using var spool = new SpoolQueue(_folder.Named("spool"), Bytes, 1 << 20, _told.Add);
        Assert.Empty(spool.Peek(10));
        File.Delete(_folder.Named("spool"));
        spool.Add(Event(1), 0);
        Thread.Sleep(1100);
        spool.Commit(sync: false);

        Assert.Equal((1, 0), (spool.Waiting, spool.InMemory));
    }

    [Fact]
    public void A_full_disk_is_said_once_and_used_again_when_there_is_room()
    {
        using var disk = new SmallDisk("1m");
        File.WriteAllBytes(Path.Combine(disk.Path, "filler"), new byte[700 << 10]);
        using var spool = new SpoolQueue(Path.Combine(disk.Path, "spool"), 64 << 20, 4 << 20, _told.Add);
        for (var i = 1; i <= 5000; i++)
        {
            Assert.Equal(SpoolAnswer.Kept, spool.Add(Event(i), 0));
            spool.Commit(sync: i % 100 == 0);
        }

        Assert.Contains("waits in memory", Assert.Single(_told), StringComparison.Ordinal);
        Assert.InRange(spool.InMemory, 1, 4999);

        File.Delete(Path.Combine(disk.Path, "filler"));
        var taken = Take(spool, 4096);
        Thread.Sleep(1100);
        spool.Commit(sync: true);
        Assert.Equal(2, _told.Count);
        for (var more = Take(spool, 4096); more.Count > 0; more = Take(spool, 4096))
        {
            taken.AddRange(more);
        }

        Assert.Equal(Numbers(1, 5000), taken);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<int> Numbers(int first, int count) => Enumerable.Range(first, count);

    private static Outgoing Event(int number) => new("hl7", $"k-{number}", 0, number, Encoding.UTF8.GetBytes(SendingBench.EventLine(number)));

    private static Outgoing Alert(int number) => new("alert", $"a-{number}", 2, number, Encoding.UTF8.GetBytes(SendingBench.AlertLine(number)));

    /// <summary>Takes the next things and says which they were.</summary>
    private static List<int> Take(SpoolQueue spool, int most)
    {
        var taken = new List<int>();
        while (taken.Count < most && spool.Peek(most - taken.Count) is { Count: > 0 } batch)
        {
            Assert.All(batch, b => Assert.Equal(b.Kind == "hl7" ? SendingBench.EventLine(b.Time) : SendingBench.AlertLine(b.Time), Encoding.UTF8.GetString(b.Body.Span)));
            taken.AddRange(batch.Select(b => (int)b.Time));
            spool.Take(batch.Count);
        }

        return taken;
    }

    private SpoolQueue Open() => new(_folder.Path, Bytes, 1 << 20, _told.Add);

    /// <summary>A copy of the folder as it is, without the lock that the one that crashed would have lost.</summary>
    private SpoolQueue OpenCopy()
    {
        var copy = _folder.Named("copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(_folder.Path).Where(f => Path.GetFileName(f) != "lock"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return new SpoolQueue(copy, Bytes, 1 << 20, _told.Add);
    }

    private IEnumerable<string> Segments() => Directory.EnumerateFiles(_folder.Path, "*.seg");

    private long Disk() => Segments().Sum(s => new FileInfo(s).Length);
}
