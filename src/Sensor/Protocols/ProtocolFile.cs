using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>A file with a protocol's definition, made into the protocol.</summary>
internal static class ProtocolFile
{
    /// <summary>Characters of a definition.</summary>
    private const int MaxLength = 1 << 20;

    /// <summary>A definition that somebody wrote: read, compiled and held to its own examples.</summary>
    public static PumpProtocol? Load(string path, Complaints complaints) => Judged(() => YamlFile.Load(path, MaxLength, complaints), complaints, runsVectors: true);

    /// <summary>The same while it is being written: its examples may fail, or not be there yet.</summary>
    public static PumpProtocol? Read(string path, Complaints complaints) => Judged(() => YamlFile.Load(path, MaxLength, complaints), complaints, runsVectors: false);

    /// <param name="file">Name of the text in complaints.</param>
    /// <param name="text">The definition.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    /// <param name="runsVectors">Holds it to its own examples; those shipped are held to them by a test.</param>
    public static PumpProtocol? Parse(string file, string text, Complaints complaints, bool runsVectors) => Judged(() => YamlFile.Parse(file, text, complaints), complaints, runsVectors);

    private static PumpProtocol? Judged(Func<YamlValue?> read, Complaints complaints, bool runsVectors)
    {
        var before = complaints.All.Count;
        if (read() is not { } value)
        {
            return null;
        }

        var definition = DefinitionReader.Read(value);
        if (complaints.All.Count > before)
        {
            return null;
        }

        var faults = new DefinitionFaults();
        var protocol = PumpProtocol.Compile(definition, faults);
        if (faults.IsSound && protocol is not null && runsVectors)
        {
            VectorTrial.Judge(protocol, faults);
        }

        foreach (var fault in faults.All)
        {
            complaints.Add(new Complaint(value.Place.File, Math.Max(1, fault.Place.Line), Math.Max(1, fault.Place.Column), fault.Sentence));
        }

        return faults.IsSound ? protocol : null;
    }
}
