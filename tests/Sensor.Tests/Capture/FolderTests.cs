using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

public sealed class FolderTests
{
    [Fact]
    public void The_captures_of_a_folder_come_by_first_packet_then_name_whatever_they_are_called()
    {
        using var folder = new TempFolder();
        var late = folder.File("a.txt", One(30));
        var early = folder.File("z.pcapng.gz", Gzipped.Of(CaptureBuilder.Pcapng().Interface(resolution: 9).Enhanced(0, 10, [10]).ToArray()));
        var twin = folder.File("m2", One(20));
        var otherTwin = folder.File("m1", One(20));
        var empty = folder.File("empty.pcap", CaptureBuilder.Pcap().ToArray());
        var reading = CaptureReading.Of(folder.Path);

        Assert.Equal([10, 20, 20, 30], reading.Packets.Select(p => (int)p.Time));
        Assert.Equal([early, otherTwin, twin, late, empty], reading.Reports.Select(r => r.Path));
        Assert.Equal([1L, 1, 1, 1, 0], reading.Reports.Select(r => r.Packets));
        Assert.All(reading.Reports, r => Assert.Null(r.Warning));
    }

    [Fact]
    public void What_is_no_capture_is_passed_over_and_counted_in_one_warning()
    {
        using var folder = new TempFolder();
        folder.File("notes.pcap", "Not a capture at all, just notes."u8.ToArray());
        folder.File("short.pcap", CaptureBuilder.Pcap().ToArray()[..10]);
        folder.File("nothing.pcap", []);
        folder.File("good", One(1));
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder.Named("below")).FullName, "deeper.pcap"), One(2));
        var reading = CaptureReading.Of(folder.Path);

        Assert.Equal([1], reading.Packets.Select(p => (int)p.Time));
        Assert.Equal([folder.Named("good"), folder.Path], reading.Reports.Select(r => r.Path));
        Assert.Equal($"{folder.Path} holds 2 files that aren't captures; they are passed over.", reading.Reports[1].Warning);
    }

    [Fact]
    public void Folders_files_and_their_seed_go_together()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        folder.File("b", One(5));
        folder.File("a", One(7));
        var file = other.File(One(6));
        using var input = new CaptureInput([folder.Path, file]);

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(One(5)), input.Seed);
        Assert.Equal([5, 6, 7], CaptureReading.Of(input).Packets.Select(p => (int)p.Time));
    }

    [Fact]
    public void A_folder_without_captures_is_refused_but_doesnt_stand_in_the_way_of_others()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        folder.File("notes", "Not a capture at all, just notes."u8.ToArray());

        Assert.Equal($"{folder.Path} holds no captures.", Assert.Throws<CaptureException>(() => CaptureReading.Of(folder.Path)).Message);
        Assert.Single(CaptureReading.Of(folder.Path, other.File(One(1))).Packets);
    }

    [Fact]
    public void A_damaged_capture_in_a_folder_says_so_itself()
    {
        using var folder = new TempFolder();
        var torn = folder.File("torn", CaptureBuilder.Pcap(nanoseconds: true).Records([new(1, [1]), new(2, [2])]).ToArray()[..^1]);
        folder.File("whole", One(3));
        var reading = CaptureReading.Of(folder.Path);

        Assert.Equal([1, 3], reading.Packets.Select(p => (int)p.Time));
        Assert.Contains("middle of a record after packet 1", reading.Reports.Single(r => r.Path == torn).Warning, StringComparison.Ordinal);
    }

    private static byte[] One(int time) => CaptureBuilder.Pcap(nanoseconds: true).Record(new Captured(time, [(byte)time])).ToArray();
}
