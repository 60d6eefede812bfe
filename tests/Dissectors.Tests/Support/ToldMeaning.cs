using System.Globalization;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>Writes down what facts mean, a line each.</summary>
public sealed class ToldMeaning(ListSink names) : IMeaning
{
    public List<string> Lines { get; } = [];

    public ToldMeaning Tell<T>(IEnumerable<T> facts)
        where T : unmanaged, IFact<T>
    {
        foreach (var fact in facts)
        {
            T.Tell(fact, this);
        }

        return this;
    }

    public void OnBehalf(Endpoint end, NameId family, NameId serial) => Add($"{end} for {names.Name(family)} {names.Name(serial)}");

    public void Claim(Endpoint who, Contract.Attribute attribute, NameId value, double confidence) =>
        Add($"{who} is {attribute} {names.Name(value)} {confidence}");

    public void Act(Endpoint actor, ReadOnlySpan<byte> command) => Add($"{actor} {System.Text.Encoding.Latin1.GetString(command)}");

    public void Act(Endpoint actor, NameId command) => Add($"{actor} {names.Name(command)}");

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default) =>
        Add($"{actor} {System.Text.Encoding.Latin1.GetString(command)} {outcome}");

    public void Conclude(Endpoint actor, NameId command, Outcome outcome) => Add($"{actor} {names.Name(command)} {outcome}");

    public void Relate(Endpoint actor, Relation relation, NameId name) => Add($"{actor} {relation} {names.Name(name)}");

    public void Measure(Endpoint actor, Quantity quantity, double value) => Add($"{actor} {quantity.Slug} {value}");

    public void OpenSession() => Lines.Add("open");

    public void CloseSession(bool orderly) => Lines.Add(orderly ? "close" : "break off");

    private void Add(FormattableString line) => Lines.Add(line.ToString(CultureInfo.InvariantCulture));
}
