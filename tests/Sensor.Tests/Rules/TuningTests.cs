using System.Text;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Findings;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Yaml;
using Sensor.Options.Sections;
using Sensor.Rules;
using Sensor.Rules.Trials;
using Sensor.Rules.Engine;
using Sensor.Site;
using Sensor.Tests.Support;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Tests.Rules;

/// <summary>What a site changes about rules and models without editing them.</summary>
public sealed class TuningTests : IDisposable
{
    private const string Body = "parameters: {times: 3}";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 3)]
    [InlineData("tune: [{rule: refused, set: {times: 5}}]", 5)]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.1, set: {times: 5}}]", 5)]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.9, set: {times: 5}}]", 3)]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.1, set: {times: 2}}, {rule: refused, set: {times: 7}}]", 2)]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.9, set: {times: 2}}, {rule: refused, set: {times: 7}}]", 7)]
    [InlineData("tune: [{rule: refused, where: src.ip != 10.1.0.1, silence: true}]", 3)]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.1, silence: true}]", 0)]
    [InlineData("tune: [{rule: '*', where: dest.ip in 10.1.0.0/24, silence: true}]", 0)]
    [InlineData("tune: [{rule: [refused, new-peer], where: time.working, silence: true}]", 0)]
    [InlineData("tune: [{rule: new-peer, silence: true}]", 3)]
    public void A_rule_tells_at_the_fact(string tuning, int fact)
    {
        var site = new Site(Load(tuning), SiteKnowledge.Empty);
        for (var i = 0; i < 10 && site.Alerts.Count == 0; i++)
        {
            site.Refuse(i * RuleBench.Second);
        }

        Assert.Equal(fact, site.Alerts.Count == 0 ? 0 : (int)site.Alerts[0].Header.Ordinal);
    }

    /// <summary>Each part of the network has its own count: what one reading of the rule has seen means nothing to another.</summary>
    [Fact]
    public void A_place_with_another_bound_leaves_others_as_they_are()
    {
        var site = new Site(Load("tune: [{rule: refused, where: src.ip == 10.1.0.7, set: {times: 4}}]"), SiteKnowledge.Empty);
        for (var i = 0; i < 4; i++)
        {
            site.Refuse(i * RuleBench.Second, 7);
            site.Refuse(i * RuleBench.Second, 8);
        }

        Assert.Equal([(8, 6L), (7, 7L)], site.Alerts.Select(a => (a.Device!.AddressText == "10.1.0.7" ? 7 : 8, a.Header.Ordinal)));
    }

    [Theory]
    [InlineData("", "High")]
    [InlineData("tune: [{rule: refused, severity: low}]", "Low")]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.9, severity: low}, {rule: '*', severity: critical}]", "Critical")]
    [InlineData("tune: [{rule: refused, where: src.ip == 10.1.0.1, severity: low}, {rule: '*', severity: critical}]", "Low")]
    [InlineData("tune: [{rule: refused, severity: medium, set: {times: 1000}, where: src.ip == 10.1.0.9}]", "High")]
    public void A_rule_is_as_severe_as_the_first_tuning_says(string tuning, string severity)
    {
        var site = new Site(Load(tuning), SiteKnowledge.Empty);
        Enumerable.Range(0, 3).ToList().ForEach(i => site.Refuse(i));
        Assert.Equal([severity], site.Alerts.Select(a => a.Severity.ToString()));
    }

    [Theory]
    [InlineData("", true, "Medium")]
    [InlineData("tune: [{rule: new-peer, severity: high}]", true, "High")]
    [InlineData("tune: [{rule: new-peer, where: src.ip == 10.1.0.9, severity: high}]", true, "Medium")]
    [InlineData("tune: [{rule: new-peer, silence: true}]", false, "Medium")]
    [InlineData("tune: [{rule: '*', where: src.ip == 10.1.0.1 and not time.working, silence: true}]", true, "Medium")]
    [InlineData("tune: [{rule: '*', where: src.ip == 10.1.0.1 and time.working, silence: true}]", false, "Medium")]
    [InlineData("tune: [{rule: new-command, silence: true}]", true, "Medium")]
    public void What_a_model_says_is_tuned_alike(string tuning, bool isTold, string severity)
    {
        var site = new Site(Load(tuning), SiteKnowledge.Empty);
        site.Surprise();
        Assert.Equal(isTold ? [severity] : [], site.Alerts.Select(a => a.Severity.ToString()));
        Assert.Equal(isTold ? 0 : 1, site.Tuning.Silenced);
    }

    [Theory]
    [InlineData("critical", "High")]
    [InlineData("high", "Medium")]
    [InlineData("medium", "Low")]
    [InlineData("low", "Low")]
    public void During_maintenance_alerts_are_one_less_severe_and_say_so(string severity, string told)
    {
        Assert.True(AddressRange.TryParse("10.1.0.2", out var archive, out _));
        var window = new SingleWindow("archive update", Scope.Of([archive]), RuleBench.Start, RuleBench.Start + (60 * RuleBench.Second));
        var site = new Site(Load($"tune: [{{rule: '*', severity: {severity}}}]"), new SiteKnowledge(new SiteDescription { Maintenance = [window] }));
        Enumerable.Range(0, 3).ToList().ForEach(i => site.Refuse(i * RuleBench.Second));
        site.Surprise();
        Assert.Equal([told, told], site.Alerts.Select(a => a.Severity.ToString()));
        Assert.All(site.Alerts, a => Assert.Contains(" This was during the maintenance window 'archive update'", a.Explanation, StringComparison.Ordinal));

        var later = new Site(Load($"tune: [{{rule: '*', severity: {severity}}}]"), new SiteKnowledge(new SiteDescription { Maintenance = [window with { Until = RuleBench.Start }] }));
        Enumerable.Range(0, 3).ToList().ForEach(i => later.Refuse(i * RuleBench.Second));
        Assert.DoesNotContain("maintenance", Assert.Single(later.Alerts).Explanation, StringComparison.Ordinal);
        Assert.Equal(severity, later.Alerts[0].Severity.ToString(), ignoreCase: true);
    }

    /// <summary>What is silenced for some time is told when that is over, not when its story may be told again.</summary>
    [Fact]
    public void Silence_ends_when_its_reason_does()
    {
        var site = new Site(Load("tune: [{rule: refused, where: time.hour == 10, silence: true}]"), SiteKnowledge.Empty);
        for (var i = 0; i < 4 * 60; i++)
        {
            site.Refuse(i * 20 * RuleBench.Second);
        }

        Assert.Equal(RuleBench.Start + (3600 * RuleBench.Second), Assert.Single(site.Alerts).Header.Time);
        Assert.Equal(178, site.Tuning.Silenced);
    }

    /// <summary>A rule keeps quiet about what it told for hours; not about what somebody has dealt with meanwhile.</summary>
    [Fact]
    public void What_was_closed_is_told_again_before_its_time()
    {
        var site = new Site(Load(""), SiteKnowledge.Empty);
        Enumerable.Range(0, 10).ToList().ForEach(i => site.Refuse(i * RuleBench.Second));
        Assert.Single(site.Alerts);

        Assert.True(site.Desk.Close(site.Alerts[0].Incident!.Number, RuleBench.Start + (10 * RuleBench.Second), 10));
        Enumerable.Range(11, 10).ToList().ForEach(i => site.Refuse(i * RuleBench.Second));
        Assert.Equal([1, 2], site.Alerts.Select(a => a.Incident!.Number));
    }

    [Theory]
    [InlineData("tune: [{rule: refusde, silence: true}]", "1:15 There is no rule 'refusde'; did you mean 'refused'?")]
    [InlineData("tune: [{rule: new-per, silence: true}]", "1:15 There is no rule 'new-per'; did you mean 'new-peer'?")]
    [InlineData("tune: [{rule: refused}]", "1:8 A tuning has to set, silence or give another severity.")]
    [InlineData("tune: [{rule: refused, set: {tims: 5}}]", "1:36 The rule has no parameter 'tims'; did you mean 'times'?")]
    [InlineData("tune: [{rule: refused, set: {times: many}}]", "1:37 Here belongs a whole number from 2 to 1024, not 'many'.")]
    [InlineData("tune: [{rule: '*', set: {times: 5}}]", "1:33 Only rules have parameters; name those that are meant.")]
    [InlineData("tune: [{rule: new-peer, set: {times: 5}}]", "1:38 Only rules have parameters; name those that are meant.")]
    [InlineData("tune: [{rule: refused, where: result == rejected, silence: true}]", "1:31 'result' isn't known here.")]
    [InlineData("tune: [{rule: refused, where: src.ip = 10.1.0.1, silence: true}]", "1:38 '=' is no operator; there are ==, !=, <, <=, > and >=.")]
    [InlineData("tune: [{rule: refused, silence: perhaps}]", "1:33 Here belongs true or false, not 'perhaps'.")]
    public void A_mistake_is_told_at_its_place(string tuning, string complaint)
    {
        var complaints = new Complaints();
        Load(tuning, complaints);
        Assert.Contains(complaint, complaints.All.Select(c => $"{c.Line}:{c.Column} {c.Sentence}"));
    }

    [Fact]
    public void Trials_are_about_what_the_author_wrote()
    {
        var trials = Load("tune: [{rule: hl7-discharge-storm, set: {patients: 200}}]").ReadTrials().Where(t => t.Rule.Slug == "hl7-discharge-storm").ToList();
        Assert.NotEmpty(trials);
        Assert.All(trials, t => Assert.Equal(t.Fires, TrialRun.Of(t).Found.Count));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_sentence()
    {
        var complaints = new Complaints();
        RuleSet.Load(new RuleKinds(ProtocolRegister.All), new RuleSettings([_folder.Named("nowhere")], []), complaints);
        Assert.StartsWith("The folder of rules can't be read: ", Assert.Single(complaints.All).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_are_read_in_order_and_only_their_rules()
    {
        _folder.File("b.yaml", Encoding.UTF8.GetBytes(Rule("second", 100_002)));
        _folder.File("a.yml", Encoding.UTF8.GetBytes(Rule("first", 100_001)));
        _folder.File("readme.txt", "no rules"u8.ToArray());
        var own = Load("").Rules.Where(r => r.Reason.SignatureId >= RuleSet.FirstOwnId).Select(r => r.Slug);
        Assert.Equal(["first", "second", "refused"], own);
    }

    private static string Rule(string slug, int id) =>
        RuleText.File(RuleText.Rule(slug, id, Body, "on: dicom.association", "when: result == rejected", "count: {at_least: $times, within: 1h}"));

    private RuleSet Load(string tuning)
    {
        var complaints = new Complaints();
        var rules = Load(tuning, complaints);
        complaints.ThrowIfAny();
        return rules;
    }

    private RuleSet Load(string tuning, Complaints complaints)
    {
        _folder.File("refused.yaml", Encoding.UTF8.GetBytes(Rule("refused", 100_000)));
        var tunings = YamlFile.Parse("sensor.yaml", tuning, complaints)?.AsMap()["tune"] is { } list ? RuleTunings.ReadAll(list) : [];
        return RuleSet.Load(new RuleKinds(ProtocolRegister.All), new RuleSettings([_folder.Path], tunings), complaints);
    }

    /// <summary>A site with one rule of its own; what the shipped ones tell isn't looked at.</summary>
    private sealed class Site : IFirstSights
    {
        private readonly DeviceTable _devices = new();
        private readonly RuleEngine _rules;
        private readonly AlertMaker _maker;
        private FactHeader _header;

        public Site(RuleSet rules, SiteKnowledge site)
        {
            var view = new FactView(new NameDirectory(), site, _devices);
            var desk = Desk = new AlertDesk(new Told(Alerts.Add));
            Tuning.Tunings = rules.Tunings;
            var listener = new RuleDesk(desk, new FindingDesk(_devices, rules.Reasons), ProtocolRegister.All, Tuning);
            _rules = new RuleEngine(view, listener);
            _rules.Adopt([.. rules.Rules.Where(r => r.Slug == "refused")]);
            _maker = new AlertMaker(desk, ProtocolRegister.All, this, Tuning, view);
        }

        public SiteTuning Tuning { get; } = new();

        public AlertDesk Desk { get; }

        public List<Alert> Alerts { get; } = [];

        public void Refuse(long time, int source = 1)
        {
            var kind = new RuleKinds(ProtocolRegister.All).Find("dicom.association")!;
            var result = Enumerable.Range(0, kind.Fields.Count).Single(i => kind.Fields[i].Name == "result");
            var values = new FieldValue[kind.Fields.Count];
            values[result].SetChoice(kind.Fields[result].Choices.ToList().IndexOf("rejected"));
            Meet(time, source);
            _rules.Take(kind, in _header, values, _devices.Find(_header.Flow.Client), _devices.Find(_header.Flow.Server));
        }

        public void Surprise()
        {
            Meet(0, 1);
            var judgement = new Judgement { Verdict = Models.Verdict.Surprising, Reason = JudgementReason.NewPeer, Subject = new Subject(ExpectationKind.Relation, RelationKind.Peer, 1), Score = 0.01 };
            _maker.Judged(in _header, _devices.All[0], _devices.All[1], in judgement, Part.Does, "10.1.0.2", null);
        }

        void IFirstSights.First(in FactHeader header, Device device, RelationKind kind, string subject)
        {
        }

        void IFirstSights.Changed(in FactHeader header, Device device, Attribute attribute, Name value)
        {
        }

        private void Meet(long time, int source)
        {
            _header.Ordinal++;
            _header.Time = RuleBench.Start + time;
            _header.Flow = new FlowIdentity { Client = RuleBench.Address(source), Server = RuleBench.Address(2), ServerPort = 104 };
            _devices.FindOrAdd(_header.Flow.Client, _header.Time, out _);
            _devices.FindOrAdd(_header.Flow.Server, _header.Time, out _);
        }
    }
}
