using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Yaml;
using Sensor.Rules.Engine;
using Sensor.Site;

namespace Sensor.Rules.Trials;

/// <summary>A fact as a trial writes it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Time">Packet time.</param>
/// <param name="Source">Who did it.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Values">Of all its fields, by slot.</param>
internal sealed record TrialFact(FactKind Kind, long Time, (IpAddress Address, ushort Port) Source, (IpAddress Address, ushort Port) Destination, FieldValue[] Values)
{
    public ushort Vlan { get; init; }

    /// <summary>Its conversation's protocol, as in <see cref="FlowIdentity.App"/>.</summary>
    public byte App { get; init; }

    public byte Protocol { get; init; } = IpProtocol.Tcp;

    public Quality Quality { get; init; }
}

/// <summary>What a rule's author says it must find, or mustn't, in some facts.</summary>
/// <param name="Rule">The rule as it is written.</param>
/// <param name="Name">What is tried.</param>
/// <param name="Facts">In order.</param>
/// <param name="Fires">How often it tells.</param>
internal sealed record Trial(RuleDefinition Rule, string Name, IReadOnlyList<TrialFact> Facts, int Fires)
{
    public SiteKnowledge Site { get; init; } = SiteKnowledge.Empty;

    /// <summary>Packet time to which it goes on after the last fact.</summary>
    public long Until { get; init; }

    public required YamlValue At { get; init; }
}
