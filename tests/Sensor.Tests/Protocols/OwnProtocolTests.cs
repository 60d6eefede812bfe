using Sensor.Capture;
using Sensor.Commands;
using Sensor.Pipeline;
using Sensor.Protocols;
using Sensor.Terminal;
using Sensor.Tests.Support;
using Complaints = Sensor.Yaml.Complaints;

namespace Sensor.Tests.Protocols;

/// <summary>A site's own definition on a capture that ships with the sensor: tried alone, and at work beside the definition shipped for the same pumps.</summary>
public sealed class OwnProtocolTests : IDisposable
{
    /// <summary>The second block of the page: what it has after the walk's second step.</summary>
    private static readonly string Short = Block(1);

    private static readonly string Capture = Path.Combine(RepositoryRoot.Path, "pcaps", "parts", "pump-alaris.pcap");

    private readonly TempFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tried_it_tells_what_the_page_says_it_does()
    {
        Assert.Equal(ExitCode.Done, Try(Short));
        var told = _output.ToString().Split('\n').Select(l => l.TrimEnd()).ToList();
        foreach (var line in Block(2).Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && l.Trim() != "…"))
        {
            Assert.Contains(told, l => l.Trim() == line.Trim());
        }

        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Where_nothing_is_recognised_it_is_told_what_is_there()
    {
        Assert.Equal(ExitCode.Done, Try(Short.Replace("start: \"!\"", "start: \"?\"", StringComparison.Ordinal)));
        Assert.StartsWith("'mypump' was recognised in 0 connections.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("4001  1 connection, ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("not recognised", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_before_the_definition_that_is_shipped()
    {
        // The first request is for a command that the site's table doesn't have, and the shipped one does.
        var file = Write(Short);
        var complaints = new Complaints();
        var own = ProtocolFile.Read(file, complaints)!;
        Assert.True(own.IsOwn);
        var protocols = ProtocolSet.Standard.All.Append(own).ToList();
        Assert.Equal(["mypump"], Recognised(protocols));
        Assert.Equal(["alaris"], Recognised(ProtocolSet.Standard.All));
    }

    private static IEnumerable<string> Recognised(IReadOnlyList<Dissectors.Contract.IProtocol> protocols)
    {
        using var input = new CaptureInput([Capture], new StopSignal());
        var replay = new Replay(new BlockFeed(input, 1), 1, AnalysisRun.SettingsFor(protocols, input.Seed.ToArray(), new Bounds()));
        var sights = new ProtocolSights(app: 1);
        replay.Run(sights);
        return [.. sights.Ports.Keys.Where(k => k.App > 0).Select(k => protocols[k.App - 1].Name)];
    }

    private int Try(string definition) => new ProtocolTryCommand(_output, new Screen(_output, _error)).Run(Write(definition), [Capture], workers: 1);

    private string Write(string definition) => _folder.File("mypump.yaml", System.Text.Encoding.UTF8.GetBytes(definition));

    /// <summary>A block of the page on definitions behind the usage, without its indentation.</summary>
    private static string Block(int number)
    {
        var blocks = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "pump-definitions.md")).Split("```");
        var lines = blocks[(2 * (number + 1)) + 1].Split('\n').Skip(1).ToList();
        var indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l));
    }
}
