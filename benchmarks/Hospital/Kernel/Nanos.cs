namespace Hospital.Kernel;

/// <summary>Lengths of time in nanoseconds, the unit of all times here. An instant is nanoseconds since the Unix epoch, UTC.</summary>
public static class Nanos
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;
    public const long Week = 7 * Day;

    public static long Seconds(double seconds) => (long)(seconds * Second);

    public static long Minutes(double minutes) => (long)(minutes * Minute);

    public static long Hours(double hours) => (long)(hours * Hour);

    public static long Days(double days) => (long)(days * Day);
}
