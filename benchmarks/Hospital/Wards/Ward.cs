using Hospital.Sites;

namespace Hospital.Wards;

public enum WardKind
{
    General,
    Intensive,
    Emergency,
}

/// <summary>Beds side by side, and who lies in them.</summary>
/// <param name="name">Also the place of what stands there.</param>
/// <param name="kind">What for.</param>
/// <param name="beds">How many.</param>
/// <param name="isSurgical">Its physicians operate in the morning.</param>
public sealed class Ward(string name, WardKind kind, int beds, bool isSurgical = false)
{
    private readonly bool[] _isTaken = new bool[beds];

    public string Name => name;

    public WardKind Kind => kind;

    public int Beds => beds;

    public bool IsSurgical => isSurgical;

    public int Taken { get; private set; }

    /// <summary>It takes nobody any more, unless there is no other of its kind.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Gives a bed, from 1; 0: one in the corridor.</summary>
    internal int Take()
    {
        var bed = Array.IndexOf(_isTaken, false);
        if (bed >= 0)
        {
            _isTaken[bed] = true;
            Taken++;
        }

        return bed + 1;
    }

    internal void Leave(int bed)
    {
        if (bed > 0)
        {
            _isTaken[bed - 1] = false;
            Taken--;
        }
    }

    /// <summary>A hospital of so many devices has about 1.2 beds for each, every twelfth of intensive care.</summary>
    public static IReadOnlyList<Ward> Of(SiteParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var beds = (int)(parameters.Devices * 1.2);
        var intensive = Math.Max(4, beds / 12);
        var units = (int)Math.Ceiling(intensive / 14.0);
        var general = beds - intensive;
        var wards = (int)Math.Ceiling(general / 26.0);
        return
        [
            .. Enumerable.Range(1, units).Select(i => new Ward($"icu {i}", WardKind.Intensive, intensive / units)),
            new Ward("emergency", WardKind.Emergency, Math.Max(4, beds / 18)),
            .. Enumerable.Range(1, wards).Select(i => new Ward($"ward {i}", WardKind.General, general / wards, i % 2 == 1)),
        ];
    }
}
