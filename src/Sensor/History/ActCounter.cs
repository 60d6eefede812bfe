using Sensor.Dissectors.Contract;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.History;

/// <summary>Hears of a fact's meaning only how many commands or messages it is.</summary>
internal sealed class ActCounter : IMeaning
{
    private int _acts;

    public int Of(FactKind kind, ReadOnlySpan<byte> body)
    {
        _acts = 0;
        kind.Tell(body, this);
        return _acts;
    }

    public void Act(Endpoint actor, ReadOnlySpan<byte> command) => _acts++;

    public void Act(Endpoint actor, NameId command) => _acts++;

    public void Claim(Endpoint who, Attribute attribute, NameId value, double confidence)
    {
    }

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default)
    {
    }

    public void Conclude(Endpoint actor, NameId command, Outcome outcome)
    {
    }

    public void Relate(Endpoint actor, Relation relation, NameId name)
    {
    }

    public void Measure(Endpoint actor, Quantity quantity, double value)
    {
    }

    public void OpenSession()
    {
    }

    public void CloseSession(bool orderly)
    {
    }
}
