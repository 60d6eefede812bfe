namespace Sensor.Dissectors.Contract;

/// <summary>What dissectors of one partition share: where facts go, names and pseudonyms.</summary>
public sealed class PartitionContext(FactSink facts, NameTable names, Pseudonymizer pseudonyms)
{
    public FactSink Facts { get; } = facts;

    public NameTable Names { get; } = names;

    public Pseudonymizer Pseudonyms { get; } = pseudonyms;

    public NameId Intern(NameKind kind, ReadOnlySpan<byte> text) => Names.Intern(kind, text, Facts);
}
