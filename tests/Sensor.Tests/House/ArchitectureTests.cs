using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sensor.Tests.House;

/// <summary>Which rooms may know which: references point one way only.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src"));

    [Fact]
    public void Dissectors_and_Models_know_nothing_of_ours()
    {
        Assert.Empty(OwnReferences(typeof(Sensor.Dissectors.Contract.IProtocol).Assembly));
        Assert.Empty(OwnReferences(typeof(Sensor.Models.DeviceModel).Assembly));
    }

    [Fact]
    public void The_sensor_knows_both() =>
        Assert.Equal(["Sensor.Dissectors", "Sensor.Models"], OwnReferences(typeof(Sensor.Capture.CaptureInput).Assembly).Order());

    [Theory]
    [InlineData("Dissectors", "Sensor.Models", "Sensor.Capture", "Sensor.Streams", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Outputs")]
    [InlineData("Models", "Sensor.Dissectors", "Sensor.Capture", "Sensor.Streams", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Outputs")]
    [InlineData("Sensor/Capture", "Sensor.Models", "Sensor.Streams", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Inventory", "Sensor.Outputs", "Sensor.Alerts", "Sensor.Detection", "Sensor.Rules", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Streams", "Sensor.Models", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Inventory", "Sensor.Outputs", "Sensor.Alerts", "Sensor.Detection", "Sensor.Rules", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Facts", "Sensor.Models", "Sensor.Streams", "Sensor.Pipeline", "Sensor.Inventory", "Sensor.Outputs", "Sensor.Alerts", "Sensor.Detection", "Sensor.Rules", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Inventory", "Sensor.Capture", "Sensor.Streams", "Sensor.Pipeline", "Sensor.Outputs", "Sensor.Alerts", "Sensor.Detection", "Sensor.Rules", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Pumps", "Sensor.Models", "Sensor.Capture", "Sensor.Streams", "Sensor.Pipeline", "Sensor.Detection", "Sensor.Rules", "Sensor.Alerts", "Sensor.Outputs", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Rules", "Sensor.Capture", "Sensor.Pipeline", "Sensor.Outputs", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Alerts", "Sensor.Capture", "Sensor.Streams", "Sensor.Pipeline", "Sensor.Outputs", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Evidence", "Sensor.Models", "Sensor.Streams", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Inventory", "Sensor.Outputs", "Sensor.Detection", "Sensor.Rules", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/History", "Sensor.Models", "Sensor.Capture", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Outputs", "Sensor.Alerts", "Sensor.Rules", "Sensor.Report", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Report", "Sensor.Dissectors", "Sensor.Models", "Sensor.Capture", "Sensor.Streams", "Sensor.Facts", "Sensor.Pipeline", "Sensor.Inventory", "Sensor.Detection", "Sensor.Rules", "Sensor.State", "Sensor.History", "Sensor.Outputs", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Outputs", "Sensor.Pipeline", "Sensor.Terminal", "Sensor.Commands", "Sensor.Series")]
    [InlineData("Sensor/Series", "Sensor.Terminal", "Sensor.Commands", "Sensor.Options")]
    [InlineData("Sensor/Pipeline", "Sensor.Terminal", "Sensor.Commands", "Sensor.Series")]
    public void A_room_does_not_know_the_rooms_behind_it(string room, params string[] unknown)
    {
        var files = Files(room).ToArray();
        Assert.NotEmpty(files);
        foreach (var (file, text) in files)
        {
            foreach (var name in unknown)
            {
                Assert.False(Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b"), $"{Path.GetRelativePath(Source, file)} names {name}");
            }
        }
    }

    [Fact]
    public void A_protocol_does_not_know_another()
    {
        string[] shared = ["Contract", "Packets"];
        var protocols = Directory.GetDirectories(Path.Combine(Source, "Dissectors")).Select(d => Path.GetFileName(d)!)
            .Where(d => char.IsUpper(d[0]) && !shared.Contains(d)).ToArray();
        Assert.NotEmpty(protocols);
        foreach (var protocol in protocols.Concat(shared))
        {
            foreach (var (file, text) in Files($"Dissectors/{protocol}"))
            {
                foreach (var other in protocols.Where(p => p != protocol))
                {
                    // What pumps do is told in one shape by whoever speaks of it; only how definitions are compiled is their own.
                    var own = other == "Pumps" ? @"Pumps\.\w" : $@"{other}\b";
                    Assert.False(Regex.IsMatch(text, $@"\bSensor\.Dissectors\.{own}"), $"{Path.GetRelativePath(Source, file)} names {other}");
                }
            }
        }
    }

    [Fact]
    public void No_file_is_folded_into_regions() =>
        Assert.DoesNotContain(Files("."), f => Region().IsMatch(f.Text));

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder()
    {
        foreach (var (file, text) in Files("."))
        {
            var folder = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace('\\', '/').Split('/');
            var expected = string.Join('.', folder[0] == "Sensor" ? folder : ["Sensor", .. folder]);
            var actual = Namespace().Match(text);
            Assert.True(!actual.Success || IsOf(actual.Groups[1].Value, expected), $"{Path.GetRelativePath(Source, file)} is in {actual.Groups[1].Value}");
        }

        // A room of Models may share its project's namespace.
        static bool IsOf(string actual, string expected) => actual == expected || (expected.StartsWith("Sensor.Models.", StringComparison.Ordinal) && expected.StartsWith(actual, StringComparison.Ordinal));
    }

    private static IEnumerable<string> OwnReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Sensor", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string File, string Text)> Files(string room) =>
        Directory.EnumerateFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (f, File.ReadAllText(f)));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\s*#(end)?region", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
