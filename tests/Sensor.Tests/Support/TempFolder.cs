namespace Sensor.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private int _files;

    public string Path { get; } = Directory.CreateTempSubdirectory("sensor-tests-").FullName;

    public string File(byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, $"{++_files}.cap");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>The path of a file of this name, there or not.</summary>
    public string Named(string name) => System.IO.Path.Combine(Path, name);

    public string File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(Named(name), bytes);
        return Named(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
