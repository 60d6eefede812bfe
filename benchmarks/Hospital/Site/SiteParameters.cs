using Hospital.Kernel;

namespace Hospital.Sites;

/// <summary>What a hospital is made from. Equal parameters give equal hospitals, to the byte.</summary>
public sealed record SiteParameters
{
    /// <summary>Everything random comes from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Devices, about: 20, 120 or 600 are what it was made for. At least 20.</summary>
    public int Devices { get; init; } = 20;

    /// <summary>Weeks of its life: 2 to learn in, 3 to calibrate on, 5 to test on.</summary>
    public int Weeks { get; init; } = 10;

    /// <summary>Midnight (UTC) of a Monday. Chosen so that a clock change falls into the test weeks: of half of all seeds in spring, of the others in autumn.</summary>
    public long Start { get; init; } = Instant(2026, 2, 23);

    /// <summary>Unusual things happen that are no attacks.</summary>
    public bool HasNuisances { get; init; } = true;

    /// <summary>Devices and habits change slowly.</summary>
    public bool HasDrift { get; init; } = true;

    /// <summary>Share of packets that the mirror loses in an ordinary hour.</summary>
    public double MirrorLoss { get; init; } = 0.0002;

    /// <summary>How much goes on, 1: as much as was measured in hospitals of this size.</summary>
    public double Activity { get; init; } = 1;

    public long End => Start + (Weeks * Nanos.Week);

    /// <summary>Learning ends, calibration begins.</summary>
    public long CalibrationStart => Start + (2 * Nanos.Week);

    /// <summary>Calibration ends, the test begins.</summary>
    public long TestStart => Start + (5 * Nanos.Week);

    /// <summary>A site of the usual course: in spring or in autumn by its seed.</summary>
    public static SiteParameters Of(ulong seed, int devices) =>
        new() { Seed = seed, Devices = devices, Start = seed % 2 == 0 ? Instant(2026, 2, 23) : Instant(2026, 9, 14) };

    private static long Instant(int year, int month, int day) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * Nanos.Second;
}
