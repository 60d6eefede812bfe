namespace Sensor.Models;

/// <summary>A group's rates, those with the smallest hashes where there are too many, in the order of their hashes.</summary>
internal sealed class GroupRates
{
    private readonly List<GroupRate> _rates = [];

    public int StateBytes => 2 + (_rates.Count * GroupRate.StateBytes);

    public void Add(ulong feature, in RobustBaseline baseline, TailCounts tail) => Slot(feature)?.Add(baseline, tail);

    public void MergeFrom(GroupRates other)
    {
        foreach (var rate in other._rates)
        {
            Slot(rate.Feature)?.MergeFrom(rate);
        }
    }

    public GroupRate? Find(ulong feature)
    {
        var at = IndexOf(feature);
        return at < 0 ? null : _rates[at];
    }

    public void Clear() => _rates.Clear();

    public void Save(ref StateWriter writer)
    {
        writer.UInt16((ushort)_rates.Count);
        foreach (var rate in _rates)
        {
            rate.Save(ref writer);
        }
    }

    public static GroupRates Load(ref StateReader reader)
    {
        var rates = new GroupRates();
        var count = reader.Count(ModelBounds.GroupFeatures);
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var rate = GroupRate.Load(ref reader);
            reader.Require(i == 0 || Order(rate.Feature) > Order(rates._rates[i - 1].Feature));
            rates._rates.Add(rate);
        }

        return rates;
    }

    private static ulong Order(ulong feature) => Hash.Mix(feature);

    private GroupRate? Slot(ulong feature)
    {
        var at = IndexOf(feature);
        if (at >= 0)
        {
            return _rates[at];
        }

        if (~at == ModelBounds.GroupFeatures)
        {
            return null;
        }

        if (_rates.Count == ModelBounds.GroupFeatures)
        {
            _rates.RemoveAt(_rates.Count - 1);
        }

        var rate = new GroupRate(feature);
        _rates.Insert(~at, rate);
        return rate;
    }

    private int IndexOf(ulong feature)
    {
        var (low, high) = (0, _rates.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_rates[middle].Feature == feature)
            {
                return middle;
            }

            (low, high) = Order(_rates[middle].Feature) < Order(feature) ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
