using Hospital.Kernel;
using Sensor.Facts;
using Sensor.Models;

namespace Scorecard.Feed;

/// <summary>
/// A sample of the probabilities that the sensor's rates give to values while nothing is wrong: of a device and feature the first value of one hour in <see cref="OneIn"/>, as a
/// burst's other values have its cause. The model says no probability but λ, which is two tails' probability times the occasions a month that it counts; these are counted here as
/// it counts them. Values told as parts of a shift aren't there: of them only the shift's λ is said.
/// </summary>
internal sealed class OrdinaryValues(SensorOptions options)
{
    /// <summary>Enough for the distribution, few enough to be kept.</summary>
    private const int OneIn = 8;

    /// <summary>Nanoseconds of a month of 30 days.</summary>
    private const double Month = 30.0 * Nanos.Day;

    /// <summary>The model's floor of occasions a month, and of the time that it takes them to have come in.</summary>
    private const double LeastOccasions = 30;
    private const double LeastTime = Nanos.Hour;

    private readonly Dictionary<(int Device, ulong Feature), (long First, long Count, long Hour)> _seen = [];
    private readonly SortedDictionary<string, List<double>> _probabilities = new(StringComparer.Ordinal);

    /// <summary>By what was measured.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Probabilities => new SortedDictionary<string, IReadOnlyList<double>>(
        _probabilities.ToDictionary(p => p.Key, p => (IReadOnlyList<double>)p.Value), StringComparer.Ordinal);

    /// <param name="time">Now.</param>
    /// <param name="device">Number.</param>
    /// <param name="slug">Of what was measured.</param>
    /// <param name="judgement">Of the value, before it was learnt.</param>
    public void Take(long time, int device, string slug, in Judgement judgement)
    {
        if (options.OrdinaryFrom is not { } from)
        {
            return;
        }

        var key = (device, judgement.Subject.Key);
        var (first, count, hour) = _seen.TryGetValue(key, out var known) ? known : (time, 0, -1);
        var now = time / Nanos.Hour;
        if (time >= from && now != hour && IsOfValue(in judgement) && StableKey.Combine(StableKey.Combine((ulong)device, key.Key), (ulong)now) % OneIn == 0)
        {
            var perMonth = Math.Min(Math.Max(LeastOccasions, count * Month / Math.Max(time - first, LeastTime)), options.Models.RateOccasionsPerMonth);
            if (!_probabilities.TryGetValue(slug, out var list))
            {
                _probabilities.Add(slug, list = []);
            }

            list.Add(Math.Round(Math.Min(1, judgement.Score / perMonth), 6));
        }

        _seen[key] = (first, count + 1, now);
    }

    private static bool IsOfValue(in Judgement judgement) =>
        judgement.Basis == Basis.Device && double.IsFinite(judgement.Score) && judgement.Reason is not (JudgementReason.RateShiftUp or JudgementReason.RateShiftDown);
}
