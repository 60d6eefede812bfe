using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A protocol made from its definition.</summary>
public sealed class PumpProtocol : IProtocol
{
    private PumpProtocol(ProtocolDefinition definition) => Definition = definition;

    public ProtocolDefinition Definition { get; }

    public string Name => Definition.Name;

    public Carriers Carriers => Definition.Carriers;

    public IReadOnlyList<FactKind> FactKinds { get; } = [];

    /// <summary>Compiles a definition; null where it isn't sound, and then says all that is wrong with it. Doesn't run its vectors.</summary>
    public static PumpProtocol? Compile(ProtocolDefinition definition, DefinitionFaults faults) => faults.IsSound ? new PumpProtocol(definition) : null;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => Verdict.NotMine;

    public ProtocolShare Open(PartitionContext context) => throw new NotSupportedException();
}
