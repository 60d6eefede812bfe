using System.Collections.Concurrent;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>
/// The definitions that come with the sensor. They are read when a conversation that is nobody else's is shown to them: a start doesn't wait for them, nor does
/// an input without pumps. One that isn't sound recognises nothing: the sensor works without it, and says so.
/// </summary>
internal sealed class ShippedDefinitions
{
    /// <summary>What names of their resources begin with; behind it stands the protocol's name, to which a test holds them.</summary>
    private const string Folder = "protocols/";

    private readonly ConcurrentQueue<string> _sentences = [];

    private ShippedDefinitions(IEnumerable<(string Name, string Text)> texts) => Protocols = [.. texts.Select(t => Later(t.Name, t.Text))];

    /// <summary>Those of this program. A test has their vectors run, not every start.</summary>
    public static ShippedDefinitions Standard { get; } = Of(Texts());

    /// <summary>The protocols, in the order of their files' names.</summary>
    public static IReadOnlyList<PumpProtocol> All => Standard.Protocols;

    public IReadOnlyList<PumpProtocol> Protocols { get; }

    /// <summary>What is wrong with those that were read so far, a sentence for each.</summary>
    public IReadOnlyList<string> Sentences => [.. _sentences.Order(StringComparer.Ordinal)];

    public static ShippedDefinitions Of(IEnumerable<(string Name, string Text)> texts) => new(texts);

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

    /// <summary>Reads all of them now: who listens to a network has time before the first packet, and none after it.</summary>
    public ShippedDefinitions ReadAll()
    {
        _ = Protocols.Count(p => p.IsSound);
        return this;
    }

    private PumpProtocol Later(string file, string text)
    {
        // Nothing else of the head is asked for before a definition is read.
        var carriers = text.Contains("\ncarriers:", StringComparison.Ordinal) ? Carriers.Tcp | Carriers.Udp : Carriers.Tcp;
        return PumpProtocol.Later(Path.GetFileNameWithoutExtension(file), carriers, () => Read(file, text));
    }

    private PumpProtocol? Read(string file, string text)
    {
        var complaints = new Complaints();
        var protocol = ProtocolFile.Parse(file, text, complaints, runsVectors: false);
        if (complaints.InOrder is [var first, ..] all)
        {
            var more = all.Count > 1 ? $" ({all.Count - 1} more)" : "";
            _sentences.Enqueue($"The definition of '{Path.GetFileNameWithoutExtension(file)}' that comes with the sensor isn't sound, and this protocol isn't read: {first}{more}");
        }

        return protocol;
    }
}
