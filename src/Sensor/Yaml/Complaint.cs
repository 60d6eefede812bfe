namespace Sensor.Yaml;

/// <summary>What is wrong in a file that people write, and where.</summary>
/// <param name="File">The file as it was named; or an option, or a variable of the environment.</param>
/// <param name="Line">From 1; 0 where it is no file.</param>
/// <param name="Column">From 1.</param>
/// <param name="Sentence">What is wrong, without a full stop's need of context.</param>
internal readonly record struct Complaint(string File, int Line, int Column, string Sentence)
{
    public override string ToString() => Line == 0 ? $"{File}: {Sentence}" : $"{File}:{Line}:{Column}: {Sentence}";
}

/// <summary>Gathers what is wrong, so that a file is put right in one go; at most <see cref="Max"/>.</summary>
internal sealed class Complaints
{
    public const int Max = 100;

    private readonly List<Complaint> _all = [];

    public IReadOnlyList<Complaint> All => _all;

    public bool IsEmpty => _all.Count == 0;

    /// <summary>By file and place.</summary>
    public IReadOnlyList<Complaint> InOrder => [.. _all.OrderBy(c => c.File, StringComparer.Ordinal).ThenBy(c => c.Line).ThenBy(c => c.Column)];

    public void Add(Complaint complaint)
    {
        if (_all.Count < Max && !_all.Contains(complaint))
        {
            _all.Add(complaint);
        }
    }

    /// <exception cref="ConfigurationException">There is any.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new ConfigurationException(InOrder);
        }
    }
}

/// <summary>A file that people write can't be used as it is. The message is about the first thing wrong and says how many more there are.</summary>
internal sealed class ConfigurationException(IReadOnlyList<Complaint> complaints)
    : Exception(complaints.Count == 1 ? complaints[0].ToString() : $"{complaints[0]} ({complaints.Count - 1} more)")
{
    public IReadOnlyList<Complaint> Complaints { get; } = complaints;
}
