namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>An exchange with what must come of it: a definition whose vectors fail is refused.</summary>
public sealed record VectorDefinition
{
    public required string Name { get; init; }
    public required IReadOnlyList<VectorTurn> Turns { get; init; }

    /// <summary>Events in order; each lists members of the event and their values, as JSON writes them; members that aren't listed may be anything.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Events { get; init; } = [];

    /// <summary>Frames that must fail their check.</summary>
    public int Failing { get; init; }

    /// <summary>Nothing of it may be recognised.</summary>
    public bool IsForeign { get; init; }
    public Place Place { get; init; }
}

/// <summary>What one side says.</summary>
/// <param name="From">Controller or pump.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record VectorTurn(Sender From, byte[] Bytes);
