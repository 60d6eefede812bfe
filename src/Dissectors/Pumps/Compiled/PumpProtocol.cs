using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Dialogue;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A protocol made from its definition.</summary>
public sealed class PumpProtocol : IProtocol
{
    private readonly ProtocolPlan _plan;

    private PumpProtocol(ProtocolDefinition definition, ProtocolPlan plan)
    {
        Definition = definition;
        _plan = plan;
    }

    public ProtocolDefinition Definition { get; }

    /// <summary>A site's own; what it can read it takes from those that come with the program.</summary>
    public bool IsOwn { get; init; }

    public string Name => Definition.Name;

    public Carriers Carriers => Definition.Carriers;

    public IReadOnlyList<FactKind> FactKinds { get; } = [PumpEvent.Kind];

    /// <summary>Of one pump a conversation remembers little; of a rack, all its pumps.</summary>
    public int ConversationWeight => PumpConversation.WeightOf(_plan);

    /// <summary>Compiles a definition; null where it isn't sound, and then says all that is wrong with it. Doesn't run its vectors.</summary>
    public static PumpProtocol? Compile(ProtocolDefinition definition, DefinitionFaults faults, bool isOwn = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(faults);
        var plan = ProtocolCompiler.Compile(definition, faults);
        return plan is null || !faults.IsSound ? null : new PumpProtocol(definition, plan) { IsOwn = isOwn };
    }

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => _plan.Frames.Probe(head, hints, _plan);

    /// <summary>Where one that comes with the program knows the commands, good frames are enough: a site's table may be shorter, and is meant.</summary>
    public bool TakesOver(IProtocol other, ReadOnlySpan<byte> head, in ProbeHints hints) =>
        IsOwn && other is PumpProtocol { IsOwn: false } && _plan.Frames.Probe(head, hints, _plan.Shapes) == Verdict.Certain;

    public ProtocolShare Open(PartitionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new PumpShare(Name, _plan, context);
    }
}
