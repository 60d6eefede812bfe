using System.Globalization;
using Hospital.Kernel;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Wards;

/// <summary>
/// When a ward does what it does for all its patients at one go: blood before breakfast, the list of who lies in which bed, the physicians' round, those who go home. The same for
/// whoever asks on the same day; that many patients' messages come in the same hour follows from it.
/// </summary>
internal sealed class WardDay
{
    /// <summary>From the first patient to the last, nanoseconds.</summary>
    private const long DrawsLast = 40 * Nanos.Minute;
    private const long RoundLasts = 50 * Nanos.Minute;
    private const long ListLasts = 6 * Nanos.Minute;
    private const long DischargesLast = 25 * Nanos.Minute;

    /// <summary>Share of what can be settled on the round that is; the rest comes up at other times.</summary>
    private const double OnRound = 0.6;

    private readonly long _draws;
    private readonly long _list;
    private readonly long _round;
    private readonly long _discharges;
    private readonly long _from;

    /// <param name="life">Whose days they are.</param>
    /// <param name="ward">Which.</param>
    /// <param name="time">An instant of the day, before the first that matters (five o'clock).</param>
    public WardDay(Lane life, Ward ward, long time)
    {
        _from = time;
        var dice = life.DiceFor("ward day", ward.Name, Calendar.Local(time).ToString("yyMMdd", CultureInfo.InvariantCulture));
        var isQuiet = Calendar.IsQuietDay(time);
        _draws = Calendar.Next(time, dice.Between(5.5, 5.9) + (isQuiet ? 0.5 : 0));
        _list = Calendar.Next(time, dice.Between(7.05, 7.3));

        // Surgeons go round before they operate, others when the night's results are there; on quiet days nobody is in a hurry.
        _round = Calendar.Next(time, isQuiet ? dice.Between(8.5, 9.5) : ward.IsSurgical ? dice.Between(7, 7.15) : dice.Between(8.1, 8.6));
        _discharges = Calendar.Next(time, dice.Between(9.5, 11));
    }

    /// <summary>When all of the ward's blood reaches the laboratory: one box, carried when the last tube is in it.</summary>
    public long Carried => _draws + DrawsLast + (10 * Nanos.Minute);

    /// <summary>When blood is drawn from one of the patients.</summary>
    public long Draw(Dice dice) => _draws + (long)(DrawsLast * dice.Uniform());

    /// <summary>When one of the patients is confirmed on the list of the morning.</summary>
    public long List(Dice dice) => _list + (long)(ListLasts * dice.Uniform());

    /// <summary>When something is ordered for one of the patients.</summary>
    public long Order(Dice dice) => dice.Chance(OnRound) ? _round + (long)(RoundLasts * dice.Uniform()) : Rhythm.Rounds.Next(dice, _from);

    /// <summary>When one of those who go home this morning is discharged: letters and lists are done for all of them together.</summary>
    public long Discharge(Dice dice) => _discharges + (long)(DischargesLast * dice.Uniform());
}
