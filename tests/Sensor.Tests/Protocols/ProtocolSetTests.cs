using System.Text;
using Sensor.Detection;
using Sensor.Facts;
using Sensor.Options;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Protocols;
using Sensor.Rules;
using Sensor.State;
using Sensor.Tests.Support;
using Sensor.Yaml;

namespace Sensor.Tests.Protocols;

/// <summary>What a run knows: what is built in, what is shipped, and what the site adds and takes away.</summary>
public sealed class ProtocolSetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_configuration_there_are_those_built_in_and_shipped()
    {
        var names = ProtocolSet.Standard.Names;
        Assert.Equal(ProtocolRegister.BuiltIn.Select(p => p.Name).Concat(ShippedDefinitions.All.Select(p => p.Name)), names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Same(ProtocolSet.Standard, Read("").Protocols);
    }

    [Fact]
    public void A_site_s_own_come_behind_them()
    {
        var set = Read($"protocols: {{definitions: [{Own("own")}]}}").Protocols;
        Assert.Equal([.. ProtocolSet.Standard.Names, "own"], set.Names);
        Assert.Equal(ProtocolOrigin.Own, set.WithOrigins[^1].Origin);
        Assert.NotEmpty(set.Terms);
    }

    [Fact]
    public void A_folder_holds_many()
    {
        Directory.CreateDirectory(_folder.Named("pumps"));
        Own("pumps/b", "bb");
        Own("pumps/c", "cc");
        File.WriteAllText(_folder.Named("pumps/readme.txt"), "no definition");
        Assert.Equal(["bb", "cc"], Read($"protocols: {{definitions: ['{_folder.Named("pumps")}']}}").Protocols.Names.TakeLast(2));
    }

    [Fact]
    public void One_switched_off_is_not_looked_for_but_rules_may_name_it()
    {
        var settings = Read("protocols: {disabled: [telnet]}");
        Assert.DoesNotContain(settings.Protocols.All, p => p.Name == "telnet");
        Assert.Equal("telnet", settings.Protocols.Names[^1]);
        Assert.Contains("telnet", settings.Kinds.Surroundings.Find("app_proto")!.Words);
    }

    [Fact]
    public void Rules_may_name_a_site_s_own()
    {
        var file = _folder.Named("rules.yaml");
        File.WriteAllText(file, "rules:\n  - {rule: x-own, id: 100001, severity: low, title: X, on: flow.ended, when: 'app_proto == own', explanation: 'x', observed: 'x'}\n");
        var settings = Read($"protocols: {{definitions: [{Own("own")}]}}");
        var complaints = new Complaints();
        RuleSet.LoadFile(file, settings.Kinds, complaints);
        Assert.DoesNotContain(complaints.All, c => c.Sentence.Contains("'own'", StringComparison.Ordinal));
        RuleSet.LoadFile(file, Read("").Kinds, complaints);
        Assert.Contains(complaints.All, c => c.Sentence.Contains("'own'", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_protocols_share_the_kind_of_pump_events() =>
        Assert.Single(new RuleKinds(ProtocolSet.Standard.All).Names, n => n == "pump.event");

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Assert.Contains("There is a protocol 'dicom' already; name this one otherwise.", Wrong($"protocols: {{definitions: [{Own("own", "dicom")}]}}"), StringComparison.Ordinal);
        Assert.Contains("already", Wrong($"protocols: {{definitions: [{Own("one", "own")}, {Own("two", "own")}]}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_shipped_definition_that_is_unsound_the_sensor_works_and_says_so()
    {
        var sound = ShippedDefinitions.Texts().First();
        var shipped = ShippedDefinitions.Of([("protocols/broken.yaml", "protocol: broken\ntitle: X\n"), sound, ("protocols/nothing.yaml", "")]);
        Assert.Empty(shipped.Sentences);
        Assert.Equal([false, true, false], shipped.Protocols.Select(p => p.IsSound));
        Assert.Equal(
            [
                "The definition of 'broken' that comes with the sensor isn't sound, and this protocol isn't read: protocols/broken.yaml:1:1: 'source' is missing here. (2 more)",
                "The definition of 'nothing' that comes with the sensor isn't sound, and this protocol isn't read: protocols/nothing.yaml:1:1: There is no definition in this file.",
            ],
            shipped.Sentences);
        Assert.Equal(Sensor.Dissectors.Contract.Verdict.NotMine, shipped.Protocols[0].Probe("!X"u8, new(default, 4001, MidStream: false, Final: false)));
        Assert.Empty(ShippedDefinitions.Standard.ReadAll().Sentences);
    }

    [Fact]
    public void Files_of_rules_are_checked_with_a_site_s_own_protocols_in_mind()
    {
        var file = _folder.Named("rules.yaml");
        File.WriteAllText(file, "rules:\n  - {rule: x-own, id: 100001, severity: low, title: X, on: flow.ended, when: 'app_proto == own', explanation: 'x', observed: 'x'}\n");
        Assert.DoesNotContain("'own'", Check($"protocols: {{definitions: [{Own("own")}]}}"), StringComparison.Ordinal);
        Assert.Contains("'own'", Check(""), StringComparison.Ordinal);

        string Check(string configuration)
        {
            using var error = new StringWriter();
            new Sensor.Commands.RulesCommand(() => Read(configuration), error).Check([file], new Sensor.Terminal.Screen(error, error));
            return error.ToString();
        }
    }

    [Fact]
    public void A_state_tells_which_protocols_its_history_is_of()
    {
        var writer = new PartWriter();
        new Sensor.History.TrafficHistory(Read($"protocols: {{definitions: [{Own("own")}]}}").Protocols.All).Save(writer);
        Assert.Equal([.. ProtocolSet.Standard.Names, "own"], Sensor.History.TrafficHistory.SavedProtocols(writer.Written));
        Assert.Empty(Sensor.History.TrafficHistory.SavedProtocols(writer.Written[..20]));
    }

    [Fact]
    public void A_bad_definition_is_a_bad_configuration()
    {
        var file = _folder.Named("own.yaml");
        File.WriteAllText(file, "protocol: own\n");
        Assert.Contains("own.yaml:1:1: 'title' is missing here.", Wrong($"protocols: {{definitions: ['{file}']}}"), StringComparison.Ordinal);
        Assert.Contains("can't be read", Wrong($"protocols: {{definitions: ['{_folder.Named("nowhere.yaml")}']}}"), StringComparison.Ordinal);
        Assert.Contains("did you mean 'telnet'?", Wrong("protocols: {disabled: [telnte]}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_reads_its_configuration_again_keeps_its_protocols()
    {
        var own = Own("own");
        var path = _folder.File("sensor.yaml", Encoding.UTF8.GetBytes($"protocols: {{definitions: [{own}]}}"));
        var configuration = new Configuration(path, new Dictionary<string, string>(), []);
        var before = configuration.Read().Protocols;
        File.WriteAllText(own.Trim('\''), "protocol: own\n");
        Assert.Same(before, configuration.Read().Protocols);
    }

    [Theory]
    [InlineData("", "telnet")]
    [InlineData("telnet", "")]
    public void A_state_outlives_the_protocols_that_it_was_made_with(string goneBefore, string goneAfter)
    {
        var writer = new PartWriter();
        Of(goneBefore).Save(writer);
        var reader = new PartReader(writer.Written);
        Assert.True(Of(goneAfter).TryLoad(ref reader, new PartOrigin(1, SameInput: true)));

        static Interpreter Of(string gone)
        {
            var protocols = ProtocolSet.Standard.All.Where(p => p.Name != gone).ToList();
            var analysis = new Analysis(
                protocols, new AnalysisSettings(new LearningPlan(Sensor.Models.LearningMode.Auto, null), RuleSet.Empty), new NameDirectory(), new EventLog(null, new Envelope(), protocols),
                new Sensor.Alerts.AlertDesk(), new HealthEvents(null, hasPacketNumbers: true));
            return analysis.Parts.OfType<Interpreter>().Single();
        }
    }

    /// <summary>A file with a definition; quoted for YAML.</summary>
    private string Own(string file, string? name = null)
    {
        var path = _folder.Named(file + ".yaml");
        File.WriteAllText(path, $$$"""
            protocol: {{{name ?? file}}}
            title: Own pumps
            source: A leaflet
            frames: [{start: "<", end: ">", max: 64}]
            messages: [{parts: [{field: command, rest: true}]}]
            commands: {STOP: {class: stop, no-reply: true}}
            vectors: [{name: it is stopped, turns: [{controller: "<STOP>"}], events: [{kind: set, command: STOP}]}]
            """);
        return $"'{path}'";
    }

    private Sensor.Options.Keys.Settings Read(string text) => new Configuration(_folder.File("sensor.yaml", Encoding.UTF8.GetBytes(text)), new Dictionary<string, string>(), []).Read();

    private string Wrong(string text) => string.Join('\n', Assert.Throws<ConfigurationException>(() => Read(text)).Complaints);
}
