using System.Text;
using Sensor.Dissectors.Packets;
using Sensor.Models;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Yaml;
using Sensor.Site;
using Sensor.Tests.Support;

namespace Sensor.Tests.Options;

/// <summary>What a configuration sets, where from, and what is said of a wrong one.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private static readonly string Example = Path.Combine(RepositoryRoot.Path, "docs", "sensor.example.yaml");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Without_anything_defaults_hold()
    {
        var settings = new Configuration(null, new Dictionary<string, string>(), []).Read();

        Assert.All(SectionRegister.All.SelectMany(s => s.Keys), k => Assert.Equal("default", settings.SettingOf(k).Origin));
        Assert.Equal(new Sensor.Pipeline.Bounds(), BoundsSection.Of(settings));
        Assert.Equal(ModelSettings.Default, LearningSection.ModelsOf(settings));
    }

    [Fact]
    public void An_option_wins_over_the_environment_and_that_over_the_file()
    {
        var path = File("capture: {workers: 2, buffer: 8}\nbounds: {flows: 20000, devices: 500}\n");
        var environment = new Dictionary<string, string> { ["SENSOR_CAPTURE_WORKERS"] = "3", ["SENSOR_BOUNDS_FLOWS"] = "30_000", ["SENSOR_OTHER"] = "x" };

        var settings = new Configuration(path, environment, [(CaptureSection.Workers, "--workers", "4")]).Read();

        Assert.Equal((4, "--workers"), (settings.Of(CaptureSection.Workers), settings.SettingOf(CaptureSection.Workers).Origin));
        Assert.Equal((30_000, "SENSOR_BOUNDS_FLOWS"), (settings.Of(BoundsSection.Flows), settings.SettingOf(BoundsSection.Flows).Origin));
        Assert.Equal((500, $"{path}:2"), (settings.Of(BoundsSection.Devices), settings.SettingOf(BoundsSection.Devices).Origin));
        Assert.Equal((8, $"{path}:1"), (settings.Of(CaptureSection.Buffer), settings.SettingOf(CaptureSection.Buffer).Origin));
    }

    [Fact]
    public void The_environment_names_the_file_where_no_option_does()
    {
        var path = File("bounds: {devices: 500}\n");

        Assert.Equal(500, new Configuration(null, new Dictionary<string, string> { ["SENSOR_CONFIG"] = path }, []).Read().Of(BoundsSection.Devices));
        Assert.Null(new Configuration(null, new Dictionary<string, string> { ["SENSOR_CONFIG"] = "" }, []).Path);
    }

    [Fact]
    public void A_list_in_the_environment_has_commas()
    {
        var settings = new Configuration(null, new Dictionary<string, string> { ["SENSOR_CAPTURE_INTERFACES"] = "eth1, eth2" }, []).Read();

        Assert.Equal(["eth1", "eth2"], settings.Of(CaptureSection.Interfaces));
    }

    [Fact]
    public void Paths_begin_at_the_files_folder()
    {
        var settings = Read("output: {directory: results}\nprivacy: {key_file: /etc/key}\n");

        Assert.Equal(Path.Combine(_folder.Path, "results"), settings.Of(OutputSection.Directory));
        Assert.Equal("/etc/key", settings.Of(PrivacySection.KeyFile));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_in_the_order_of_the_file()
    {
        var complaints = Refused(
            """
            captur: {}
            capture:
              workers: 0
              bufer: 3
            learning: {mode: auot}
            bounds:
              flows: many
            site:
              time_zone: Europe/Berln
              segments:
                - {name: ICU, addresses: 10.1.2.3/16, colour: red}
              systems:
                - {name: PACS, addresses: 10.1.0.1, roles: archiv}
                - {name: PACS, addresses: 10.1.0.1}
                - {name: Ghost}
              maintenance:
                - {name: x, for: PAX, from: 2026-01-01T00:00}
            """,
            new Dictionary<string, string> { ["SENSOR_BOUNDS_FLOW"] = "1", ["SENSOR_BOUNDS_DEVICES"] = "few", ["SENSOR_SITE_SEGMENTS"] = "a" });

        Assert.Equal(
            [
                "SENSOR_BOUNDS_DEVICES: Here belongs a whole number from 100 to 10000000, not 'few'.",
                "SENSOR_BOUNDS_FLOW: No key has this variable; did you mean 'SENSOR_BOUNDS_FLOWS'?",
                "SENSOR_SITE_SEGMENTS: site.segments is a list of items; only a file can hold it.",
                "1:1: There is no key 'captur' here; did you mean 'capture'?",
                "3:12: Here belongs a whole number from 1 to 64, not '0'.",
                "4:3: There is no key 'bufer' here; did you mean 'buffer'?",
                "5:18: 'auot' isn't one of auto, learn, detect; did you mean 'auto'?",
                "7:10: Here belongs a whole number from 16384 to 100000000, not 'many'.",
                "9:14: There is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?",
                "11:30: '10.1.2.3/16' has bits beyond its prefix; did you mean 10.1.0.0/16?",
                "11:43: There is no key 'colour' here.",
                "13:48: 'archiv' isn't a word known here; did you mean 'archive'?",
                "14:14: There is a system or segment 'PACS' already.",
                "14:31: 'PACS' has this address already.",
                "15:7: 'Ghost' has neither addresses nor macs to know it by.",
                "17:7: Maintenance is once, with 'from' and 'until', or every week, with 'days' and 'hours'.",
                "17:22: There is no system or segment 'PAX', nor is it an address; did you mean 'PACS'?",
            ],
            complaints);
    }

    [Fact]
    public void A_wrong_value_in_the_file_is_told_though_the_environment_wins()
    {
        Assert.Single(Refused("bounds: {flows: many}\n", new Dictionary<string, string> { ["SENSOR_BOUNDS_FLOWS"] = "20000" }));
    }

    [Theory]
    [InlineData("capture: 7", "1:10: Here belongs a map of keys and values, not '7'.")]
    [InlineData("[capture]", "1:1: Here belongs a map of keys and values.")]
    [InlineData("site: {segments: {name: x}}", "1:18: Here belongs a list of items, each begun with a dash.")]
    [InlineData("site: {segments: [{addresses: 10.0.0.0/8}]}", "1:19: 'name' is missing here.")]
    [InlineData("site: {segments: [{name: 10.0.0.1}]}", "1:26: '10.0.0.1' is an address; a name has to be told from one.")]
    [InlineData("site: {segments: [{name: a, addresses: 10.1.0.1/16}]}", "1:40: '10.1.0.1/16' has bits beyond its prefix; did you mean 10.1.0.0/16?")]
    [InlineData("site: {segments: [{name: a, vlans: 4095}]}", "1:36: Here belongs a whole number from 1 to 4094, not '4095'.")]
    [InlineData("site: {segments: [{name: a, addresses: 10.0.0.0/8}, {name: b, addresses: 10.0.0.0/8}]}", "1:74: These addresses are those of 'a' already; without VLANs the two can't be told apart.")]
    [InlineData("site: {systems: [{name: a, macs: 01:00:5e:00:00:01}]}", "1:34: Here belongs a MAC address such as 00:11:22:33:44:55, not '01:00:5e:00:00:01'.")]
    [InlineData("site: {systems: [{name: a, macs: 00:1b:21:aa:bb:cc}], maintenance: [{name: m, for: a, days: mon, hours: 08:00-09:00}]}", "1:84: 'a' has no addresses by which it could be meant here.")]
    [InlineData("site: {holidays: 2026-02-30}", "1:18: Here belongs a date such as 2026-12-25, not '2026-02-30'.")]
    [InlineData("site: {working_hours: [{days: mon-fry, hours: 08:00-09:00}]}", "1:31: Here belongs mon, tue, wed, thu, fri, sat, sun, two of them with a dash between, or daily, not 'mon-fry'.")]
    [InlineData("site: {working_hours: [{days: mon, hours: 24:00-25:00}]}", "1:43: Here belongs hours such as 07:00-18:00, 22:00-04:00 or 00:00-24:00, not '24:00-25:00'.")]
    [InlineData("site: {maintenance: [{name: m, from: 2026-01-02T00:00Z, until: 2026-01-01T00:00Z}]}", "1:64: It ends before it begins.")]
    [InlineData("site: {time_zone: Europe/Berlin, maintenance: [{name: m, from: 2026-03-29T02:30, until: 2026-03-30}]}", "1:64: 2026-03-29T02:30 is skipped in Europe/Berlin: clocks are put forward.")]
    [InlineData("site: {time_zone: ../../etc/passwd}", "1:19: There is no time zone '../../etc/passwd'.")]
    [InlineData("site: {external_destinations: [{to: 10.0.0.256}]}", "1:37: '10.0.0.256' is neither an address nor a host name such as updates.example.org or *.example.org.")]
    [InlineData("site: {external_destinations: [{purpose: x}]}", "1:32: 'to' is missing here.")]
    [InlineData("site: {pump_controllers: [{pumps: 10.0.0.0/8}]}", "1:27: 'controllers' is missing here.")]
    [InlineData("capture: {filter: 'port nowhere at all'}", "1:19: 'port nowhere at all' is no filter as tcpdump takes: ")]
    [InlineData("learning: {until: tomorrow}", "1:19: Here belongs an ISO 8601 time, or +30m, +2d and the like, not 'tomorrow'.")]
    [InlineData("output: {directory: ''}", "1:21: Here belongs the path of a file or folder.")]
    public void A_wrong_value_is_told_at_its_place(string text, string complaint)
    {
        Assert.StartsWith(complaint, Refused(text, new Dictionary<string, string>())[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_right_and_uses_every_key_of_the_site()
    {
        var settings = new Configuration(Example, new Dictionary<string, string>(), []).Read();

        Assert.All(SiteSection.Section.Keys, k => Assert.True(settings.IsSet(k), k.Path));
        var site = SiteSection.Of(settings);
        Assert.Equal("PACS", site.SystemOf(Address("10.30.0.11"))!.Name);
        Assert.Equal("Service laptop", site.SystemOf(0x001b21aabbccUL)!.Name);
        Assert.Equal("Radiology", site.SegmentOf(Address("fd00:30::17"), 0)!.Name);
        Assert.Equal("Radiology", site.SegmentOf(Address("192.168.7.7"), 30)!.Name);
        Assert.Equal(Criticality.LifeCritical, site.CriticalityOf(Address("10.20.3.3"), 0));
        Assert.False(site.IsInternal(Address("172.20.5.1")));
        Assert.True(site.IsMaintenance(Address("10.30.77.1"), Time("2026-11-21T22:30+01:00")));
        Assert.True(site.IsMaintenance(Address("10.30.77.1"), Time("2026-11-22T03:59+01:00")));
        Assert.False(site.IsMaintenance(Address("10.30.77.1"), Time("2026-11-22T04:00+01:00")));
        Assert.True(site.IsMaintenance(Address("8.8.8.8"), Time("2026-11-28T22:00+01:00")));
        Assert.True(site.IsWorkingTime(Time("2026-11-21T11:59+01:00")));
        Assert.False(site.IsWorkingTime(Time("2026-12-25T11:59+01:00")));
        Assert.True(site.IsApprovedController(Address("10.20.0.6"), Address("10.20.9.9")));
        Assert.False(site.IsApprovedController(Address("10.20.0.7"), Address("10.20.9.9")));
        Assert.Null(site.IsApprovedController(Address("10.20.0.7"), Address("10.30.9.9")));
        Assert.True(site.IsExpectedDestination(Address("10.30.0.10"), Address("203.0.113.15")));
        Assert.False(site.IsExpectedDestination(Address("10.30.0.12"), Address("203.0.113.15")));
        Assert.True(site.IsExpectedDestination(Address("10.30.0.10"), "eu.PACS-vendor.example"));
        Assert.False(site.IsExpectedDestination(Address("10.30.0.10"), "evilpacs-vendor.example"));
        Assert.True(site.IsExpectedDestination(Address("10.1.1.1"), "ntp.example.org"));
    }

    /// <summary>Every key of an item that is documented is read, and nothing else.</summary>
    [Fact]
    public void A_wrong_value_of_any_key_of_an_item_is_told()
    {
        var whole = YamlFile.Parse("x", System.IO.File.ReadAllText(Example), new Complaints())!.AsMap();
        var site = whole["site"]!.AsMap();
        foreach (var key in SiteSection.Section.Keys.Where(k => k.Fields is not null))
        {
            foreach (var field in key.Fields!.Fields)
            {
                // The field has the wrong value in an item that is right otherwise, where the example has such an item.
                var item = site[key.Name]!.Items!.FirstOrDefault(i => i.Members!.Any(m => m.Key.Text == field.Name)) ?? site[key.Name]!.Items![0];
                var others = item.Members!.Where(m => m.Key.Text != field.Name && m.Value.Text is not null && m.Key.Text is not ("for" or "pumps"));
                var text = $"site:\n  {key.Name}:\n    - {string.Concat(others.Select(m => $"{m.Key.Text}: \"{m.Value.Text}\"\n      "))}{field.Name}: {{wrong: true}}\n";

                Assert.Contains(Refused(text, new Dictionary<string, string>()), c => c.Contains($":{9 + field.Name.Length}: Here belongs", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void What_is_shown_reads_back_the_same()
    {
        var settings = new Configuration(Example, new Dictionary<string, string>(), []).Read();
        var again = Read(Shown(SectionRegister.All, settings));

        Assert.All(SectionRegister.All.SelectMany(s => s.Keys), k => Assert.Equal(settings.SettingOf(k).Text, again.SettingOf(k).Text));
        Assert.Equal(Shown(SectionRegister.All, settings).Split('\n').Select(l => l.Split(" #")[0]), Shown(SectionRegister.All, again).Split('\n').Select(l => l.Split(" #")[0]));
    }

    [Fact]
    public void A_secret_is_masked()
    {
        var key = Make.Secret("token", "For a test.");
        var section = new Section("outputs", "For a test.", key);
        var settings = new Settings();
        Assert.Contains("token:  ", Shown([section], settings), StringComparison.Ordinal);

        settings.Set(key, key.Read(YamlValue.OfText("SENSOR_OUTPUTS_TOKEN", "hunter2", new Complaints()), settings)!);

        Assert.Equal("hunter2", settings.Of(key));
        Assert.Contains("token: \"***\"", Shown([section], settings), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Shown([section], settings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_and_what_waits_for_the_next_start_is_told()
    {
        var start = Read("bounds: {alerts_per_minute: 5}\n");
        var second = Read("bounds: {alerts_per_minute: 6, flows: 20000}\nsite: {segments: [{name: a, addresses: 10.0.0.0/8}]}\n");
        var third = Read("bounds: {alerts_per_minute: 6, flows: 20000}\nsite: {segments: [{name: a, addresses: 10.0.0.0/9}]}\n");

        Assert.Equal(
            "The configuration was read again: bounds.alerts_per_minute, site.segments changed; bounds.flows takes effect at the next start.",
            ConfigurationChange.Between(start, start, second).Text);
        Assert.Equal("The configuration was read again: site.segments changed; bounds.flows takes effect at the next start.", ConfigurationChange.Between(start, second, third).Text);
        Assert.Equal("The configuration was read again: nothing has changed.", ConfigurationChange.Between(start, start, start).Text);
    }

    [Fact]
    public void The_key_of_pseudonyms_is_the_files_bytes_and_nobody_elses()
    {
        var key = _folder.File("key", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var settings = Read("privacy: {key_file: key}\n");
        Allow(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(System.IO.File.ReadAllBytes(key), KeyFile.Of(settings));

        Allow(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<ConfigurationException>(() => KeyFile.Of(settings)).Message, StringComparison.Ordinal);
        System.IO.File.Delete(key);
        Assert.StartsWith("privacy.key_file: ", Assert.Throws<ConfigurationException>(() => KeyFile.Of(settings)).Message, StringComparison.Ordinal);
        Allow(_folder.File("key", new byte[15]), UnixFileMode.UserRead);
        Assert.Contains("16 to 4096 bytes", Assert.Throws<ConfigurationException>(() => KeyFile.Of(settings)).Message, StringComparison.Ordinal);
        Assert.Null(KeyFile.Of(new Settings()));
    }

    [Fact]
    public void Names_of_keys_and_variables_are_unique()
    {
        var keys = SectionRegister.All.SelectMany(s => s.Keys).ToList();

        Assert.Equal(keys.Count, keys.Select(k => k.EnvironmentName).Distinct().Count());
        Assert.All(keys, k => Assert.Matches("^[a-z]+\\.[a-z_]+$", k.Path));
        Assert.All(keys, k => Assert.EndsWith(".", k.Meaning, StringComparison.Ordinal));
        Assert.DoesNotContain(Configuration.FileVariable, keys.Select(k => k.EnvironmentName));
    }

    public void Dispose() => _folder.Dispose();

    private static void Allow(string path, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }

    private static string Shown(IEnumerable<Section> sections, Settings settings)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        SettingsYaml.Write(writer, sections, settings);
        return writer.ToString();
    }

    private static IpAddress Address(string text) => AddressRange.TryParseAddress(text, out var address) ? address : throw new ArgumentException(text);

    private static long Time(string text) => (DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    private string File(string text) => _folder.File("sensor.yaml", Encoding.UTF8.GetBytes(text));

    private Settings Read(string text) => new Configuration(File(text), new Dictionary<string, string>(), []).Read();

    /// <summary>Complaints, those of the file without its name.</summary>
    private List<string> Refused(string text, Dictionary<string, string> environment)
    {
        var path = File(text);
        var e = Assert.Throws<ConfigurationException>(() => new Configuration(path, environment, []).Read());
        return [.. e.Complaints.Select(c => c.ToString().Replace(path + ":", "", StringComparison.Ordinal)).OrderBy(c => c.StartsWith("SENSOR", StringComparison.Ordinal) ? 0 : 1)];
    }
}
