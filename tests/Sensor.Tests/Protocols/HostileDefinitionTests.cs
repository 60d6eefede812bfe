using System.Diagnostics;
using Sensor.Protocols;
using Sensor.Tests.Support;
using Sensor.Yaml;
using static Sensor.Tests.Protocols.DefinitionText;

namespace Sensor.Tests.Protocols;

/// <summary>Definitions that can't be meant well, and places where there are none: a sentence, and the program goes on.</summary>
public sealed class HostileDefinitionTests : IDisposable
{
    private const string Sound = Head + Frames + Messages + "commands: {A: {class: stop, no-reply: true}}\n" + "vectors: [{name: one, turns: [{controller: \"<A>\"}], events: [{kind: set}]}]\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dicom")]
    [InlineData("hl7")]
    [InlineData("tls")]
    [InlineData("intellivue")]
    [InlineData("ws-discovery")]
    [InlineData("pcd")]
    [InlineData("sdc")]
    [InlineData("none")]
    [InlineData("flow")]
    public void A_name_that_means_something_else_is_refused(string name) =>
        Assert.Equal($"own.yaml:1:11: There is a protocol '{name}' already; name this one otherwise.", Assert.Single(Judge(Sound.Replace("protocol: own", $"protocol: {name}", StringComparison.Ordinal))));

    [Theory]
    [InlineData("ports: [99999999999999999999]")]
    [InlineData("ports: [-1]")]
    [InlineData("good-frames: 2147483648")]
    [InlineData("pairing: {by: order, timeout: 99999999999999999999h}")]
    [InlineData("values: {T: {a: {scale: 1e400}}}")]
    [InlineData("values: {T: {a: {bits: {4294967296: {remote: yes}}}}}")]
    [InlineData("tokens: {0xffffffffff: {name: x}}")]
    public void A_number_beyond_all_measure_is_one_mistake(string line) => Assert.Single(Judge(Sound + line + "\n"));

    [Theory]
    [InlineData("{end: \">\", max: 4294967297}")]
    [InlineData("{end: \">\", min: 99999}")]
    [InlineData("{length: {at: 4294967296, as: u8}}")]
    [InlineData("{length: {at: 1, as: decimal, digits: 4000000000}}")]
    [InlineData("{length: {at: 1, as: u32be, add: 99999999999}}")]
    [InlineData("{size: 99999999}")]
    [InlineData("{end: \">\", checksum: {crc: {width: 4000000000, poly: 1}}}")]
    public void A_frame_without_measure_is_one_mistake(string frame) => Assert.Single(Judge(Sound.Replace(Frames, $"frames: [{frame}]\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void What_is_nested_without_end_is_one_mistake(string level) =>
        Assert.Single(Judge(Sound + "values: " + string.Concat(Enumerable.Repeat(level, 20_000)) + "\n"));

    [Fact]
    public void Keys_by_the_thousand_are_told_up_to_a_bound()
    {
        var keys = string.Concat(Enumerable.Range(0, 5000).Select(i => $"key{i}: 1\n"));
        Assert.InRange(Judge(Sound + keys).Count, 1, Complaints.Max);
    }

    [Fact]
    public void A_turn_has_16_KiB_and_no_more()
    {
        var head = Sound[..Sound.IndexOf("vectors:", StringComparison.Ordinal)];
        string With(int bytes) => head + $"vectors: [{{name: one, turns: [{{controller: \"<A>\"}}], events: [{{kind: set}}]}}, {{name: long, turns: [{{controller: \"{new string('<', bytes)}\"}}]}}]\n";
        Assert.Empty(Judge(With(16_384)));
        Assert.Contains("16384", Assert.Single(Judge(With(16_385))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_byte_may_be_of_an_alphabet() =>
        Assert.Empty(Judge(Sound.Replace("end: \">\"}", "end: \">\", alphabet: \"\\x00-=?-\\xff\"}", StringComparison.Ordinal)));

    [Fact]
    public void Definitions_with_anything_in_them_are_refused_or_run_in_time()
    {
        // What is sound by the grammar is compiled, and its examples are played.
        var random = new Random(11);
        var texts = ShippedDefinitions.Texts().Select(t => t.Text).ToList();
        string[] pieces = ["0", "16384", "4294967295", "-1", "\"\"", "\"\\x00\"", "true", "u8", "u32be", "hex", "ber", "command", "address", "sequence", "rate", "[]", "{}", "text", "1.5", "controller", "pump"];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 300 && watch.Elapsed < TimeSpan.FromSeconds(20); i++)
        {
            var text = texts[random.Next(texts.Count)];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // A word or a number becomes another.
                var at = random.Next(text.Length);
                while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]))
                {
                    at++;
                }

                var end = at;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
                {
                    end++;
                }

                text = text[..at] + pieces[random.Next(pieces.Length)] + text[end..];
            }

            Assert.InRange(Judge(text).Count, 0, Complaints.Max);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public void A_file_may_be_called_otherwise_than_its_protocol()
    {
        File.WriteAllText(_folder.Named("anything.yaml"), Sound);
        Assert.Equal("own", Load(_folder.Named("anything.yaml")).Set.All[^1].Name);
    }

    [Fact]
    public void Of_a_folder_only_definitions_are_read_and_each_that_can_t_be_is_told_once()
    {
        var folder = Directory.CreateDirectory(_folder.Named("pumps")).FullName;
        File.WriteAllText(Path.Combine(folder, "own.yaml"), Sound);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "no definition");
        Directory.CreateDirectory(Path.Combine(folder, "folder.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), ".");
        Assert.Empty(Load(folder).Wrong);

        File.CreateSymbolicLink(Path.Combine(folder, "loop.yaml"), "loop.yaml");
        File.CreateSymbolicLink(Path.Combine(folder, "nowhere.yaml"), "nothing");
        File.WriteAllText(Path.Combine(folder, "empty.yaml"), "");
        File.WriteAllBytes(Path.Combine(folder, "bytes.yaml"), [0, 1, 2, 0xFF, 0xFE]);
        File.WriteAllText(Path.Combine(folder, "long.yaml"), new string('#', (1 << 20) + 1));
        var wrong = Load(folder).Wrong;
        foreach (var file in (string[])["loop", "nowhere", "empty", "bytes", "long"])
        {
            Assert.Single(wrong, w => w.Contains($"{file}.yaml:", StringComparison.Ordinal));
        }

        Assert.Equal(5, wrong.Count);
    }

    [Fact]
    public void A_folder_that_leads_to_itself_is_one_mistake()
    {
        Directory.CreateSymbolicLink(_folder.Named("loop"), "loop");
        Assert.Contains("can't be read", Assert.Single(Load(_folder.Named("loop")).Wrong), StringComparison.Ordinal);
    }

    private static List<string> Judge(string text)
    {
        var complaints = new Complaints();
        var protocol = ProtocolFile.Parse("own.yaml", text, complaints, runsVectors: true);
        Assert.Equal(complaints.IsEmpty, protocol is not null);
        return [.. complaints.InOrder.Select(c => c.ToString())];
    }

    private static (ProtocolSet Set, List<string> Wrong) Load(string path)
    {
        var complaints = new Complaints();
        var set = ProtocolSet.Load([path], [], complaints);
        return (set, [.. complaints.InOrder.Select(c => c.ToString())]);
    }
}
