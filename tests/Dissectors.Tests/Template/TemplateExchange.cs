using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>
/// 3. The facts: small blittable structs that say what was seen (<see cref="Write"/>, the event) and what it means (<see cref="Tell"/>, for
/// inventory and models, in words that no protocol owns). What identifies a person is a <see cref="Pseudonym"/>, never a name.
/// </summary>
public struct TemplateExchange : IFact<TemplateExchange>
{
    private static readonly Quantity Size = new("template.bytes_per_question", "byte", "size of a question's body");

    public NameId Name;
    public uint Bytes;
    public ushort Id;
    public byte Command;
    public Outcome Outcome;
    public Endpoint Actor;

    /// <summary>
    /// The event type is the name of the event's object too; null for facts that aren't events. Then what rules call the fact and what they can ask of it, each with
    /// its unit and a few words.
    /// </summary>
    public static FactKind Kind { get; } = FactKind.Of<TemplateExchange>("template", "template.exchange", fields => fields
        .Name("name", "what the question is about", (in f) => f.Name)
        .Number("bytes", "byte", "size of the question's body", (in f) => f.Bytes)
        .Flag("done", "it was answered well", (in f) => f.Outcome == Outcome.Ok));

    public static void Write(in TemplateExchange fact, EventWriter to)
    {
        to.Text("command"u8, TemplateHeader.CommandName(fact.Command));
        to.Name("name"u8, fact.Name);
        to.Number("bytes"u8, fact.Bytes);
        to.Flag("done"u8, fact.Outcome == Outcome.Ok);
    }

    public static void Tell(in TemplateExchange fact, IMeaning to)
    {
        to.Act(fact.Actor, TemplateHeader.CommandName(fact.Command));
        to.Conclude(fact.Actor, TemplateHeader.CommandName(fact.Command), fact.Outcome);
        to.Relate(fact.Actor, Relation.WorksOn, fact.Name);
        to.Measure(fact.Actor, Size, fact.Bytes);
    }
}
