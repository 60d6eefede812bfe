using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>
/// Brings objects to the archive: straight or by the router, again after what ordinarily goes wrong (per mille), and after an outage with all that has queued up.
/// </summary>
internal sealed class Delivery(Site site, Fleet fleet, Calls calls)
{
    /// <summary>Shares of associations that are refused for want of resources, that break off, in which the archive can't take an object at first, and whose caller knows the
    /// archive by a wrong title since its last service.</summary>
    private const double Refused = 0.002;
    private const double Broken = 0.002;
    private const double Unstored = 0.0015;
    private const double Misnamed = 0.0004;

    /// <summary>SOP classes that routers and archives propose, whatever they send.</summary>
    private static readonly string[] All = [.. Profiles.Modalities.Select(p => p.SopClass).Distinct(), Uids.UltrasoundMultiframe, Uids.SecondaryCapture, Uids.DoseReport];

    /// <summary>From a modality or a workstation to the archive; says when it is there.</summary>
    public void Store(ImagingUnit from, IReadOnlyList<StoredObject> objects, Dice dice, Action stored)
    {
        if (IsRouted(from) && fleet.Router is { } router)
        {
            Send(new Load(from, router, objects, dice, () => Later(dice.LogNormal(15, 0.6), () => Send(new Load(router, fleet.Archive, objects, dice, stored)))));
        }
        else
        {
            Send(new Load(from, fleet.Archive, objects, dice, stored));
        }
    }

    /// <summary>From one to another, on one association: routed ahead, copied, sent away.</summary>
    public void Send(ImagingUnit from, ImagingUnit to, IReadOnlyList<StoredObject> objects, Dice dice) => Send(new Load(from, to, objects, dice, () => { }));

    /// <summary>Who is far from the archive uses the router.</summary>
    public static bool IsRouted(ImagingUnit unit) => unit.Host.Place is "emergency" or "breast centre" && unit.Profile.Role == HostRole.Modality;

    private void Send(Load load, int attempt = 0)
    {
        var (from, to, objects, dice, stored) = load;
        var classes = Classes(from.Profile, objects);
        var chance = dice.Uniform();
        var isMisnamed = chance < Misnamed || (load.IsMisnamed && attempt > 0 && dice.Chance(0.7));
        var talk = calls.Between(dice, from, to, classes, from.Profile.TransferSyntaxes, false, isMisnamed ? Misspelt(to.Entity.Title) : "");
        if (calls.IsDown(to.Host, site.Life.Now))
        {
            talk.BeUnreachable();
            Retry(load, attempt);
        }
        else if (isMisnamed)
        {
            talk.BeRejected(1, 1, 7);
            Retry(load with { IsMisnamed = true }, attempt);
        }
        else if (chance < Misnamed + Refused)
        {
            talk.BeRejected(2, 3, 2);
            Retry(load, attempt);
        }
        else
        {
            var broken = chance < Misnamed + Refused + Broken ? dice.Whole(0, objects.Count - 1) : -1;
            var unstored = chance > 1 - Unstored ? dice.Whole(0, objects.Count - 1) : -1;
            Tell(talk.Associate(), load, broken, unstored);
            if (broken >= 0)
            {
                Retry(load with { Objects = [.. objects.Skip(broken)] }, attempt);
            }
            else
            {
                site.Life.At(talk.Time, stored);
            }
        }
    }

    /// <summary>What it always proposes, and whatever it still has from before it was replaced.</summary>
    private static IReadOnlyList<string> Classes(ImagingProfile profile, IReadOnlyList<StoredObject> objects)
    {
        var usual = profile.Role != HostRole.Modality ? All : profile.Associations == AssociationHabit.Image ? [objects[0].SopClass] : profile.StorageClasses;
        return objects.All(o => usual.Contains(o.SopClass)) ? usual : [.. usual.Concat(objects.Select(o => o.SopClass)).Distinct()];
    }

    private static void Tell(DicomTalk talk, Load load, int broken, int unstored)
    {
        for (var i = 0; i < load.Objects.Count; i++)
        {
            if (i == broken)
            {
                talk.Abort(load.Dice.Chance(0.5) ? Side.Client : Side.Server, 2, 0);
                return;
            }

            if (i == unstored)
            {
                talk.Store(load.Objects[i], 0xA700).Wait(5 * Nanos.Second);
            }

            talk.Store(load.Objects[i]).Wait((long)load.Dice.Exponential(3 * Nanos.Millisecond));
        }

        talk.Release();
    }

    /// <summary>By itself a few times, then when somebody notices.</summary>
    private void Retry(Load load, int attempt)
    {
        var (attempts, seconds) = load.From.Profile.Retry;
        var isOver = attempt >= attempts;
        Later(isOver ? load.Dice.LogNormal(900, 0.6) : seconds * load.Dice.Between(1, 1.1), () => Send(load, isOver ? 1 : attempt + 1));
    }

    private void Later(double seconds, Action act) => site.Life.At(site.Life.Now + Nanos.Seconds(seconds), act);

    /// <summary>As it is after a visit of the maker's technician.</summary>
    private static string Misspelt(string title) => title.Length < 16 ? title + "1" : title[..15];

    private sealed record Load(ImagingUnit From, ImagingUnit To, IReadOnlyList<StoredObject> Objects, Dice Dice, Action Stored)
    {
        public bool IsMisnamed { get; init; }
    }
}
