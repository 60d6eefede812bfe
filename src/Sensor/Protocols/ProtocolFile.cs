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
    public static PumpProtocol? Load(string path, Complaints complaints) => Judged(path, wrong => YamlFile.Load(path, MaxLength, wrong), complaints, runsVectors: true, isOwn: true);

    /// <summary>The same while it is being written: its examples may fail, or not be there yet.</summary>
    public static PumpProtocol? Read(string path, Complaints complaints) => Judged(path, wrong => YamlFile.Load(path, MaxLength, wrong), complaints, runsVectors: false, isOwn: true);

    /// <param name="file">Name of the text in complaints.</param>
    /// <param name="text">The definition.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    /// <param name="runsVectors">Holds it to its own examples; those shipped are held to them by a test.</param>
    public static PumpProtocol? Parse(string file, string text, Complaints complaints, bool runsVectors) => Judged(file, wrong => YamlFile.Parse(file, text, wrong), complaints, runsVectors, isOwn: false);

    private static PumpProtocol? Judged(string file, Func<Complaints, YamlValue?> read, Complaints complaints, bool runsVectors, bool isOwn)
    {
        // Of this file alone: where there is no room for more, its mistakes are mistakes all the same.
        var wrong = new Complaints();
        var protocol = read(wrong) is { Members: not null } value ? Made(value, wrong, runsVectors, isOwn) : null;
        if (protocol is null && wrong.IsEmpty)
        {
            wrong.Add(new Complaint(file, 1, 1, "There is no definition in this file."));
        }

        foreach (var complaint in wrong.All)
        {
            complaints.Add(complaint);
        }

        return protocol;
    }

    private static PumpProtocol? Made(YamlValue value, Complaints wrong, bool runsVectors, bool isOwn)
    {
        var definition = DefinitionReader.Read(value);
        if (!wrong.IsEmpty)
        {
            return null;
        }

        var faults = new DefinitionFaults();
        var protocol = PumpProtocol.Compile(definition, faults, isOwn);
        if (faults.IsSound && protocol is not null && runsVectors)
        {
            VectorTrial.Judge(protocol, faults);
        }

        foreach (var fault in faults.All)
        {
            wrong.Add(new Complaint(value.Place.File, Math.Max(1, fault.Place.Line), Math.Max(1, fault.Place.Column), fault.Sentence));
        }

        return faults.IsSound ? protocol : null;
    }
}
