using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sensor.Commands;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;
using Sensor.Options;
using Sensor.Terminal;

namespace Sensor.Fuzz.Targets;

/// <summary>The command itself, from a file to five result files: they can be read, and say the same with three workers as with one.</summary>
internal class ReplayTarget(Captures captures) : ITarget
{
    private static readonly string[] _results = ["events.jsonl", "alerts.jsonl", "findings.jsonl", "devices.jsonl", "summary.json"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sensor-fuzz-").FullName;

    public virtual string Name => "replay";

    public string Extension => ".pcapng";

    protected Captures Captures => captures;

    /// <summary>What the last run wrote, without what differs from run to run.</summary>
    protected string Written { get; private set; } = "";

    /// <summary>Time may jump by centuries, and every hour of them is a tick for the models.</summary>
    public long MostWork(int length) => 5_000_000 + (1_000L * length);

    /// <summary>Blocks and queues of every run; what one thread may allocate, the packets' target knows.</summary>
    public long MostAllocated(int length) => 256 << 20;

    public virtual IEnumerable<byte[]> Seeds() => captures.Windows();

    public virtual byte[] Mutate(byte[] input, byte[] other, Dice dice) =>
        dice.Once(10) ? CaptureForm.Mutate(input, other, dice) : Packets.Write(Traffic.Mutate(Packets.Read(input), Packets.Read(other), dice));

    public List<byte[]> Split(byte[] input) => [.. Packets.Read(input).Select(p => Packets.Write([p]))];

    public byte[] Join(List<byte[]> parts) => Packets.Write([.. parts.SelectMany(Packets.Read)]);

    public virtual void Run(byte[] input) => Written = Replay(input, 1);

    /// <summary>Of four inputs one: a run has tables of megabytes to make.</summary>
    public void Verify(byte[] input)
    {
        if (Dice.Of(input) % 4 == 0)
        {
            Require.Same(Written, Replay(input, 3), "three workers say something else");
        }
    }

    private string Replay(byte[] input, int workers)
    {
        var (path, results) = (Path.Combine(_folder, "input"), Path.Combine(_folder, "results"));
        File.WriteAllBytes(path, input);
        using var error = new StringWriter();
        var exitCode = new ReplayCommand(new ReplayOptions([path]) { Out = results, Workers = workers }, new Screen(TextWriter.Null, error)).Run();
        Require.That(exitCode is 0 or 1, $"exit code {exitCode}");
        Require.That(exitCode == 0 || error.ToString().Count(c => c == '\n') == 1, $"a failure isn't one sentence: {error}");
        return exitCode == 0 ? Read(results) : "";
    }

    private static string Read(string folder)
    {
        var text = new StringBuilder();
        foreach (var name in _results)
        {
            var written = File.ReadAllText(Path.Combine(folder, name));
            if (name == "summary.json")
            {
                var summary = JsonNode.Parse(written)!.AsObject();
                summary.Remove("run");
                written = summary.ToJsonString();
                using var read = JsonDocument.Parse(written);
                Counters.RequireNothingBelowZero(read.RootElement);
            }
            else
            {
                foreach (var line in written.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    using var _ = JsonDocument.Parse(line);
                }
            }

            text.Append(written).Append('\n');
        }

        return text.ToString();
    }
}
