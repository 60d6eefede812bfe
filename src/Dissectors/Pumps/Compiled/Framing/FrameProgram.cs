using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>How frames of a protocol are found: the compiled form of its frame definitions. Immutable, shared by all partitions.</summary>
internal sealed partial class FrameProgram
{
    private readonly FrameSide[] _sides;
    private readonly ProtocolDefinition _definition;
    private readonly ushort[] _ports;

    /// <summary>Readers for probes, of all partitions: one that asks takes one out.</summary>
    private readonly FrameReader?[] _probing = new FrameReader?[16];

    private FrameProgram(ProtocolDefinition definition, FrameShape[] shapes, int memories)
    {
        _definition = definition;
        _ports = [.. definition.Ports];
        Shapes = shapes;
        Memories = memories;
        StripsParity = definition.Link.StripParity;
        HasSilence = shapes.Any(s => s.Ending == FrameEnding.Silence);
        MaxFrame = shapes.Length == 0 ? 1 : shapes.Max(s => s.Most);
        _sides = [.. Enum.GetValues<Sender>().Select(from => new FrameSide([.. shapes.Where(s => s.MayComeFrom(from))], definition.Link.Tokens, StripsParity))];
    }

    /// <summary>In the order in which they are tried.</summary>
    public FrameShape[] Shapes { get; }

    /// <summary>Memories a reader needs.</summary>
    public int Memories { get; }

    /// <summary>Bytes of the longest frame there can be.</summary>
    public int MaxFrame { get; }

    public bool StripsParity { get; }

    public bool HasSilence { get; }

    /// <summary>Compiles what is sound; of the rest says what is wrong.</summary>
    public static FrameProgram Compile(ProtocolDefinition definition, DefinitionFaults faults)
    {
        var compiler = new FrameCompiler(faults);
        var shapes = compiler.Shapes(definition);
        return new FrameProgram(definition, shapes, compiler.Memories);
    }

    public FrameSide Side(Sender from) => _sides[(int)from];
}
