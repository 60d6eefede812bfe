namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>What is wrong with a definition, in one sentence, and where.</summary>
public readonly record struct DefinitionFault(Place Place, string Sentence);

/// <summary>Gathers all that is wrong with a definition.</summary>
public sealed class DefinitionFaults
{
    private readonly List<DefinitionFault> _all = [];

    public IReadOnlyList<DefinitionFault> All => _all;

    public bool IsSound => _all.Count == 0;

    public void Add(Place place, string sentence) => _all.Add(new DefinitionFault(place, sentence));
}
