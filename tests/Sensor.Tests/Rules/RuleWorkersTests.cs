using System.Text;
using Sensor.Commands;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Rules;
using Sensor.Options.Keys;
using Sensor.Terminal;
using Sensor.Tests.Support;

namespace Sensor.Tests.Rules;

/// <summary>A rule set finds the same with any number of workers.</summary>
public class RuleWorkersTests
{
    /// <summary>Rules of every shape on every kind of fact, so broad that they find something wherever there is something.</summary>
    [Fact]
    public void The_number_of_workers_does_not_show()
    {
        var rules = new List<string>();
        foreach (var kind in new RuleKinds(ProtocolRegister.All).All)
        {
            var number = kind.Fields.FirstOrDefault(f => f.Type == FieldType.Number)?.Name ?? "src.port";
            string[][] shapes =
            [
                [],
                ["count: {at_least: 3, within: 10m}"],
                ["per: dest.ip", "distinct: {of: [src.ip, src.port], at_least: 2, within: 10m}"],
                [$"sum: {{of: {number}, at_least: 10, within: 1m}}"],
                [$"absence: {{of: {{on: {kind.Name}, when: src.port > 50000}}, within: 500ms}}"],
            ];
            rules.AddRange(shapes.Select((s, i) => RuleText.Rule($"{kind.Name!.Replace('.', '-').Replace('_', '-')}-{i}", RuleSet.FirstOwnId + (10 * rules.Count) + i, [$"on: {kind.Name}", "again: 1s", .. s])));
            rules.Add(RuleText.Rule($"{kind.Name!.Replace('.', '-').Replace('_', '-')}-s", RuleSet.FirstOwnId + (10 * rules.Count) + 9, $"sequence: [{{on: {kind.Name}}}, {{on: {kind.Name}, within: 1m}}]", "again: 1s"));
        }

        using var folder = new TempFolder();
        var file = folder.File(Encoding.UTF8.GetBytes(RuleText.File([.. rules])));
        string[] captures = [.. ((string[])["radiology.pcap", "parts/hl7-persistent.pcap", "parts/hl7-errors.ns.pcap", "parts/dicom-move.ns.pcap", "parts/dicom-two-ports.pcapng"]).Select(Capture)];
        var one = Test(1);
        Assert.True(one.Split('\n').Length > 500, one);
        foreach (var workers in (int[])[2, 3, 5])
        {
            Assert.Equal(one, Test(workers));
        }

        string Test(int workers)
        {
            using var output = new StringWriter();
            var command = new RuleTestCommand(new Settings(), output, new Screen(output, output));
            Assert.Equal(0, command.Run(file, captures, workers));
            return output.ToString();
        }
    }

    private static string Capture(string name) => Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "pcaps", name);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
