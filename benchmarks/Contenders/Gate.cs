namespace Contenders;

/// <summary>
/// Lets pass the highest share of all scores that a method has given so far, over all devices: no threshold that anybody would choose is as low, and what is kept stays bounded. The
/// count of past scores is kept by their size in steps of 1/128 of a power of two; memory doesn't grow. Scores of 0 and below never pass, NaN neither.
/// </summary>
/// <param name="share">Share of scores that pass.</param>
public sealed class Gate(double share)
{
    /// <summary>Alarms for each device in 30 days that are kept of a method, on average: many times more than a person would look at.</summary>
    public const double AlarmsPerDeviceMonth = 50;

    private const double HoursPerMonth = 720;

    private readonly long[] _counts = new long[1 << 15];
    private long _total;
    private long _above;
    private int _cut = 1;

    public static long StateBytes => (1 << 15) * sizeof(long);

    /// <summary>For a method that gives this many scores for each device and hour.</summary>
    public static Gate ForHours(int scoresPerHour) => new(AlarmsPerDeviceMonth / HoursPerMonth / scoresPerHour);

    /// <summary>Counts a score and says if it is among the highest.</summary>
    public bool Passes(double score)
    {
        var bucket = score > 0 ? (int)(BitConverter.SingleToUInt32Bits((float)score) >> 16) : 0;
        _counts[bucket]++;
        _total++;
        if (bucket >= _cut)
        {
            _above++;
        }

        while (_cut < _counts.Length - 1 && _above - _counts[_cut] >= share * _total)
        {
            _above -= _counts[_cut++];
        }

        while (_cut > 1 && _above < share * _total)
        {
            _above += _counts[--_cut];
        }

        return bucket >= _cut;
    }
}
