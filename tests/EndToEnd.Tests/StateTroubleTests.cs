using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Whatever is wrong with state is said in one sentence, kept as it is, and doesn't keep the sensor from working.</summary>
public sealed class StateTroubleTests(CaptureRuns runs) : IDisposable
{
    private static readonly string _radiology = Path.Combine("pcaps", Truth.Radiology);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mounts = [];

    public void Dispose()
    {
        foreach (var mount in _mounts)
        {
            Programs.Run(Programs.StartInfo("umount", [mount]));
        }

        _folder.Dispose();
    }

    [Fact]
    public void A_second_sensor_is_refused_and_one_that_was_killed_is_not_in_the_way()
    {
        var kept = new Kept(_folder);
        using var first = kept.Start(_folder.File("first"), _radiology, "--speed", "20x");
        Kept.WaitFor(() => File.Exists(kept.Database));
        var second = Programs.Sensor("replay", _radiology, "--state", kept.Path);
        Assert.Equal((1, $"sensor: Another sensor keeps its state in {kept.Path}."), (second.ExitCode, second.Error.Trim()));
        first.Kill();
        first.WaitForExit();
        kept.Replay(_radiology);
    }

    [Fact]
    public void On_a_read_only_disk_what_was_learnt_is_used_and_nothing_is_saved()
    {
        var kept = new Kept(_folder);
        kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        var before = Contents(kept.Path);
        Kept.Must("mount", "--bind", kept.Path, kept.Path);
        _mounts.Add(kept.Path);
        Kept.Must("mount", "-o", "remount,ro,bind", kept.Path);
        var later = _folder.File("later.pcap");
        ClassicPcap.Write(later, ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Select(r => ClassicPcap.Later(r, 86_400)));

        var result = kept.Replay(later);
        Assert.Single(Warnings(result));
        Assert.Contains("nothing is being saved", result.Outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["not saved"], Kept.Told(result));
        Assert.Contains(result.Devices, d => d.GetProperty("mature").GetBoolean());
        Assert.Equal(before, Contents(kept.Path));
        Assert.Equal(0, kept.Do("check").ExitCode);
    }

    [Fact]
    public void On_a_read_only_disk_without_state_the_sensor_works_as_without()
    {
        var kept = Mounted("ro,size=1m");
        var result = kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        Assert.Single(Warnings(result));
        Assert.Equal(["not saved"], Kept.Told(result));
        Assert.Equal(runs.Radiology.SummaryWithoutRun, result.SummaryWithoutRun);
    }

    [Fact]
    public void On_a_full_disk_nothing_is_saved_until_there_is_room()
    {
        var kept = Mounted("size=12k");
        var results = _folder.File("results");
        using var process = kept.Start(results, _radiology, "--learn-until", Labels.NormalUntil, "--speed", "40x");
        process.StandardInput.Close();
        Kept.WaitForEvents(results);
        Kept.Must("mount", "-o", "remount,size=16m", kept.Path);
        var outcome = Programs.Finish(process);
        Assert.True(outcome.ExitCode == 0, outcome.Said);

        Assert.Contains("nothing is being saved", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("State is saved again", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["not saved", "saved"], Kept.Told(new ReplayResult(results, outcome)));
        Assert.Equal(0, kept.Do("check").ExitCode);
    }

    [Fact]
    public void A_disk_that_becomes_full_keeps_what_was_saved()
    {
        var kept = Mounted("size=16m");
        kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        var export = kept.Export();
        File.WriteAllBytes(Path.Combine(kept.Path, "other"), new byte[(16 << 20) - Directory.GetFiles(kept.Path).Sum(f => new FileInfo(f).Length) - (64 << 10)]);
        var later = _folder.File("later.pcap");
        ClassicPcap.Write(later, ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Select(r => ClassicPcap.Later(r, 86_400)));

        var result = kept.Replay(later);
        Assert.Single(Warnings(result));
        Assert.Equal(["not saved"], Kept.Told(result));
        File.Delete(Path.Combine(kept.Path, "other"));
        Assert.Equal(export, kept.Export());
    }

    [Fact]
    public void A_damaged_database_is_kept_and_state_begins_anew()
    {
        var kept = new Kept(_folder);
        kept.Replay(_radiology);
        var bytes = File.ReadAllBytes(kept.Database);
        bytes.AsSpan(5000, 60_000).Fill(0xA5);
        File.WriteAllBytes(kept.Database, bytes);
        var result = kept.Replay(_radiology);

        Assert.Single(Warnings(result));
        Assert.Contains("begins anew", result.Outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["begun anew"], Kept.Told(result));
        Assert.Equal(bytes, File.ReadAllBytes(kept.Database + ".damaged-1"));
        Assert.Equal(0, kept.Do("check").ExitCode);
        Assert.Equal(12, result.Devices.Count);
    }

    private Kept Mounted(string options)
    {
        var kept = new Kept(_folder);
        Directory.CreateDirectory(kept.Path);
        Kept.Must("mount", "-t", "tmpfs", "-o", options, "none", kept.Path);
        _mounts.Add(kept.Path);
        return kept;
    }

    private static string[] Warnings(ReplayResult result) => [.. result.Outcome.Error.Split('\n').Where(l => l.Contains("warning", StringComparison.Ordinal))];

    private static string[] Contents(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => $"{Path.GetFileName(f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}")];
}
