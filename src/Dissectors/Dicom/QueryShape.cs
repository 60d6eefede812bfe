using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Query/Retrieve level (0008,0052).</summary>
public enum QueryLevel : byte
{
    /// <summary>Not given: a worklist query, or not understood.</summary>
    None,
    Patient,
    Study,
    Series,
    Image,
}

/// <summary>What a query asks for, without a word of what it says.</summary>
public struct QueryShape
{
    /// <summary>The identifier was seen.</summary>
    public bool IsKnown;

    /// <summary>It was understood to its end.</summary>
    public bool IsComplete;

    public QueryLevel Level;

    /// <summary>Elements, nested ones included, without those that only say how to read the query.</summary>
    public ushort Keys;

    /// <summary>Keys that restrict the answer: neither empty nor <c>*</c>.</summary>
    public ushort MatchingKeys;

    /// <summary>A matching key has a <c>*</c> or <c>?</c> in it (PS3.4 C.2.2.2.4).</summary>
    public bool HasWildcard;

    /// <summary>The exact Patient ID (0010,0020) asked for, if one was.</summary>
    public Pseudonym Patient;

    /// <summary>Nothing restricts the answer: everything there is was asked for.</summary>
    public readonly bool IsUniversal => IsComplete && MatchingKeys == 0;

    public static ReadOnlySpan<byte> Text(QueryLevel level) => level switch
    {
        QueryLevel.Patient => "PATIENT"u8,
        QueryLevel.Study => "STUDY"u8,
        QueryLevel.Series => "SERIES"u8,
        QueryLevel.Image => "IMAGE"u8,
        _ => default,
    };
}
