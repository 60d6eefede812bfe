namespace Sensor.Models;

/// <summary>
/// What a peer group (maker, model, role) has in common. At a tick a new summary is filled by <see cref="DeviceModel.Contribute"/> of every
/// device, summaries from several machines are merged, and the result is published in <see cref="ModelContext.Group"/>, from then on only
/// read. Merging is commutative and associative to the last bit, within the bounds.
/// </summary>
public sealed class GroupSummary
{
    private const uint Magic = 0x31535247; // "GRS1"

    private readonly uint[] _relationDevices = new uint[RelationMemory.Kinds];
    private SampledCounts _relations = new(ModelBounds.GroupRelations);
    private SampledCounts _transitions = new(ModelBounds.GroupTransitions);
    private SampledCounts _grammars = new(ModelBounds.GroupGrammars);
    private GroupRates _rates = new();
    private uint _devices;

    /// <summary>Devices that contributed.</summary>
    public int Devices => (int)_devices;

    /// <summary>Bytes that <see cref="Save"/> writes, at most <see cref="ModelBounds.GroupBytes"/>.</summary>
    public int StateBytes =>
        4 + 4 + 4 + (RelationMemory.Kinds * 4) + _relations.StateBytes + _transitions.StateBytes + _grammars.StateBytes + _rates.StateBytes;

    /// <summary>Adds another summary of other devices of the same group.</summary>
    public void MergeFrom(GroupSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _devices += other._devices;
        for (var kind = 0; kind < _relationDevices.Length; kind++)
        {
            _relationDevices[kind] += other._relationDevices[kind];
        }

        _relations.MergeFrom(other._relations);
        _transitions.MergeFrom(other._transitions);
        _grammars.MergeFrom(other._grammars);
        _rates.MergeFrom(other._rates);
    }

    /// <summary>Empties it for the next tick, keeping its room.</summary>
    public void Clear()
    {
        _devices = 0;
        Array.Clear(_relationDevices);
        _relations.Clear();
        _transitions.Clear();
        _grammars.Clear();
        _rates.Clear();
    }

    /// <summary>Writes the summary, little endian, and returns how many bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="StateBytes"/>.</exception>
    public int Save(Span<byte> destination)
    {
        var body = StateFrame.Body(destination, StateBytes);
        var writer = new StateWriter(body);
        writer.UInt32(_devices);
        foreach (var devices in _relationDevices)
        {
            writer.UInt32(devices);
        }

        _relations.Save(ref writer);
        _transitions.Save(ref writer);
        _grammars.Save(ref writer);
        _rates.Save(ref writer);
        return StateFrame.Seal(destination, Magic, writer.Written);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; false where it is damaged or of another version.</summary>
    public static bool TryLoad(ReadOnlySpan<byte> source, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GroupSummary? summary)
    {
        summary = null;
        if (!StateFrame.TryOpen(source, Magic, out var body))
        {
            return false;
        }

        var reader = new StateReader(body);
        var loaded = new GroupSummary { _devices = reader.UInt32() };
        foreach (ref var devices in loaded._relationDevices.AsSpan())
        {
            devices = reader.UInt32();
        }

        loaded._relations = SampledCounts.Load(ModelBounds.GroupRelations, ref reader);
        loaded._transitions = SampledCounts.Load(ModelBounds.GroupTransitions, ref reader);
        loaded._grammars = SampledCounts.Load(ModelBounds.GroupGrammars, ref reader);
        loaded._rates = GroupRates.Load(ref reader);
        summary = reader.Complete ? loaded : null;
        return summary is not null;
    }

    internal void AddDevice() => _devices++;

    /// <summary>A device with a mature history of this kind, and its keys.</summary>
    internal void AddRelations(RelationKind kind, RelationSet set)
    {
        _relationDevices[(int)kind]++;
        for (var i = 0; i < set.Count; i++)
        {
            if (set[i].Standing == RelationStanding.Known)
            {
                _relations.Add(Hash.Mix((ulong)kind, set.Key(i)), (byte)kind, 1);
            }
        }
    }

    internal void AddGrammar(ulong grammar) => _grammars.Add(Hash.Mix(grammar), 0, 1);

    internal void AddTransition(ulong grammar, ulong from, ulong to) => _transitions.Add(Transition(grammar, from, to), Part(grammar), 1);

    internal void AddRate(ulong feature, in RobustBaseline baseline, TailCounts tail) => _rates.Add(feature, baseline, tail);

    /// <summary>How the group stands to a relation.</summary>
    internal Agreement Ask(RelationKind kind, ulong key)
    {
        var known = (int)_relationDevices[(int)kind];
        return _relations.Devices(Hash.Mix((ulong)kind, key)) is { } alike ? Agree(alike, known, _relations, (byte)kind) : default;
    }

    /// <summary>How the group stands to one step after another.</summary>
    internal Agreement Ask(ulong grammar, ulong from, ulong to) =>
        _grammars.Devices(Hash.Mix(grammar)) is { } known && _transitions.Devices(Transition(grammar, from, to)) is { } alike
            ? Agree(alike, known, _transitions, Part(grammar))
            : default;

    internal GroupRate? Rate(ulong feature) => _rates.Find(feature);

    private static Agreement Agree(int alike, int known, SampledCounts counts, byte part)
    {
        var (keys, uses) = counts.Singles(part);
        return new Agreement(
            alike,
            known,
            ((keys / counts.Share) + 0.5) / (known + 1.0),
            ((keys / counts.Share) + 0.5) / ((uses / counts.Share) + 1.0));
    }

    private static ulong Transition(ulong grammar, ulong from, ulong to) => Hash.Mix(Hash.Mix(grammar, from), to);

    /// <summary>Tells the transitions of different grammars apart, well enough for a rate.</summary>
    private static byte Part(ulong grammar) => (byte)Hash.Mix(grammar);
}
