namespace Sensor.Options.Keys;

/// <summary>Keys that belong together.</summary>
internal sealed class Section
{
    /// <param name="name">As it is written in the file.</param>
    /// <param name="meaning">What it is about, in a sentence.</param>
    /// <param name="keys">In the order in which they are read and shown.</param>
    public Section(string name, string meaning, params IReadOnlyList<Key> keys)
    {
        (Name, Meaning, Keys) = (name, meaning, keys);
        foreach (var key in keys)
        {
            key.Section = name;
        }
    }

    public string Name { get; }

    public string Meaning { get; }

    public IReadOnlyList<Key> Keys { get; }
}
