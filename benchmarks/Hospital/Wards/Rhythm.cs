using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>How the hours of a day share something.</summary>
/// <param name="weights">24, of each local hour.</param>
public sealed class Rhythm(params double[] weights)
{
    private readonly double _sum = weights.Sum();

    /// <summary>Emergencies come at all hours, least before dawn, most at noon and in the early evening.</summary>
    public static readonly Rhythm Emergencies = new(2.2, 1.8, 1.5, 1.3, 1.2, 1.4, 2, 3, 4.5, 5.6, 6.2, 6.2, 5.8, 5.6, 5.5, 5.5, 5.6, 5.8, 5.8, 5.4, 4.8, 4.2, 3.5, 2.8);

    /// <summary>Those who were asked to come do so in the morning.</summary>
    public static readonly Rhythm Admissions = new(0, 0, 0, 0, 0, 0, 2, 8, 10, 8, 5, 3, 1.5, 2, 1.5, 1, 0.5, 0, 0, 0, 0, 0, 0, 0);

    public static readonly Rhythm Clinic = new(0, 0, 0, 0, 0, 0, 0, 2, 8, 9, 9, 7, 3, 6, 7, 5, 2, 0.5, 0, 0, 0, 0, 0, 0);

    /// <summary>Physicians go from bed to bed after the handover, and see to the rest in the afternoon.</summary>
    public static readonly Rhythm Rounds = new(0.3, 0.2, 0.2, 0.2, 0.2, 0.4, 1, 4, 12, 14, 10, 5, 2, 3, 4, 4, 3, 2, 1.5, 1.2, 1, 0.8, 0.6, 0.4);

    /// <summary>Paper work: after rounds, hardly at lunch, before the handover.</summary>
    public static readonly Rhythm Writing = new(0.4, 0.3, 0.2, 0.2, 0.2, 0.3, 1.2, 2, 3, 4, 6, 7, 3, 7, 10, 7, 4, 2, 1.5, 1.2, 1, 1, 1.2, 0.6);

    /// <summary>People in offices.</summary>
    public static readonly Rhythm Office = new(0, 0, 0, 0, 0, 0.1, 0.6, 3, 8, 9, 9, 8, 4, 7, 8, 7, 4, 1.5, 0.6, 0.3, 0.2, 0.1, 0, 0);

    public static readonly Rhythm Discharges = new(0, 0, 0, 0, 0, 0, 0, 0.3, 2, 6, 11, 12, 7, 8, 6, 4, 2, 1, 0.5, 0, 0, 0, 0, 0);

    /// <summary>Share of a day's total that the local hour of an instant has.</summary>
    public double ShareOf(long time) => weights[(int)Calendar.Hour(time) % 24] / _sum;

    /// <summary>An instant of the day that follows, drawn by weight.</summary>
    public long Next(Dice dice, long time)
    {
        ArgumentNullException.ThrowIfNull(dice);
        var left = dice.Uniform() * _sum;
        var hour = 0;
        while (hour < 23 && left >= weights[hour])
        {
            left -= weights[hour++];
        }

        return Calendar.Next(time, hour + (dice.Uniform() * 0.9999));
    }

    /// <summary>More lie ill in winter: a year's swing of 15 % about the mean.</summary>
    public static double Season(long time) => 1 + (0.15 * Math.Cos(2 * Math.PI * (Calendar.Local(time).DayOfYear - 20) / 365.25));

    /// <summary>A good or a bad day: mean 1, standard deviation 0.25.</summary>
    public static double DayEffect(Dice dice)
    {
        ArgumentNullException.ThrowIfNull(dice);
        return dice.Gamma(16) / 16;
    }
}
