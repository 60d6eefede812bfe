using Sensor.Protocols;
using Sensor.Tests.Support;
using Sensor.Yaml;

namespace Sensor.Tests.Protocols;

/// <summary>The definitions that come with the sensor, and the one that the page on them shows.</summary>
public class ShippedDefinitionTests
{
    public static TheoryData<string> Names => [.. ShippedDefinitions.Texts().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_sound_and_holds_to_its_own_examples(string name)
    {
        var complaints = new Complaints();
        var protocol = ProtocolFile.Parse(name, ShippedDefinitions.Texts().Single(t => t.Name == name).Text, complaints, runsVectors: true);
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints.InOrder));

        // What is known of it before it is read.
        var later = ShippedDefinitions.All.Single(p => p.Name == Path.GetFileNameWithoutExtension(name));
        Assert.Equal((protocol!.Name, protocol.Carriers), (later.Name, later.Carriers));
    }

    [Fact]
    public void That_of_the_page_is_sound_as_well()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "pump-definitions.md"));
        var begin = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var complaints = new Complaints();
        ProtocolFile.Parse("page", page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)], complaints, runsVectors: true);
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints.InOrder));
    }
}
