using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>A disk that is soon full. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <param name="size">As tmpfs takes it.</param>
    public SmallDisk(string size)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root");
        var outcome = Machine.Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _folder.Path);
        if (outcome.ExitCode != 0)
        {
            _folder.Dispose();
            Assert.Skip($"a small disk can't be mounted: {outcome.Error}");
        }
    }

    public string Path => _folder.Path;

    public void Dispose()
    {
        Machine.Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }
}
