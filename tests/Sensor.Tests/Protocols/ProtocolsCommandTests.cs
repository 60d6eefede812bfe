using Sensor.Commands;
using Sensor.Protocols;
using Sensor.Terminal;
using Sensor.Tests.Support;

namespace Sensor.Tests.Protocols;

/// <summary><c>sensor protocols</c>: lists and checks.</summary>
public sealed class ProtocolsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_that_is_read_is_listed()
    {
        Assert.Equal(0, Command().List(ProtocolSet.Standard, ListingFormat.Json));
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ProtocolSet.Standard.All.Count, lines.Length);
        Assert.Contains(lines, l => l.Contains("\"name\":\"dicom\",\"origin\":\"built-in\"", StringComparison.Ordinal));
        Assert.All(ShippedDefinitions.All, p => Assert.Contains(lines, l => l.Contains($"\"name\":\"{p.Name}\",\"origin\":\"shipped\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void All_mistakes_of_all_files_are_told()
    {
        var one = _folder.File("one.yaml", "protocol: One\ntitle: x\n"u8.ToArray());
        var two = _folder.File("two.yaml", "protocol: two\n"u8.ToArray());
        Assert.Equal(ExitCode.BadUsage, Command().Check([one, two]));
        Assert.Contains("one.yaml:1:11: A protocol's name", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("two.yaml:1:1: 'title' is missing here.", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void A_sound_one_is_said_to_be()
    {
        var (name, text) = ShippedDefinitions.Texts().First();
        Assert.Equal(ExitCode.Done, Command().Check([_folder.File("own.yaml", System.Text.Encoding.UTF8.GetBytes(text))]));
        Assert.Contains($"'{Path.GetFileNameWithoutExtension(name)}' is sound", _output.ToString(), StringComparison.Ordinal);
    }

    private ProtocolsCommand Command() => new(_output, new Screen(_output, _error));
}
