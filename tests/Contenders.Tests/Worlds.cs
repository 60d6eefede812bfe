namespace Contenders.Tests;

/// <summary>Small series to judge methods by.</summary>
internal static class Worlds
{
    public const long Hour = 3_600_000_000_000;

    /// <summary>Midnight UTC of a Monday.</summary>
    public static readonly long Monday = new DateTimeOffset(2026, 2, 23, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000_000;

    /// <summary>Hours of a device whose features follow day and night, with a little noise; what happens otherwise is the caller's.</summary>
    public static List<Alarm> Play(IContender contender, int hours, Action<int, int, double[]>? alter = null, int devices = 1, ulong seed = 1)
    {
        var alarms = new List<Alarm>();
        var chance = new Chance(seed);
        var values = new double[HourFeatures.Count];
        for (var h = 0; h < hours; h++)
        {
            for (var device = 0; device < devices; device++)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    var day = 1 + (0.8 * Math.Sin(2 * Math.PI * (h % 24) / 24));
                    values[i] = 1000 * day * Math.Exp(0.1 * chance.Normal());
                }

                alter?.Invoke(h, device, values);
                contender.Take(new Hour(Monday + (h * Hour), device, 1, h % 168, values), alarms);
            }
        }

        return alarms;
    }

    /// <summary>Hour of an alarm about an hour.</summary>
    public static int HourOf(Alarm alarm) => (int)((alarm.Time - Monday) / Hour) - 1;

    public static Alarm Highest(IEnumerable<Alarm> alarms) => alarms.MaxBy(a => a.Score);
}
