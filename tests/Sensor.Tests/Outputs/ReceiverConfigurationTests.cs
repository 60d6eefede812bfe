using System.Text.Json;
using System.Text.RegularExpressions;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs.Delivery;
using Sensor.Tests.Live;
using Sensor.Tests.Support;
using Sensor.Yaml;

namespace Sensor.Tests.Outputs;

/// <summary>Receivers in the configuration: mistakes have a place, secrets are never shown.</summary>
public sealed partial class ReceiverConfigurationTests
{
    [Theory]
    [InlineData("    - type: eve\n      path: x\n", "3:7: 'name' is missing here.")]
    [InlineData("    - name: a b\n      type: eve\n      path: x\n", "3:13: A receiver's name has letters, digits, - and _, at most 40.")]
    [InlineData("    - name: a\n      type: eva\n", "4:13: 'eva' isn't one of eve")]
    [InlineData("    - name: a\n      type: eve\n", "3:7: 'path' is missing here.")]
    [InlineData("    - name: a\n      type: eve\n      path: x\n      port: 5\n", "6:7: There is no key 'port' here")]
    [InlineData("    - name: a\n      type: eve\n      path: x\n    - name: a\n      type: eve\n      path: y\n", "6:13: There is a receiver 'a' already.")]
    [InlineData("    - name: a\n      type: eve\n      path: x\n      events: [alert, hl8]\n", "6:23: 'hl8' isn't a word known here; did you mean 'hl7'?")]
    [InlineData("    - name: a\n      type: webhook\n", "3:7: 'url' is missing here.")]
    [InlineData("    - name: a\n      type: webhook\n      url: ftp://x/\n", "5:12: Here belongs an address such as")]
    [InlineData("    - name: a\n      type: webhook\n      url: http://me:hunter2@x/\n", "5:12: Names and passwords don't belong into an address.")]
    [InlineData("    - name: a\n      type: webhook\n      url: http://x/\n      secret: hunter2\n      secret_file: y\n", "6:15: Only one of")]
    [InlineData("    - name: a\n      type: syslog\n      host: x\n      transport: tpc\n", "6:18: 'tpc' isn't one of udp, tcp, tls; did you mean 'tcp'?")]
    [InlineData("    - name: a\n      type: syslog\n      host: x\n      ca_file: y\n", "3:7: Certificates and server_name are for transport: tls.")]
    [InlineData("    - name: a\n      type: syslog\n      host: x\n      transport: tls\n      key_file: y\n", "3:7: 'certificate_file' and 'key_file' belong together.")]
    public void A_mistake_is_said_with_its_place(string receivers, string complaint)
    {
        var e = Assert.Throws<ConfigurationException>(() => SendingBench.Read($"output:\n  receivers:\n{receivers}"));

        var said = Assert.Single(e.Complaints).ToString();
        Assert.Contains(complaint, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_shown()
    {
        var settings = SendingBench.Read("output:\n  receivers:\n    - name: a\n      type: webhook\n      url: http://x/\n      secret: hunter2\n      token: \"tok: en\"\n");
        using var shown = new StringWriter();
        SettingsYaml.Write(shown, [OutputSection.Section], settings);

        Assert.Contains("secret: \"***\"", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tok: en", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", settings.Of(OutputSection.Receivers)[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(settings.SettingOf(OutputSection.Receivers).Text, SendingBench.Read(shown.ToString()).SettingOf(OutputSection.Receivers).Text);
    }

    [Fact]
    public void A_secret_that_others_can_read_is_refused_at_its_place()
    {
        using var folder = new TempFolder();
        var secret = folder.File("secret", "hunter2\n"u8.ToArray());
        var settings = SendingBench.Read($"output:\n  receivers:\n    - name: a\n      type: webhook\n      url: http://x/\n      secret_file: {secret}\n");
        Machine.Run("chmod", "604", secret);
        Assert.EndsWith(":6:20: The secret in '" + secret + "' can't be used: others can read or write it (chmod 600).", Problem(), StringComparison.Ordinal);
        Machine.Run("chmod", "600", secret);
        Assert.Null(Problem());
        File.Delete(secret);
        Assert.Contains("can't be read", Problem(), StringComparison.Ordinal);

        string? Problem() => settings.Of(OutputSection.Receivers)[0].Problems.Select(p => p.ToString()).SingleOrDefault();
    }

    [Fact]
    public void Every_type_of_event_that_is_described_can_be_sent()
    {
        using var envelope = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "schema", "envelope.schema.json")));
        var described = envelope.RootElement.GetProperty("properties").GetProperty("event_type").GetProperty("enum").EnumerateArray().Select(e => e.GetString()!);

        Assert.Empty(described.Except(EventTypes.OfLines));
        Assert.All(EventTypes.OfLines, t => Assert.Matches(Slug(), t));
    }

    [GeneratedRegex("^[a-z0-9]+$")]
    private static partial Regex Slug();
}
