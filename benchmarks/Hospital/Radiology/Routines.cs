using System.Globalization;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Radiology;

/// <summary>What is done because it is done every day: keep-alive echoes, the archive's nightly verification, copies to the second archive, pictures of phantoms before work begins.</summary>
internal sealed class Routines(Site site, Fleet fleet, Calls calls, Delivery delivery, ArchiveContents contents, Action<ImagingUnit, ImagingOrder> test)
{
    /// <summary>With this the identifiers of phantoms begin.</summary>
    public const string TestPatient = "QA-";

    private const double Copied = 0.3;

    /// <summary>Scanners and whatever stands where there is always somebody are never off; the others are, at night.</summary>
    public static bool IsOn(ImagingUnit unit, long time) =>
        unit.Profile.Role != HostRole.Modality || unit.Profile.Kind is ImageKind.CT or ImageKind.MR || unit.Host.Place is "emergency" or Fleet.IntensiveCare
        || (Calendar.Hour(time) is > 6.5 and < 19.5 && !Calendar.IsQuietDay(time));

    public void Begin()
    {
        foreach (var unit in fleet.Units)
        {
            Begin(unit);
        }

        var night = site.Life.DiceFor("archive", "night");
        site.Life.Every(Calendar.Next(site.Life.Now, 2.1), () => Calendar.Next(site.Life.Now + Nanos.Hour, 2 + night.Between(0, 0.3)) - site.Life.Now, () => Verify(night));
    }

    public void Begin(ImagingUnit unit)
    {
        var echo = site.Life.DiceFor("echo", unit.Host.Name);
        site.Life.Every(
            site.Life.Now + Nanos.Minutes(echo.Between(1, 120)),
            () => Nanos.Minutes(echo.LogNormal(unit.Profile.EchoMinutes > 0 ? unit.Profile.EchoMinutes : 120, 0.06)),
            () =>
            {
                if (unit.Profile.EchoMinutes > 0 && IsOn(unit, site.Life.Now) && unit != fleet.Archive)
                {
                    calls.Echo(echo, unit, fleet.Archive);
                }
            });
        if (unit.Profile.Role == HostRole.Modality && unit.Profile.Kind is ImageKind.CT or ImageKind.MR or ImageKind.MG or ImageKind.NM)
        {
            var quality = site.Life.DiceFor("quality", unit.Host.Name);
            site.Life.Every(
                Calendar.Next(site.Life.Now, 6.4 + quality.Between(0, 0.8)),
                () => Calendar.Next(site.Life.Now + (2 * Nanos.Hour), 6.4 + quality.Between(0, 0.8)) - site.Life.Now,
                () => Test(unit));
        }
    }

    /// <summary>
    /// Of a phantom: every working day in mammography, on Mondays elsewhere. A scanner's daily check is looked at on its console; pictures are kept of the monthly one (constancy
    /// tests of CT are asked for once a month).
    /// </summary>
    private void Test(ImagingUnit unit)
    {
        var now = site.Life.Now;
        var today = Calendar.Local(now);
        var isDue = unit.Profile.Kind == ImageKind.MG || (today.DayOfWeek == DayOfWeek.Monday && (unit.Profile.Kind != ImageKind.CT || today.Day <= 7));
        if (!isDue || Calendar.IsQuietDay(now))
        {
            return;
        }

        var day = today.ToString("yyMMdd", CultureInfo.InvariantCulture);
        var number = unit.Host.Number.ToString(CultureInfo.InvariantCulture);
        var phantom = new Patient(TestPatient + number, "PHANTOM^" + unit.Host.Serial, "19000101", "O", "", unit.Host.Place);
        test(unit, new ImagingOrder(phantom, "", $"QA{day}{number}", unit.Profile.Kind, false, now));
    }

    /// <summary>Who is there? And what was made since yesterday is kept twice, where there is a second archive.</summary>
    private void Verify(Dice dice)
    {
        var now = site.Life.Now;
        foreach (var unit in fleet.Units.Where(u => u.Entity.Port > 0 && u != fleet.Archive && IsOn(u, now) && u.Profile.Role != HostRole.Workstation))
        {
            var own = new Dice(dice.Next(), unit.Host.Name);
            site.Life.At(now + Nanos.Minutes(own.Between(0, 4)), () => calls.Echo(own, fleet.Archive, unit));
        }

        if (fleet.Units.FirstOrDefault(u => u.Profile.Role == HostRole.Archive && u != fleet.Archive) is { } second)
        {
            foreach (var study in contents.Studies.Where(s => s.Taken > now - Nanos.Day))
            {
                var own = site.Life.DiceFor("copy", study.Subject.StudyUid);
                if (own.Chance(Copied))
                {
                    site.Life.At(now + Nanos.Minutes(own.Between(10, 150)), () => delivery.Send(fleet.Archive, second, study.Objects(), own));
                }
            }
        }
    }
}
