using Sensor.State;

namespace Sensor.Inventory;

/// <summary>A role a device seems to play, and what speaks for it.</summary>
internal sealed record Role(string Name, double Confidence, IReadOnlyList<string> Reasons);

/// <summary>Counts what a device did and had done to it, to a good end. <see cref="RoleJudge"/> concludes.</summary>
internal sealed class RoleEvidence
{
    /// <summary>Partners counted; more make no difference.</summary>
    public const int MaxPartners = 8;

    /// <summary>Bytes of a role's name.</summary>
    private const int MaxName = 64;

    private readonly List<int> _senders = new(1), _receivers = new(1);
    private long[]? _did, _served;
    private int _deeds;
    private string? _concluded;

    /// <summary>Devices it has HL7 messages from.</summary>
    public int Senders => _senders.Count;

    /// <summary>Devices it sent HL7 messages to.</summary>
    public int Receivers => _receivers.Count;

    /// <summary>It goes by a pump's serial number.</summary>
    public bool HasPumpSerial { get; set; }

    /// <summary>Pumps that the device's address speaks for.</summary>
    public int Pumps
    {
        get;
        set
        {
            field = value;
            Settle(value);
        }
    }

    /// <summary>Times the device did it.</summary>
    public long Did(Deed deed) => _did?[(int)deed] ?? 0;

    /// <summary>Times it was done to the device.</summary>
    public long Served(Deed deed) => _served?[(int)deed] ?? 0;

    /// <param name="deed">What was done.</param>
    /// <param name="partner">Number of the device it was done to; 0 where that is none.</param>
    public void AddDone(Deed deed, int partner)
    {
        Add(ref _did, deed, _receivers, partner);
        CountDeed();
    }

    /// <param name="deed">What was done.</param>
    /// <param name="partner">Number of the device that did it; 0 where that is none.</param>
    public void AddServed(Deed deed, int partner)
    {
        Add(ref _served, deed, _senders, partner);
        CountDeed();
    }

    /// <summary>Roles that the site states; nothing else is as sure.</summary>
    public IReadOnlyList<string> Stated { get; set; } = [];

    /// <summary>The surest role; null while there is none.</summary>
    public Role? Surest => Conclude() is [var surest, ..] ? surest : null;

    /// <summary>
    /// The surest role's name, where the site states none as it was concluded when the number of deeds last was a power of two: cheap to ask for each fact. Null while there is none.
    /// </summary>
    public string? Settled => Stated is [var stated, ..] ? stated : _concluded ?? (HasPumpSerial ? RoleNames.Pump : null);

    /// <summary>All roles that apply, the surest first.</summary>
    public IReadOnlyList<Role> Conclude() =>
        [.. Stated.Select(name => new Role(name, 1, ["configured"])), .. RoleJudge.Conclude(this).Where(r => !Stated.Contains(r.Name))];

    public void Save(PartWriter writer)
    {
        foreach (var counts in (long[]?[])[_did, _served])
        {
            writer.Int32(counts is null ? 0 : Deeds.Count);
            foreach (var count in counts ?? [])
            {
                writer.Int64(count);
            }
        }

        foreach (var partners in (List<int>[])[_senders, _receivers])
        {
            writer.Int32(partners.Count);
            foreach (var partner in partners)
            {
                writer.Int32(partner);
            }
        }

        writer.Int32(_deeds);
        writer.OptionalText(_concluded);
    }

    /// <summary>Takes the number of pumps behind it where what it seems to be was saved.</summary>
    public void RestorePumps(int count)
    {
        var concluded = _concluded;
        Pumps = count;
        _concluded = concluded;
    }

    /// <summary>Takes what was saved into evidence that is as new.</summary>
    public void Load(ref PartReader reader)
    {
        _did = LoadCounts(ref reader);
        _served = LoadCounts(ref reader);
        LoadPartners(_senders, ref reader);
        LoadPartners(_receivers, ref reader);
        _deeds = reader.Int32(int.MaxValue);
        _concluded = reader.OptionalText(MaxName);
    }

    private static long[]? LoadCounts(ref PartReader reader)
    {
        var count = reader.Count(Deeds.Count, least: 8);
        var counts = count == 0 ? null : new long[Deeds.Count];
        for (var i = 0; i < count; i++)
        {
            counts![i] = reader.Tally();
        }

        return counts;
    }

    private static void LoadPartners(List<int> partners, ref PartReader reader)
    {
        for (var rest = reader.Count(MaxPartners, least: 4); rest > 0; rest--)
        {
            partners.Add(reader.Int32(int.MaxValue));
        }
    }

    private void CountDeed()
    {
        _deeds = _deeds == int.MaxValue ? _deeds : _deeds + 1;
        Settle(_deeds);
    }

    private void Settle(int evidence)
    {
        if (int.IsPow2(evidence))
        {
            _concluded = RoleJudge.Conclude(this) is [var surest, ..] ? surest.Name : null;
        }
    }

    private static void Add(ref long[]? counts, Deed deed, List<int> partners, int partner)
    {
        counts ??= new long[Deeds.Count];
        counts[(int)deed]++;
        if (Deeds.IsMessage(deed) && partner != 0 && partners.Count < MaxPartners && !partners.Contains(partner))
        {
            partners.Add(partner);
        }
    }
}
