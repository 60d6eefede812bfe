using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Dialogue;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A protocol made from its definition.</summary>
public sealed class PumpProtocol : IProtocol
{
    private readonly Lazy<(ProtocolDefinition Definition, ProtocolPlan Plan)?> _made;

    private PumpProtocol(string name, Carriers carriers, Lazy<(ProtocolDefinition Definition, ProtocolPlan Plan)?> made) => (Name, Carriers, _made) = (name, carriers, made);

    /// <summary>False where it was to be made later and its definition isn't sound: then it recognises nothing.</summary>
    public bool IsSound => _made.Value is not null;

    /// <exception cref="InvalidOperationException">It isn't sound.</exception>
    public ProtocolDefinition Definition => Made.Definition;

    /// <summary>A site's own; what it can read it takes from those that come with the program.</summary>
    public bool IsOwn { get; init; }

    public string Name { get; }

    public Carriers Carriers { get; }

    public IReadOnlyList<FactKind> FactKinds { get; } = [PumpEvent.Kind];

    /// <summary>Of one pump a conversation remembers little; of a rack, all its pumps.</summary>
    public int ConversationWeight => PumpConversation.WeightOf(Plan);

    internal ProtocolPlan Plan => Made.Plan;

    private (ProtocolDefinition Definition, ProtocolPlan Plan) Made => _made.Value ?? throw new InvalidOperationException($"The definition of {Name} isn't sound.");

    /// <summary>Compiles a definition; null where it isn't sound, and then says all that is wrong with it. Doesn't run its vectors.</summary>
    public static PumpProtocol? Compile(ProtocolDefinition definition, DefinitionFaults faults, bool isOwn = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(faults);
        var plan = ProtocolCompiler.Compile(definition, faults);
        return plan is null || !faults.IsSound ? null : new PumpProtocol(definition.Name, definition.Carriers, new((definition, plan))) { IsOwn = isOwn };
    }

    /// <summary>One that is made when it is first asked for more than its name: most inputs have no pumps of most makers.</summary>
    public static PumpProtocol Later(string name, Carriers carriers, Func<PumpProtocol?> make) => new(name, carriers, new(() => make()?._made.Value));

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => IsSound ? Plan.Frames.Probe(head, hints, Plan) : Verdict.NotMine;

    /// <summary>Where one that comes with the program knows the commands, good frames are enough: a site's table may be shorter, and is meant.</summary>
    public bool TakesOver(IProtocol other, ReadOnlySpan<byte> head, in ProbeHints hints) =>
        IsOwn && other is PumpProtocol { IsOwn: false } && Plan.Frames.Probe(head, hints, Plan.Shapes) == Verdict.Certain;

    public ProtocolShare Open(PartitionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new PumpShare(this, context);
    }
}
