using System.Globalization;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.State;

namespace Sensor.Alerts;

/// <summary>What wasn't written within a minute because more had been than anybody reads: how many, for which reasons, about whom.</summary>
internal sealed class AlertFlood
{
    /// <summary>Reasons and devices counted apart; the rest is only counted.</summary>
    private const int MaxCounted = 1024;

    private const int Named = 5;
    private const int MaxSlug = 256;

    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<IpAddress, long> _devices = [];
    private Severity _worst = Severity.Low;
    private long _time, _ordinal;

    public long Count { get; private set; }

    public void Add(Alert alert)
    {
        Count++;
        Add(_reasons, alert.Reason.Slug);
        Add(_devices, alert.Device is null ? default : alert.Actor.Address);
        _worst = alert.Severity < _worst ? alert.Severity : _worst;
        (_time, _ordinal) = (alert.Header.Time, alert.Header.Ordinal);
    }

    /// <summary>All of it in one alert, about the sensor itself and as severe as the worst of it.</summary>
    /// <param name="perMinute">The bound.</param>
    public Alert Summary(int perMinute)
    {
        var reasons = Most(_reasons, r => r, StringComparer.Ordinal);
        var devices = Most(_devices, d => d == default ? "this sensor" : d.ToString(), Party.ByAddress);
        return new Alert(HealthCatalogue.AlertFlood, null, null)
        {
            Severity = _worst < HealthCatalogue.AlertFlood.Severity ? _worst : HealthCatalogue.AlertFlood.Severity,
            Header = new FactHeader { Time = _time, Ordinal = _ordinal },
            Observed = new Observed(Count, "alert", string.Create(CultureInfo.InvariantCulture, $"{Count:N0} alerts withheld within a minute")),
            Expected = new ExpectedRange(0, 0, perMinute, "alert", 0, null),
            Explanation = string.Create(CultureInfo.InvariantCulture, $"Beyond {perMinute:N0} alerts within one minute of packet time {Count:N0} more were due and aren't written: {reasons}. By whom: {devices}. Their incidents count them."),
            Packets = [_ordinal],
            Period = (_time, _time),
        };
    }

    public void Clear()
    {
        (Count, _worst) = (0, Severity.Low);
        _reasons.Clear();
        _devices.Clear();
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Count);
        writer.Byte((byte)_worst);
        writer.Int64(_time);
        writer.Int64(_ordinal);
        writer.Int32(_reasons.Count);
        foreach (var (slug, count) in _reasons.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            writer.Text(slug);
            writer.Int64(count);
        }

        writer.Int32(_devices.Count);
        foreach (var (device, count) in _devices.OrderBy(d => d.Key, Party.ByAddress))
        {
            writer.Address(device);
            writer.Int64(count);
        }
    }

    public bool TryLoad(ref PartReader reader)
    {
        (Count, _worst) = (reader.Tally(), (Severity)reader.Byte());
        (_time, _ordinal) = (reader.Int64(), reader.Int64());
        reader.Require(Enum.IsDefined(_worst));
        for (var rest = reader.Count(MaxCounted, least: 12); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_reasons.TryAdd(reader.Text(MaxSlug), reader.Tally()));
        }

        for (var rest = reader.Count(MaxCounted, least: 24); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_devices.TryAdd(reader.Address(), reader.Tally()));
        }

        return !reader.Failed;
    }

    private static void Add<T>(Dictionary<T, long> counts, T key)
        where T : notnull
    {
        if (counts.TryGetValue(key, out var count) || counts.Count < MaxCounted)
        {
            counts[key] = count + 1;
        }
    }

    private static string Most<T>(Dictionary<T, long> counts, Func<T, string> name, IComparer<T> order)
        where T : notnull
    {
        var most = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, order).Take(Named).Select(c => string.Create(CultureInfo.InvariantCulture, $"{name(c.Key)} ({c.Value:N0})"));
        var more = counts.Count > Named ? $" and {counts.Count - Named} more" : "";
        return string.Join(", ", most) + more;
    }
}
