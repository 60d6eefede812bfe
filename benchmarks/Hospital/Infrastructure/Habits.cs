using Hospital.Kernel;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>What somebody does some times a day, at hours that a rhythm gives.</summary>
internal sealed class Habits(Lane life)
{
    /// <param name="dice">Whose habit.</param>
    /// <param name="often">Times on a working day, mean.</param>
    /// <param name="quiet">Times on a quiet day, mean.</param>
    /// <param name="rhythm">At which hours.</param>
    /// <param name="act">What.</param>
    public void Daily(Dice dice, double often, double quiet, Rhythm rhythm, Action act) => Day(Calendar.Next(life.Now, 4) + (long)(dice.Uniform() * Nanos.Minute), () =>
    {
        for (var count = dice.Count(Calendar.IsQuietDay(life.Now) ? quiet : often, 0.08); count > 0; count--)
        {
            life.At(rhythm.Next(dice, life.Now), act);
        }
    });

    /// <summary>Once every night, about a local hour.</summary>
    /// <param name="dice">Whose habit.</param>
    /// <param name="hour">Local hour.</param>
    /// <param name="jitter">Minutes after it at most.</param>
    /// <param name="act">What.</param>
    public void Nightly(Dice dice, double hour, double jitter, Action act) => Day(Calendar.Next(life.Now, hour), () => life.At(life.Now + Nanos.Minutes(jitter * dice.Uniform()), act));

    /// <summary>Again and again, day and night, as programs do. A timer is late by some milliseconds each time.</summary>
    /// <param name="dice">Whose habit.</param>
    /// <param name="period">Mean time between.</param>
    /// <param name="jitter">By which share of it a time may come early or late.</param>
    /// <param name="act">What.</param>
    public void Regularly(Dice dice, long period, double jitter, Action act) => life.Every(
        life.Now + (long)(period * dice.Uniform()), () => (long)(period * dice.Between(1 - jitter, 1 + jitter)) + (long)dice.Exponential(15 * Nanos.Millisecond), act);

    private void Day(long first, Action act) => life.Every(first, () => Calendar.Next(life.Now + (20 * Nanos.Hour), Calendar.Hour(first)) - life.Now, act);
}
