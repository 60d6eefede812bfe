using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>The definitions that come with the sensor. One that isn't sound is left out: the sensor works without it, and says so.</summary>
internal sealed class ShippedDefinitions
{
    /// <summary>What names of their resources begin with.</summary>
    private const string Folder = "protocols/";

    private static readonly Lazy<ShippedDefinitions> Made = new(() => Read(Texts()));

    private readonly List<PumpProtocol> _sound = [];
    private readonly List<string> _leftOut = [];
    private readonly List<string> _sentences = [];

    private ShippedDefinitions()
    {
    }

    /// <summary>Those of this program; made once, when first asked for. A test has their vectors run, not every start.</summary>
    public static ShippedDefinitions Standard => Made.Value;

    /// <summary>The protocols made of them, in the order of their files' names.</summary>
    public static IReadOnlyList<PumpProtocol> All => Standard.Sound;

    public IReadOnlyList<PumpProtocol> Sound => _sound;

    /// <summary>Names of those that aren't: files are named after their protocols.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>What is wrong with them, a sentence for each.</summary>
    public IReadOnlyList<string> Sentences => _sentences;

    /// <summary>Files' names and texts, in the order of their names.</summary>
    public static IEnumerable<(string Name, string Text)> Texts()
    {
        var assembly = typeof(PumpProtocol).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    public static ShippedDefinitions Read(IEnumerable<(string Name, string Text)> texts)
    {
        var shipped = new ShippedDefinitions();
        foreach (var (name, text) in texts)
        {
            var complaints = new Complaints();
            if (ProtocolFile.Parse(name, text, complaints, runsVectors: false) is { } protocol)
            {
                shipped._sound.Add(protocol);
                continue;
            }

            var wrong = complaints.InOrder.Select(c => c.ToString()).DefaultIfEmpty($"{name}: there is nothing in it.").ToList();
            shipped._leftOut.Add(Path.GetFileNameWithoutExtension(name));
            shipped._sentences.Add($"The definition of '{shipped._leftOut[^1]}' that comes with the sensor isn't sound, and this protocol isn't read: {wrong[0]}{(wrong.Count > 1 ? $" ({wrong.Count - 1} more)" : "")}");
        }

        return shipped;
    }
}
