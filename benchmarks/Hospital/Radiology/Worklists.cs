using Hospital.Kernel;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>Modalities ask for their worklist: of themselves again and again, if that is their habit, and before an examination.</summary>
internal sealed class Worklists(Site site, Fleet fleet, Calls calls, Func<ImagingUnit?, int> waiting)
{
    /// <summary>Bytes of an entry.</summary>
    private const int EntryBytes = 860;

    /// <summary>Share of questions that the information system can't answer just now.</summary>
    private const double Unanswered = 0.002;

    /// <summary>So many the information system answers at most.</summary>
    private const int MostEntries = 20;

    public void Begin(ImagingUnit unit)
    {
        var dice = site.Life.DiceFor("worklist", unit.Host.Name);
        site.Life.Every(site.Life.Now + Nanos.Minutes(dice.Between(1, 60)), () => Pause(unit, dice), () =>
        {
            if (unit.Profile.WorklistMinutes > 0 && Routines.IsOn(unit, site.Life.Now))
            {
                Ask(unit, dice);
            }
        });
    }

    public void Ask(ImagingUnit unit, Dice dice)
    {
        var isBroad = unit.Profile.IsWorklistBroad;
        var talk = calls.Between(dice, unit, fleet.Worklist, [Uids.ModalityWorklist], [Uids.ImplicitLittleEndian, Uids.ExplicitLittleEndian]);
        if (calls.IsDown(fleet.Worklist.Host, site.Life.Now))
        {
            talk.BeUnreachable();
            return;
        }

        var today = unit.Host.Clock.Shows(site.Life.Now);
        talk.Associate();
        if (dice.Chance(Unanswered))
        {
            talk.Find(Uids.ModalityWorklist, Queries.Worklist(today, unit.Profile.Kind), 0, 0, 0xA700).Wait(Nanos.Seconds(dice.LogNormal(20, 0.5)));
        }

        var query = Queries.Worklist(today, isBroad ? null : unit.Profile.Kind);
        talk.Find(Uids.ModalityWorklist, query, Math.Min(MostEntries, waiting(isBroad ? null : unit)), EntryBytes).Release();
    }

    private static long Pause(ImagingUnit unit, Dice dice) => Nanos.Minutes(dice.LogNormal(unit.Profile.WorklistMinutes > 0 ? unit.Profile.WorklistMinutes : 60, 0.12));
}
