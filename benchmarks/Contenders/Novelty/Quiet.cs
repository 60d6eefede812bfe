namespace Contenders.Novelty;

/// <summary>
/// Turns "never seen before" into a score. As defined, a novelty is a novelty and its score is 1: there is one operating point and no threshold to set. By quiet time, its score is
/// 1 plus the days since the device's last novelty of the same kind, so that fewer alerts can be had by asking for longer quiet. At most one alarm for each device, kind and hour:
/// of those, the first.
/// </summary>
internal sealed class Quiet(bool byTime)
{
    private const long NanosPerHour = 3_600_000_000_000;

    private readonly Dictionary<(int Device, Facet Kind), (long Last, long Alarmed)> _last = [];

    public long StateBytes => _last.Count * 56L;

    public static string NameOf(string method, bool byTime) => byTime ? $"{method}, by quiet time" : method;

    public void Novelty(long time, int device, Facet kind, ulong key, ICollection<Alarm> alarms)
    {
        var known = _last.TryGetValue((device, kind), out var last);
        var hour = time / NanosPerHour;
        if (!known || last.Alarmed != hour)
        {
            var days = known ? (time - last.Last) / (24.0 * NanosPerHour) : 0;
            alarms.Add(new Alarm(time, device, byTime ? 1 + days : 1, kind, key, kind == Facet.Peer ? (int)key : -1));
        }

        _last[(device, kind)] = (time, hour);
    }
}
