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

    [Fact]
    public void One_is_shown_in_short_and_as_it_is_written()
    {
        var show = new ProtocolShowCommand(_output, new Screen(_output, _error));
        Assert.Equal(ExitCode.Done, show.Run(ProtocolSet.Standard, "alaris", asYaml: false));
        Assert.Contains("INF_RATE                 set    rate: rate (in a unit it says)", _output.ToString(), StringComparison.Ordinal);
        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Done, show.Run(ProtocolSet.Standard, "alaris", asYaml: true));
        Assert.Equal("alaris", DefinitionText.Good(_output.ToString()).Name);
    }

    [Theory]
    [InlineData("alari", "There is no protocol 'alari'; did you mean 'alaris'?")]
    [InlineData("hl7", "'hl7' is built in: there is no definition to show.")]
    public void What_has_no_definition_isn_t_shown(string name, string told)
    {
        Assert.Equal(ExitCode.BadUsage, new ProtocolShowCommand(_output, new Screen(_output, _error)).Run(ProtocolSet.Standard, name, asYaml: false));
        Assert.Contains(told, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_checked_whole_and_an_empty_one_said_to_be()
    {
        Assert.Equal(ExitCode.BadUsage, Command().Check([_folder.Path]));
        Assert.Contains("There is no definition in this folder", _error.ToString(), StringComparison.Ordinal);
        _folder.File("own.yaml", System.Text.Encoding.UTF8.GetBytes(ShippedDefinitions.Texts().First().Text));
        Assert.Equal(ExitCode.Done, Command().Check([_folder.Path]));
        Assert.Contains("comes with the sensor: to use this one, name it otherwise", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_empty_or_isn_t_UTF_8_is_refused()
    {
        Assert.Equal(ExitCode.BadUsage, Command().Check([_folder.File("empty.yaml", []), _folder.File("latin.yaml", [.. "title: Pumpen f"u8, 0xfc, .. "r\n"u8])]));
        Assert.Contains("empty.yaml:1:1: There is no definition in this file.", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("latin.yaml:1:1: The file isn't UTF-8", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_binary_example_of_the_page_is_sound()
    {
        Assert.Equal(ExitCode.Done, Command().Check([Example("as: little-endian")]));
        Assert.Contains("'bench' is sound: 4 commands, and 3 vectors", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_is_told_with_the_one_that_fits()
    {
        Assert.Equal(ExitCode.BadUsage, Command().Check([Example("as: big-endian")]));
        Assert.Contains(
            "2 frames fail their checks, not 0: in turn 1 stands 9370, computed is 7093; {crc: modbus, as: little-endian, from: start} would fit all 10 frames of the vectors.",
            _error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The binary example of docs/pump-definitions.md, with its checksum written as it is said.</summary>
    private string Example(string order)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "pump-definitions.md"));
        var begin = page.IndexOf("protocol: bench", StringComparison.Ordinal);
        var text = page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)].Replace("as: little-endian", order, StringComparison.Ordinal);
        return _folder.File("bench.yaml", System.Text.Encoding.UTF8.GetBytes(text));
    }

    private ProtocolsCommand Command() => new(_output, new Screen(_output, _error));
}
