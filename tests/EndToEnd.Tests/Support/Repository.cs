using System.Reflection;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Where things are, found from where the test assembly lies.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program as it was built beside these tests: same configuration, same artifacts folder.</summary>
    public static string Program { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Sensor", new DirectoryInfo(AppContext.BaseDirectory).Name, "sensor.dll"));

    public static string Capture(string name) => Path.Combine(Root, "pcaps", name);

    public static string Schema(string name) => Path.Combine(Root, "docs", "schema", name + ".schema.json");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sensor.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests don't lie inside the repository.");
    }
}

/// <summary>A folder of one's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sensor-e2e-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
