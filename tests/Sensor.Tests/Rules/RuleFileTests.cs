using System.Diagnostics;
using System.Text;
using Sensor.Facts;
using Sensor.Yaml;
using Sensor.Rules;
using Sensor.Tests.Support;

namespace Sensor.Tests.Rules;

/// <summary>What is said of files with mistakes: each at its very place, nothing besides, and never more than that.</summary>
public class RuleFileTests
{
    private static readonly string[] Good = ["on: test.tried", "when: urgent"];

    [Theory]
    [InlineData("when: siez > 5", "6:11 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: urgent and siez > 5", "6:22 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: 'urgent and siez > 5'", "6:23 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: \"urgent and siez > 5\"", "6:23 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: 'who == ''CT'' and siez > 5'", "6:30 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: \"who == \\\"CT\\\" and\\tsiez > 5\"", "6:31 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: \"\\u0020\\x20siez > 5\"", "6:22 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: urgent and\n        siez > 5", "7:9 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: >-\n      urgent\n\n      and siez > 5", "9:11 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: | # a comment\n      urgent\n        and siez > 5", "8:13 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: \"urgent and \\\n       siez > 5\"", "7:8 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("when: urgent and", "6:21 Here belongs the name of a field, not the end.")]
    [InlineData("when: >-\n      urgent and\n", "7:17 Here belongs the name of a field, not the end.")]
    [InlineData("when: {urgent: true}", "6:11 Here belongs a text.")]
    [InlineData("wehn: urgent", "6:5 There is no key 'wehn' here; did you mean 'when'?")]
    [InlineData("per: [src.ip, dest.pi]", "6:19 'dest.pi' isn't known here; did you mean 'dest.ip'?")]
    [InlineData("count: {at_least: 1, within: 10m}", "6:23 Here belongs a whole number from 2 to 1024, not '1'.")]
    [InlineData("count: {at_least: 2.5, within: 10m}", "6:23 Here belongs a whole number from 2 to 1024, not '2.5'.")]
    [InlineData("count: {at_least: 5}", "6:12 'within' is missing here.")]
    [InlineData("count: {at_least: 5, within: 10}", "6:34 Here belongs a time such as 90s, 10m, 12h or 2d, from 1ms to 30d, not '10'.")]
    [InlineData("count: {at_least: $few, within: 10m}", "6:23 There is no parameter 'few'.")]
    [InlineData("sum: {of: who, at_least: 5, within: 10m}", "6:15 What is added up has to be one number.")]
    [InlineData("sum: {of: duration, at_least: 5M, within: 10m}", "6:35 Here belongs a time such as 250ms or 10m, not '5M'.")]
    [InlineData("count: {at_least: 5, within: 10m}\n    sum: {of: size, at_least: 5, within: 10m}", "7:10 A rule has one of count, distinct, sum, sequence and absence.")]
    [InlineData("absence: {of: {on: test.ended, when: siez > 5}, within: 1m}", "6:42 'siez' isn't known here; did you mean 'size'?")]
    [InlineData("absence: {of: {on: test.ended, whne: size > 5}, within: 1m}", "6:36 There is no key 'whne' here; did you mean 'when'?")]
    [InlineData("absence: {of: {on: test.ended, per: [src.ip]}, within: 1m}", "6:41 'per' has to name values like those of the first step, as many and of the same sorts.")]
    [InlineData("absence: {of: {on: test.ended, per: [src.ip, src.port]}, within: 1m}", "6:41 'per' has to name values like those of the first step, as many and of the same sorts.")]
    [InlineData("again: 10", "6:12 Here belongs a time such as 90s, 10m, 12h or 2d, from 1s to 365d, not '10'.")]
    [InlineData("about: source", "6:12 'source' isn't one of src, dest.")]
    [InlineData("mitre: [T99]", "6:12 'T99' is no ATT&CK technique such as T0859 or T1110.001.")]
    [InlineData("yields_to: [rule-x]", "6:17 There is no rule 'rule-x'; did you mean 'rule-0'?")]
    [InlineData("parameters: {few: 5x}\n    when: size > $few", "6:23 '5x' is no number.")]
    [InlineData("parameters: {few: [1, 5x]}\n    when: size in $few", "6:27 '5x' is no number.")]
    [InlineData("trials: [{name: x, fires: 1, facts: [{src: 10.1.0.1, dest: 10.1.0.2, test.treid: {size: 1}}]}]", "6:74 Here belongs a kind of fact with its fields, such as 'dicom.association: {result: rejected}'; did you mean 'test.tried'?")]
    [InlineData("trials: [{name: x, fires: 1, facts: [{src: 10.1.0.1, dest: 10.1.0.2, test.tried: {siez: 1}}]}]", "6:87 'test.tried' has no field 'siez'; did you mean 'size'?")]
    [InlineData("trials: [{name: x, fires: 1, facts: [{src: 10.1.0.1, dest: 10.1.0.2, test.tried: {result: rejcted}}]}]", "6:95 'rejcted' isn't one of accepted, rejected, failed; did you mean 'rejected'?")]
    [InlineData("trials: [{name: x, fires: 1, facts: [{src: 10.1.0, dest: 10.1.0.2, test.tried: {}}]}]", "6:48 Here belongs an address such as 10.1.2.3, 10.1.2.3:104 or [fd00::1]:104, not '10.1.0'.")]
    [InlineData("trials: [{name: x, fires: 1, facts: [{src: '10.1.0.{n}', dest: 10.1.0.2, repeat: 300, test.tried: {}}]}]", "6:48 Here belongs an address such as 10.1.2.3, 10.1.2.3:104 or [fd00::1]:104, not '10.1.0.{n}'.")]
    public void A_mistake_is_told_once_at_its_place(string line, string complaint) =>
        Assert.Equal([complaint], RuleText.Wrong($"rules:\n  - rule: rule-0\n    id: 100000\n    severity: high\n    title: A title\n    {line}\n{Rest(line.StartsWith("when", StringComparison.Ordinal) || line.Contains("\n    when", StringComparison.Ordinal) ? [Good[0]] : Good)}"));

    [Theory]
    [InlineData("explanation: \"{src} did {siez}\"", "6:30 Nothing here is called 'siez'; did you mean 'size'?")]
    [InlineData("explanation: >-\n      {src}\n      did {siez}", "8:12 Nothing here is called 'siez'; did you mean 'size'?")]
    [InlineData("explanation: \"{src} did {size\"", "6:29 A '{' isn't closed.")]
    [InlineData("explanation: \"{urgent}\"", "6:20 'urgent' can't be written out.")]
    [InlineData("explanation: \"{patient}\"", "6:20 'patient' can't be written out.")]
    public void A_mistake_in_a_sentence_is_told_at_its_place(string line, string complaint) =>
        Assert.Equal([complaint], RuleText.Wrong($"rules:\n  - rule: rule-0\n    id: 100000\n    severity: high\n    title: A title\n    {line}\n{Rest(Good).Replace("    explanation: \"{src} {dest} {count}\"\n", "", StringComparison.Ordinal)}"));

    [Fact]
    public void A_wrong_kind_of_fact_is_all_that_is_told_of_its_rule() =>
        Assert.Equal(
            ["6:9 There is no kind of fact 'test.tired'; did you mean 'test.tried'?"],
            RuleText.Wrong(RuleText.File(RuleText.Rule("rule-0", 100_000, "on: test.tired", "when: anything at all", "per: nothing", "yields_to: []"))));

    [Fact]
    public void Names_and_ids_are_there_once()
    {
        var twice = RuleText.File(RuleText.Rule("a", 100_001, Good), RuleText.Rule("b", 100_001, Good), RuleText.Rule("a", 100_002, Good), RuleText.Rule("c", 2001, Good), RuleText.Rule("d", 1001, Good));
        var wrong = RuleText.Wrong(twice);
        Assert.Equal(4, wrong.Count);
        Assert.Equal("14:9 The id 100001 is that of 'a'.", wrong[0]);
        Assert.Matches("^24:5 A rule named 'a' stands in .* already; the configuration's section 'rules' can tune it.$", wrong[1]);
        Assert.Equal("36:9 A site's own rules have ids from 100000 to 999999; those below are Sensor's.", wrong[2]);
        Assert.Equal("47:9 The id 1001 is that of 'new-peer'.", wrong[3]);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var wrong = RuleText.Wrong("rules:\n  - {rule: A, id: 5x, severity: worst}\nfinding: []\n");
        Assert.Contains("2:12 A rule's name consists of small letters, digits and hyphens, 64 at most.", wrong);
        Assert.Contains("2:19 Here belongs a whole number from 1 to 999999, not '5x'.", wrong);
        Assert.Contains("2:33 'worst' isn't one of critical, high, medium, low.", wrong);
        Assert.Contains("2:5 'on' is missing here.", wrong);
        Assert.Contains("3:1 There is no key 'finding' here; did you mean 'findings'?", wrong);
    }

    /// <summary>Shipped files with bytes changed, lines moved and parts repeated: read, or complained about, in time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_files_are_read_or_complained_about(int seed)
    {
        var random = new Random(seed);
        var kinds = new RuleKinds(ProtocolRegister.All);
        var shipped = RuleSet.Shipped().Select(s => s.Text).ToList();
        string[] splinters = ["{", "[", "&a ", "*a", "!!int ", "---\n", "? ", "\t", "\0", "\"", "'", "|", ">", "%YAML 9.9\n", "\\UFFFFFFFF", ": ", "- ", "\u2028", "\ud800", "0x", "$", "9999999999999999999", "#"];
        var watch = Stopwatch.StartNew();
        var wrong = 0;
        using var folder = new TempFolder();
        for (var round = 0; round < 150; round++)
        {
            var text = new StringBuilder(shipped[random.Next(shipped.Count)]);
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)),
                    1 => text.Insert(at, splinters[random.Next(splinters.Length)]),
                    _ => text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 2000), text.Length - at))),
                };
            }

            var complaints = new Complaints();
            RuleSet.LoadFile(folder.File(Encoding.UTF8.GetBytes(text.ToString())), kinds, complaints);
            wrong += complaints.IsEmpty ? 0 : 1;
            Assert.All(complaints.All, c => Assert.True(c.Line >= 1 && c.Column >= 1));
        }

        Assert.True(wrong > 50);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Files_that_are_nothing_but_depth_or_length_end_quickly()
    {
        var watch = Stopwatch.StartNew();
        foreach (var text in (string[])
            [
                new string('[', 1_000_000), "rules: " + new string('{', 500_000), string.Concat(Enumerable.Repeat("- ", 100_000)), string.Concat(Enumerable.Repeat("? ", 100_000)),
                "rules:\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"  - {{rule: r{i}}}\n")),
                "a: \"" + new string('\\', 1_000_000), new string('\n', 1_000_000), new string('\0', 100_000), new string(' ', 1_000_000) + "a: 1", new string('a', 4_000_000), new string('-', 1_000_000),
                "rules: [{rule: a, when: '" + new string('(', 100_000) + "'}]",
            ])
        {
            Assert.NotEmpty(RuleText.Wrong(text).DefaultIfEmpty(text[..1]));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), watch.Elapsed.ToString());
    }

    private static string Rest(string[] body) => string.Join('\n', RuleText.Rule("rule-0", 100_000, body).Split('\n').Skip(4));
}
