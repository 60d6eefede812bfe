using System.IO.Compression;
using System.Text;
using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Eve;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>A file of EVE lines: whole lines, rotation, and others who move it.</summary>
public sealed class EveTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Clock _clock = new();

    private string File_ => _folder.Named("eve.json");

    [Fact]
    public void It_has_all_lines_and_those_of_the_next_run_behind_them()
    {
        using (var bench = new SendingBench($"    - name: lines\n      type: eve\n      path: {File_}\n", _folder.Named("spool")))
        {
            bench.Event(1);
            bench.Alert(2);
            bench.Restart();
            bench.Event(3);
        }

        Assert.Equal([SendingBench.EventLine(1), SendingBench.AlertLine(2), SendingBench.EventLine(3)], File.ReadAllLines(File_));
    }

    [Fact]
    public void What_others_moved_away_stays_and_a_new_file_is_begun()
    {
        using var bench = new SendingBench($"    - name: lines\n      type: eve\n      path: {File_}\n", null);
        bench.Event(1);
        Eventually.True(() => bench.Status.Sent == 1);
        File.Move(File_, File_ + ".1");
        bench.Event(2);
        Eventually.True(() => bench.Status.Sent == 2);
        Assert.False(File.Exists(File_));
        bench.Open.Reopen();
        Assert.Empty(File.ReadAllText(File_));
        bench.Event(3);
        Eventually.True(() => bench.Status.Sent == 3);

        Assert.Equal([SendingBench.EventLine(1), SendingBench.EventLine(2)], File.ReadAllLines(File_ + ".1"));
        Assert.Equal([SendingBench.EventLine(3)], File.ReadAllLines(File_));
    }

    [Fact]
    public void At_its_size_it_is_put_aside_and_the_oldest_go()
    {
        using (var eve = Receiver(s => s with { RotateBytes = 1000, Keep = 3 }))
        {
            for (var i = 1; i <= 60; i++)
            {
                Send(eve, i);
                _clock.Now += TimeSpan.FromSeconds(i % 2);
            }
        }

        var aside = Aside();
        Assert.Equal(3, aside.Count);
        Assert.All(aside, f => Assert.InRange(new FileInfo(f).Length, 1000, 1200));
        var lines = aside.Append(File_).SelectMany(File.ReadAllLines).ToList();
        Assert.Equal(Enumerable.Range(61 - lines.Count, lines.Count).Select(i => SendingBench.EventLine(i)), lines);
    }

    [Fact]
    public void At_its_time_it_is_put_aside_and_compressed()
    {
        // What a run that was killed left, and what somebody else has.
        File.WriteAllText(File_ + ".20261121T160000Z.gz.new", "half");
        File.WriteAllText(_folder.Named("other.json.20261121T160000Z.gz.new"), "theirs");
        using (var eve = Receiver(s => s with { RotateEvery = TimeSpan.FromHours(1), Gzip = true }))
        {
            Send(eve, 1);
            _clock.Now = new DateTimeOffset(2026, 11, 21, 17, 59, 59, TimeSpan.Zero);
            Send(eve, 2);
            _clock.Now = new DateTimeOffset(2026, 11, 21, 18, 0, 1, TimeSpan.Zero);
            Send(eve, 3);
        }

        var aside = Assert.Single(Aside());
        Assert.True(File.Exists(_folder.Named("other.json.20261121T160000Z.gz.new")));
        Assert.Equal("eve.json.20261121T180001Z.gz", Path.GetFileName(aside));
        using var text = new StreamReader(new GZipStream(File.OpenRead(aside), CompressionMode.Decompress));
        Assert.Equal($"{SendingBench.EventLine(1)}\n{SendingBench.EventLine(2)}\n", text.ReadToEnd());
        Assert.Equal([SendingBench.EventLine(3)], File.ReadAllLines(File_));
    }

    [Fact]
    public void A_line_that_a_crash_tore_is_ended()
    {
        File.WriteAllText(File_, "{\"event_type\":\"hl");
        using (var eve = Receiver(s => s))
        {
            Send(eve, 1);
        }

        Assert.Equal(["{\"event_type\":\"hl", SendingBench.EventLine(1)], File.ReadAllLines(File_));
    }

    [Fact]
    public void On_a_full_disk_no_line_is_torn_and_what_waits_is_written_when_there_is_room()
    {
        using var disk = new SmallDisk("256k");
        var path = Path.Combine(disk.Path, "eve.json");
        File.WriteAllBytes(Path.Combine(disk.Path, "filler"), new byte[200 << 10]);
        using var bench = new SendingBench($"    - name: lines\n      type: eve\n      path: {path}\n", _folder.Named("spool"));
        for (var i = 1; i <= 1000; i++)
        {
            bench.Event(i);
        }

        Eventually.True(() => bench.Status.IsUnreachable);
        Assert.All(File.ReadAllLines(path), l => Assert.EndsWith("}}", l, StringComparison.Ordinal));
        File.Delete(Path.Combine(disk.Path, "filler"));
        Eventually.True(() => bench.Status.Waiting == 0);
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => SendingBench.EventLine(i)), File.ReadAllLines(path));
    }

    public void Dispose() => _folder.Dispose();

    private static void Send(EveReceiver eve, int number)
    {
        var delivered = eve.SendAsync([new Outgoing("hl7", $"k-{number}", 0, number, Encoding.UTF8.GetBytes(SendingBench.EventLine(number)))], CancellationToken.None).AsTask();
        Assert.Equal(Delivered.All(1), delivered.GetAwaiter().GetResult());
    }

    private List<string> Aside() => [.. Directory.EnumerateFiles(_folder.Path).Where(f => f.StartsWith(File_ + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private EveReceiver Receiver(Func<EveSettings, EveSettings> change) =>
        new(change(new EveSettings(new ReceiverCommon("lines", new Selection([]), TimeSpan.FromSeconds(1)), File_)), _clock);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 17, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
