namespace Sensor.Dissectors.Contract;

/// <summary>Time as Suricata's EVE writes it: <c>2026-11-21T17:00:00.123456+0000</c>.</summary>
public static class EveTime
{
    public const int Length = 31;

    /// <summary>The runtime's own fast way to write a time: <c>2026-11-21T17:00:00.0000000Z</c>.</summary>
    private const int RoundTripLength = 28;

    /// <param name="nanoseconds">Since the Unix epoch; outside the years 1 to 9999 it is clamped.</param>
    /// <param name="text">Room for <see cref="Length"/> bytes.</param>
    public static void Format(long nanoseconds, Span<byte> text)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, 1_000_000_000);
        if (rest < 0)
        {
            seconds--;
            rest += 1_000_000_000;
        }

        var ticks = DateTime.UnixEpoch.Ticks + (Math.Clamp(seconds, -62_135_596_800, 253_402_300_799) * TimeSpan.TicksPerSecond);
        var time = new DateTime(ticks, DateTimeKind.Utc);
        Span<byte> roundTrip = stackalloc byte[RoundTripLength];
        time.TryFormat(roundTrip, out _, "O", System.Globalization.CultureInfo.InvariantCulture);
        roundTrip[..19].CopyTo(text);
        text[19] = (byte)'.';
        var micros = (int)(rest / 1000);
        for (var i = 25; i >= 20; i--)
        {
            text[i] = (byte)('0' + (micros % 10));
            micros /= 10;
        }

        "+0000"u8.CopyTo(text[26..]);
    }
}
