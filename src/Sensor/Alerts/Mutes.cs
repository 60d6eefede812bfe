using Sensor.State;

namespace Sensor.Alerts;

/// <summary>What isn't told because somebody said so: muted within a scope and until a time, or closed as expected. Counts what each of them hid. Analysis thread only.</summary>
internal sealed class Mutes : IMutes
{
    /// <summary>Keys in force at a time, of all together.</summary>
    public const int MaxKeys = 10_000;

    private readonly SortedDictionary<long, Mute> _mutes = [];
    private readonly Dictionary<MuteKey, List<Mute>> _byKey = [];
    private int _keys;

    /// <summary>In the order in which they were said.</summary>
    public IReadOnlyCollection<Mute> All => _mutes.Values;

    /// <summary>Alerts hidden, by whatever.</summary>
    public long Hidden { get; private set; }

    /// <summary>Keys for which there was no room: what they should hide is told.</summary>
    public long Refused { get; private set; }

    bool IMutes.Mutes(Alert alert)
    {
        if (_keys == 0)
        {
            return false;
        }

        var time = alert.Header.Time;
        foreach (var key in MuteKey.AllOf(new Matter(alert.Reason.SignatureId, alert.Device?.Number ?? 0, alert.Peer?.Number, alert.Subject, null)))
        {
            // Of several the first that was said counts it.
            if (_byKey.TryGetValue(key, out var mutes) && mutes.Find(m => m.IsInForce(time)) is { } mute)
            {
                Hidden++;
                mute.Hide(time);
                return true;
            }
        }

        return false;
    }

    /// <summary>Has the like of what a deed is about hidden.</summary>
    /// <param name="deed">A muting, or a closing with a verdict that hides.</param>
    /// <param name="now">Packet time: what is over by then makes room.</param>
    public void Add(JournalEntry deed, long now)
    {
        var keys = MuteKey.Of(deed);
        if (keys.Count == 0 || _mutes.ContainsKey(deed.Number))
        {
            return;
        }

        if (_keys + keys.Count > MaxKeys)
        {
            foreach (var over in _mutes.Values.Where(m => !m.IsInForce(now)).ToList())
            {
                Remove(over.Number);
            }
        }

        var taken = Math.Min(keys.Count, MaxKeys - _keys);
        Refused += keys.Count - taken;
        Add(new Mute(deed.Number, deed.Incident, deed.Until, [.. keys.Take(taken)]));
    }

    /// <summary>Has what a deed hid told again.</summary>
    public void Remove(long deed)
    {
        if (!_mutes.Remove(deed, out var mute))
        {
            return;
        }

        _keys -= mute.Keys.Count;
        foreach (var key in mute.Keys)
        {
            var mutes = _byKey[key];
            mutes.Remove(mute);
            if (mutes.Count == 0)
            {
                _byKey.Remove(key);
            }
        }
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Hidden);
        writer.Int64(Refused);
        writer.Int32(_mutes.Count);
        foreach (var mute in _mutes.Values)
        {
            mute.Save(writer);
        }
    }

    public void Load(ref PartReader reader)
    {
        (Hidden, Refused) = (reader.Tally(), reader.Tally());
        for (var rest = reader.Count(StateDatabase.MaxDeeds, Mute.LeastBytes); rest > 0 && !reader.Failed; rest--)
        {
            var mute = Mute.Load(ref reader);
            if (reader.Require(!_mutes.ContainsKey(mute.Number) && _keys + mute.Keys.Count <= MaxKeys))
            {
                Add(mute);
            }
        }
    }

    private void Add(Mute mute)
    {
        _mutes.Add(mute.Number, mute);
        _keys += mute.Keys.Count;
        foreach (var key in mute.Keys)
        {
            if (!_byKey.TryGetValue(key, out var mutes))
            {
                _byKey.Add(key, mutes = []);
            }

            mutes.Add(mute);
        }
    }
}

/// <summary>One thing that hides, and what it hid.</summary>
/// <param name="Number">Number of the deed.</param>
/// <param name="Incident">Number of the incident that it was said of.</param>
/// <param name="Until">Packet time at which it ends; null: never.</param>
/// <param name="Keys">What it hides.</param>
internal sealed record Mute(long Number, long Incident, long? Until, IReadOnlyList<MuteKey> Keys)
{
    public const int LeastBytes = 45;

    /// <summary>Alerts it hid.</summary>
    public long Hidden { get; private set; }

    /// <summary>Packet time of the latest of them; 0 before the first.</summary>
    public long Last { get; private set; }

    public bool IsInForce(long time) => Until is not { } until || time < until;

    public void Hide(long time)
    {
        Hidden++;
        Last = Math.Max(Last, time);
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Number);
        writer.Int64(Incident);
        writer.Boolean(Until is not null);
        writer.Int64(Until ?? 0);
        writer.Int64(Hidden);
        writer.Int64(Last);
        writer.Int32(Keys.Count);
        foreach (var key in Keys)
        {
            writer.Int32(key.SignatureId);
            writer.Int32(key.Device);
            writer.Int32(key.Peer);
            writer.OptionalText(key.Story);
        }
    }

    public static Mute Load(ref PartReader reader)
    {
        var (number, incident, ends, until, hidden, last) = (reader.Tally(), reader.Tally(), reader.Boolean(), reader.Int64(), reader.Tally(), reader.Int64());
        var keys = new List<MuteKey>();
        for (var rest = reader.Count(Mutes.MaxKeys, least: 13); rest > 0 && !reader.Failed; rest--)
        {
            keys.Add(new MuteKey(reader.Int32(), reader.Int32(), reader.Int32(), reader.OptionalText(Matter.MaxStory)));
        }

        reader.Require(keys.Distinct().Count() == keys.Count);
        return new Mute(number, incident, ends ? until : null, keys) { Hidden = hidden, Last = last };
    }
}
