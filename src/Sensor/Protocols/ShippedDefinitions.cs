using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>The definitions that come with the sensor.</summary>
internal static class ShippedDefinitions
{
    /// <summary>What names of their resources begin with.</summary>
    private const string Folder = "protocols/";

    private static readonly Lazy<IReadOnlyList<PumpProtocol>> Made = new(Make);

    /// <summary>The protocols made of them, in the order of their files' names; made once, when first asked for. A test has their vectors run, not every start.</summary>
    public static IReadOnlyList<PumpProtocol> All => Made.Value;

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

    private static List<PumpProtocol> Make()
    {
        var complaints = new Complaints();
        var protocols = Texts().Select(t => ProtocolFile.Parse(t.Name, t.Text, complaints, runsVectors: false)).OfType<PumpProtocol>().ToList();
        complaints.ThrowIfAny();
        return protocols;
    }
}
