using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>How a capture is stored doesn't show in what is found in it.</summary>
public sealed partial class InputTests(CaptureRuns runs)
{
    [Theory]
    [InlineData("pcapng")]
    [InlineData("nsecpcap")]
    public void The_format_does_not_show(string format)
    {
        using var folder = new TemporaryFolder();
        Programs.Editcap("-F", format, Repository.Capture(Truth.Radiology), folder.File("other"));

        AssertSameFacts(runs.Radiology, runs.Run([folder.File("other")], "--learn-until", Labels.NormalUntil));
    }

    [Fact]
    public void The_byte_order_does_not_show()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("swapped.pcap", ClassicPcap.Swapped(Repository.Capture(Truth.Radiology)));

        AssertSameFacts(runs.Radiology, runs.Run([path], "--learn-until", Labels.NormalUntil));
    }

    /// <summary>Conversations go on from file to file; the first file is long enough to give the whole one's pseudonyms.</summary>
    [Fact]
    public void A_capture_in_pieces_is_one_capture()
    {
        using var folder = new TemporaryFolder();
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        string[] pieces = [folder.File("a.pcap"), folder.File("b.pcap"), folder.File("c.pcap")];
        ClassicPcap.Write(pieces[0], records.Take(7001));
        ClassicPcap.Write(pieces[1], records.Skip(7001).Take(5000));
        ClassicPcap.Write(pieces[2], records.Skip(12_001));

        var result = runs.Run(pieces, "--learn-until", Labels.NormalUntil);

        Assert.Equal([7001L, 5000, records.Count - 12_001], result.Summary.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("packets").GetInt64()));
        AssertSameFacts(runs.Radiology, result);
    }

    [Fact]
    public void Evidence_of_several_inputs_names_the_file_and_the_packets_in_it()
    {
        var result = runs.Run(["pcaps/parts/net-ping.pcap", "pcaps/" + Truth.Radiology], "--learn-until", Labels.NormalUntil);

        Assert.NotEmpty(result.Alerts);
        Assert.Equal(runs.Radiology.Alerts.Select(Evidence), result.Alerts.Select(Evidence));
        Assert.All(result.Alerts.Zip(runs.Radiology.Alerts), pair =>
            Assert.Equal(pair.Second.GetProperty("pcap_cnt").GetInt64() + 18, pair.First.GetProperty("pcap_cnt").GetInt64()));

        static string Evidence(System.Text.Json.JsonElement alert) => alert.GetProperty("anomaly").GetProperty("evidence").GetRawText();
    }

    private static void AssertSameFacts(ReplayResult expected, ReplayResult actual)
    {
        foreach (var name in ReplayResult.FileNames[..4])
        {
            Assert.Equal(Lines(expected), Lines(actual));

            IEnumerable<string> Lines(ReplayResult result) =>
                File.ReadLines(result.PathOf(name)).Select(l => Frames().Replace(Evidence().Replace(Pseudonym().Replace(l, "p_"), "\"evidence\":"), ""));
        }

        Assert.Equal(WithoutInputs(expected), WithoutInputs(actual));

        static string WithoutInputs(ReplayResult result)
        {
            var json = System.Text.Json.Nodes.JsonNode.Parse(result.SummaryWithoutRun)!.AsObject();
            json.Remove("inputs");
            return json.ToJsonString();
        }
    }

    /// <summary>Without a key of the site pseudonyms are those of the file's own bytes.</summary>
    [GeneratedRegex("p_[a-z2-7]{26}")]
    private static partial Regex Pseudonym();

    /// <summary>Names the file, and counts packets within it.</summary>
    [GeneratedRegex("\"evidence\":\\{\"file\":\"[^\"]*\",\"packets\":\\[[0-9,]*\\]")]
    private static partial Regex Evidence();

    /// <summary>Does so, too.</summary>
    [GeneratedRegex(" \\|\\| frame\\.number in \\{[0-9, ]*\\}|,\"more\":\\[(\\{[^}]*\\},?)*\\]")]
    private static partial Regex Frames();
}
