using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Evidence;

/// <summary>Captures of alerts as files: what stands in them is what was written, damaged ones are refused, and their folder keeps to its bound.</summary>
public sealed class EvidenceFileTests
{
    private static readonly CaptureAuthor _author = new("machine", "system", "Sensor 1");

    [Fact]
    public void What_is_written_is_read_back_by_us_and_by_tshark()
    {
        using var folder = new TempFolder();
        using var file = new MemoryStream();
        var writer = new PcapngWriter(file, _author, "the whole\n" + new string('ü', 10_000));
        byte[] ethernet = PacketBuilder.UdpFrame("10.0.0.1", 1, "10.0.0.2", 2, length: 3);
        writer.Write("eth1", LinkType.Ethernet, 1_700_000_000_123_456_789, ethernet, 1500, "proves it: 1 < 2 & \"three\"");
        writer.Write(null, LinkType.RawIp, 1_700_000_000_123_456_790, ethernet.AsSpan(14), ethernet.Length - 14, null);
        writer.Write("eth1", LinkType.Ethernet, 1_700_000_000_123_456_791, [], 60, "");
        var path = folder.File("a.pcapng", file.ToArray());

        var read = CaptureReading.Of(path);
        Assert.Null(read.Warning);
        Assert.Equal([1_700_000_000_123_456_789, 1_700_000_000_123_456_790, 1_700_000_000_123_456_791], read.Packets.Select(p => p.Time));
        Assert.Equal([(ethernet.Length, 1500), (ethernet.Length - 14, ethernet.Length - 14), (0, 60)], read.Packets.Select(p => (p.Bytes.Length, p.Original)));
        Assert.Equal([LinkType.Ethernet, LinkType.RawIp, LinkType.Ethernet], read.Packets.Select(p => p.Link));

        var rows = Machine.Run("tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=;", "-e", "frame.time_epoch", "-e", "frame.interface_name", "-e", "frame.comment");
        Assert.Equal(["1700000000.123456789;eth1;proves it: 1 < 2 & \"three\"", "1700000000.123456790;unknown;", "1700000000.123456791;eth1;"], rows.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var info = Machine.Run("capinfos", path).Output;
        Assert.Contains("Sensor 1", info, StringComparison.Ordinal);
        Assert.Contains("the whole", info, StringComparison.Ordinal);
        Assert.Contains(new string('ü', 4091), info, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('ü', 4092), info, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_kept_whole_is_masked_when_it_is_handed_on()
    {
        using var folder = new TempFolder();
        var proof = new Proof("alert-000001", "title", "payload: intact, says a device's name", null, 0, 0);
        var collector = new PacketCollector(proof, new CollectorBounds());
        collector.Prove(new FoundPacket(5, "eth1", LinkType.Ethernet, PacketBuilder.TcpFrame("10.0.0.1", 1, "10.0.0.2", 2, 1, 1, TcpFlags.Ack, "smith"u8), 60));
        using var file = new MemoryStream();
        EvidenceCapture.Write(file, _author, proof, collector, isMasked: false, []);
        var path = folder.File("a.pcapng", file.ToArray());

        var stored = StoredCapture.Read(path);
        Assert.Equal((false, 1), (stored.IsMasked, stored.Packets));
        Assert.True(stored.Bytes.IndexOf("smith"u8) > 0);
        stored.Mask();
        Assert.True(stored.IsMasked);
        Assert.True(stored.Bytes.IndexOf("smith"u8) < 0);
        Assert.True(stored.Bytes.IndexOf("title\npayload: masked"u8) > 0);
        Assert.Equal(file.Length, stored.Bytes.Length);
    }

    [Fact]
    public void Damaged_captures_are_refused_in_a_sentence()
    {
        using var folder = new TempFolder();
        using var file = new MemoryStream();
        var writer = new PcapngWriter(file, _author, "whole");
        writer.Write("eth1", LinkType.Ethernet, 1, new byte[100], 100, "comment");
        var whole = file.ToArray();
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var path = folder.File("a.pcapng", damaged[..random.Next(damaged.Length + 1)]);
            try
            {
                StoredCapture.Read(path).Mask();
            }
            catch (CaptureException e)
            {
                Assert.Equal($"{path} isn't as it was written.", e.Message);
            }
        }

        Assert.Contains("make room", Assert.Throws<CaptureException>(() => StoredCapture.Read(folder.Named("gone.pcapng"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_capture_is_not_left_behind()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Named("evidence"));
        File.WriteAllBytes(Path.Combine(folder.Named("evidence"), "alert-000007.pcapng.new"), new byte[300]);
        var captures = new EvidenceFolder(folder.Path, keep: 1000, begin: false);
        Assert.Empty(Directory.GetFiles(folder.Named("evidence")));

        // Its place is taken, so it can't get there.
        Directory.CreateDirectory(Path.Combine(folder.Named("evidence"), "alert-000008.pcapng"));
        Assert.ThrowsAny<Exception>(() => captures.Write("alert-000008", new byte[300]));
        Assert.Empty(Directory.GetFiles(folder.Named("evidence")));
    }

    /// <summary>What takes the place of a capture meanwhile can't be removed as one: the others make room all the same, and the sum stays right.</summary>
    [Fact]
    public void A_capture_that_cannot_be_removed_stops_nothing()
    {
        using var folder = new TempFolder();
        var captures = new EvidenceFolder(folder.Path, keep: 1000, begin: false);
        captures.Write("alert-000001", new byte[900]);
        File.Delete(Path.Combine(folder.Named("evidence"), "alert-000001.pcapng"));
        Directory.CreateDirectory(Path.Combine(folder.Named("evidence"), "alert-000001.pcapng"));
        captures.Write("alert-000002", new byte[600]);
        captures.Write("alert-000003", new byte[300]);
        Assert.Equal((2, 0), (Directory.GetFiles(folder.Named("evidence")).Length, captures.Removed));
        captures.Write("alert-000004", new byte[300]);
        Assert.Equal((2, 1), (Directory.GetFiles(folder.Named("evidence")).Length, captures.Removed));
    }

    [Fact]
    public void The_oldest_make_room_and_an_alert_has_one_capture()
    {
        using var folder = new TempFolder();
        var captures = new EvidenceFolder(folder.Path, keep: 1000, begin: false);
        for (var i = 1; i <= 12; i++)
        {
            captures.Write($"alert-{i:D6}", new byte[300]);
        }

        captures.Write("alert-000012", new byte[400]);
        Assert.Equal(["alert-000011.pcapng", "alert-000012.pcapng"], Names().TakeLast(2));
        Assert.Equal((3, 9), (Names().Length, captures.Removed));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder.Named("evidence"), "alert-000012.pcapng")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        // Another run goes on with them, in the order of their numbers; one without state begins anew.
        captures = new EvidenceFolder(folder.Path, keep: 1000, begin: false);
        captures.Write("alert-1000000", new byte[900]);
        Assert.Equal(["alert-1000000.pcapng"], Names());
        File.WriteAllText(Path.Combine(folder.Named("evidence"), "notes.txt"), "mine");
        _ = new EvidenceFolder(folder.Path, keep: 1000, begin: true);
        Assert.Equal(["notes.txt"], Names());

        string[] Names() => [.. Directory.GetFiles(folder.Named("evidence")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }
}
