using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Talks;

namespace Hospital.Nuisances;

/// <summary>Imaging equipment that is replaced, fails, gets another address, or is stuck.</summary>
internal static class ImagingTroubles
{
    public static void Plan(NuisanceScene scene)
    {
        scene.Plan("modality-replacement", 1.5, true, (dice, at) => Replace(scene, dice, at));
        scene.Plan("address-change", 2, true, (dice, at) => Readdress(scene, dice, at));
        scene.Plan("archive-outage", 1.5, false, (dice, at) => Outage(scene, dice, at));
        scene.Plan("archive-failover", 0.7, false, (dice, at) => FailOver(scene, dice, at));
        scene.Plan("retry-loop", 2, false, (dice, at) => Loop(scene, dice, at));
        scene.Plan("wrong-title", 2, true, (dice, at) => Misname(scene, dice, at));
    }

    private static void Replace(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Modalities]);
        var profile = dice.Pick([.. Profiles.Modalities.Where(p => p.Kind == unit.Profile.Kind)]);
        scene.Note("modality-replacement", $"{unit} is replaced by a {profile.Model}", [unit.Host], at, at + Nanos.Days(3));
        scene.At(at, () => scene.Imaging.Replace(unit.Host, profile));
    }

    private static void Readdress(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Units.Where(u => u.Profile.Role is HostRole.Modality or HostRole.Workstation)]);
        var place = dice.Chance(0.3) ? "radiology annex" : unit.Host.Place;
        scene.Note("address-change", $"{unit} gets another address{(place == unit.Host.Place ? "" : " in another network")}", [unit.Host], at, at + Nanos.Days(3));
        scene.At(at, () => scene.Imaging.Readdress(unit.Host, place));
    }

    private static void Outage(NuisanceScene scene, Dice dice, long at)
    {
        var until = at + Nanos.Minutes(dice.LogNormal(45, 0.7));
        var archive = scene.Imaging.MainArchive.Host;
        scene.Note("archive-outage", "the archive can't be reached, then all that has waited comes", [archive, .. scene.Imaging.Modalities.Select(m => m.Host)], at, until + Nanos.Hours(3));
        scene.AtBeginning(() => scene.Imaging.Fail(archive, at, until));
    }

    private static void FailOver(NuisanceScene scene, Dice dice, long at)
    {
        var unit = scene.Imaging.MainArchive;
        var standby = scene.Site.Add($"{unit} standby {at / Nanos.Hour}", HostRole.Archive, unit.Host.Model, unit.Host.Place, (uint)(unit.Host.Mac >> 24));
        var back = at + Nanos.Hours(dice.LogNormal(9, 0.5));
        scene.Note("archive-failover", "the archive runs on its standby", [unit.Host, standby], at, back + Nanos.Hours(1));
        var home = unit.Host;
        scene.At(at, () => scene.Imaging.Move(unit, standby));
        scene.At(back, () => scene.Imaging.Move(unit, home));
    }

    /// <summary>A stuck unit tries to send what is refused, about once a second, until somebody restarts it.</summary>
    private static void Loop(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Modalities]);
        var archive = scene.Imaging.MainArchive;
        var until = at + Nanos.Minutes(dice.LogNormal(20, 0.6));
        scene.Note("retry-loop", $"{unit} tries once a second to send what the archive refuses", [unit.Host, archive.Host], at, until);
        var period = dice.Between(0.8, 1.6);
        scene.At(at, () => scene.Life.Every(at, () => scene.Life.Now < until ? Nanos.Seconds(period * dice.Between(0.97, 1.03)) : -1, () =>
            new DicomTalk(scene.Life, dice, scene.Life.Now, unit.Entity, archive.Entity, [Uids.SecondaryCapture]).BeRejected(2, 3, 2)));
    }

    /// <summary>After service a unit calls the archive by a title that it hasn't.</summary>
    private static void Misname(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Modalities]);
        var archive = scene.Imaging.MainArchive;
        var tries = dice.Whole(3, 25);
        var until = at + (tries * Nanos.Minutes(4));
        scene.Note("wrong-title", $"after service {unit} calls the archive by a wrong title", [unit.Host, archive.Host], at, until);
        for (var i = 0; i < tries; i++)
        {
            scene.At(at + (i * Nanos.Minutes(4)) + (long)(dice.Uniform() * Nanos.Minute), () =>
                new DicomTalk(scene.Life, dice, scene.Life.Now, unit.Entity, archive.Entity with { Title = archive.Entity.Title + "1" }, [Uids.Verification]).BeRejected(1, 1, 7));
        }
    }
}
