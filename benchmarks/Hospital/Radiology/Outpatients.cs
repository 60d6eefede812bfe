using System.Globalization;
using Hospital.Kernel;
using Hospital.Sites;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Radiology;

/// <summary>Patients whom practices refer: they have appointments on working days, come a little early or late, or not at all.</summary>
internal sealed class Outpatients(Site site, Action<ImagingOrder, long> book)
{
    public const string Ward = "outpatients";

    private const double NoShow = 0.05;

    private static readonly string[] Families =
        ["ABEL", "BERGER", "CONRAD", "DIETZ", "EBERT", "FUCHS", "GRAF", "HAAS", "IHLE", "JANSEN", "KRAUS", "LANG", "MAURER", "NAGEL", "OTTO", "PETERS", "RITTER", "SIMON", "THOMA", "VOGT"];
    private static readonly string[] Givens =
        ["ANNA", "BEN", "CLARA", "DAVID", "EVA", "FELIX", "GRETA", "HANS", "INA", "JONAS", "KARIN", "LEO", "MARIA", "NICO", "OLGA", "PAUL", "RITA", "SVEN", "TINA", "UWE"];

    public void Begin() => site.Life.Every(Calendar.Next(site.Life.Now, 5), () => Calendar.Next(site.Life.Now + Nanos.Hour, 5) - site.Life.Now, Day);

    private void Day()
    {
        var now = site.Life.Now;
        if (Calendar.IsQuietDay(now))
        {
            return;
        }

        var day = Calendar.Local(now).ToString("yyMMdd", CultureInfo.InvariantCulture);
        var effect = site.Life.DiceFor("outpatients", day).LogNormal(1, 0.25);
        foreach (var kind in Enum.GetValues<ImageKind>())
        {
            // A stream for each sort: another unit of one of them changes nothing for the others.
            var dice = site.Life.DiceFor("outpatients", day, kind.ToString());
            var count = Demand.Draw(dice, Demand.Total(site, kind) * Demand.OutpatientShare, effect);
            for (var i = 0; i < count; i++)
            {
                Appoint(kind, $"{day}{(int)kind}{i:000}", Calendar.Next(now, Slot(dice)), dice);
            }
        }
    }

    private void Appoint(ImageKind kind, string number, long appointment, Dice dice)
    {
        var arrival = appointment + Nanos.Minutes(6 * dice.Normal());
        var isAbsent = dice.Chance(NoShow);
        var born = string.Create(CultureInfo.InvariantCulture, $"{dice.Whole(1935, 2015)}{dice.Whole(1, 12):00}{dice.Whole(1, 28):00}");
        var patient = new Patient("X" + number, $"{dice.Pick(Families)}^{dice.Pick(Givens)}", born, kind == ImageKind.MG || dice.Chance(0.5) ? "F" : "M", "V" + number, Ward);
        if (!isAbsent)
        {
            book(new ImagingOrder(patient, "R" + number, "R" + number, kind, false, site.Life.Now), arrival);
        }
    }

    /// <summary>Hour of an appointment: fewer at noon, few late.</summary>
    private static double Slot(Dice dice)
    {
        while (true)
        {
            var hour = dice.Between(7.6, 17);
            if (dice.Chance(hour is > 12 and < 13 ? 0.35 : hour > 15.5 ? 0.5 : 1))
            {
                return Math.Round(hour * 6) / 6;
            }
        }
    }
}
