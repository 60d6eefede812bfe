using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sites;

namespace Hospital.Nuisances;

/// <summary>Projects that move pictures: a migration, a research export, a pilot, readers elsewhere.</summary>
internal static class ImagingProjects
{
    public static void Plan(NuisanceScene scene)
    {
        scene.Plan("archive-migration", 0.5, true, (dice, at) => Migrate(scene, dice, at));
        scene.Plan("research-export", 2.5, true, (dice, at) => Export(scene, dice, at));
        scene.Plan("teleradiology", 1.5, false, (dice, at) => ReadElsewhere(scene, dice, at));
        Pilot(scene);
    }

    /// <summary>Night after night the archive's studies go to its successor.</summary>
    private static void Migrate(NuisanceScene scene, Dice dice, long at)
    {
        var nights = dice.Whole(6, 18);
        scene.Note("archive-migration", $"for {nights} nights the archive's studies are copied to its successor", [scene.Imaging.MainArchive.Host], at, at + Nanos.Days(nights + 1));
        scene.At(at, () =>
        {
            var successor = scene.Imaging.Introduce(dice.Pick(Profiles.Archives), "server room");
            for (var night = 0; night < nights; night++)
            {
                var begin = Calendar.Next(scene.Life.Now + Nanos.Days(night), 21) + Nanos.Minutes(20 * dice.Uniform());
                scene.Life.At(begin, () =>
                {
                    var when = scene.Life.Now;
                    foreach (var study in scene.Imaging.Archive.Studies.Where(_ => dice.Chance(0.25)).ToArray())
                    {
                        when += Nanos.Minutes(dice.Exponential(2.5));
                        scene.Life.At(when, () => scene.Imaging.Send(scene.Imaging.MainArchive, successor, study, dice));
                    }
                });
            }
        });
    }

    /// <summary>Somebody collects cases for a study, a few evenings long.</summary>
    private static void Export(NuisanceScene scene, Dice dice, long at)
    {
        var station = dice.Pick([.. scene.Imaging.Workstations]);
        var cases = dice.Whole(15, 80);
        scene.Note("research-export", $"{cases} studies are collected for research at {station}", [station.Host, scene.Imaging.MainArchive.Host], at, at + Nanos.Hours(8));
        scene.At(at, () =>
        {
            var when = scene.Life.Now;
            foreach (var study in scene.Imaging.Archive.Studies.Take(cases).ToArray())
            {
                when += Nanos.Minutes(dice.Exponential(4));
                scene.Life.At(when, () => scene.Imaging.Retrieve(station, [study], dice));
            }
        });
    }

    /// <summary>For some nights emergencies are read by somebody outside.</summary>
    private static void ReadElsewhere(NuisanceScene scene, Dice dice, long at)
    {
        var nights = dice.Whole(1, 5);
        var until = at + Nanos.Days(nights);
        scene.Note("teleradiology", $"for {nights} nights emergencies are read elsewhere", [scene.Imaging.MainArchive.Host], at, until);
        scene.At(at, () =>
        {
            var reader = scene.Imaging.Introduce(dice.Pick(Profiles.Workstations), "teleradiology");
            scene.Imaging.WhenArrived((study, unit) =>
            {
                if (scene.Life.Now < until && Calendar.Hour(scene.Life.Now) is < 7 or > 18 && unit.Host.Place == "emergency")
                {
                    scene.Imaging.Send(scene.Imaging.MainArchive, reader, study, dice);
                }
            });
        });
    }

    /// <summary>From day 40 on, in one site of two, a server that looks for findings gets all pictures of one sort.</summary>
    private static void Pilot(NuisanceScene scene)
    {
        var dice = scene.Life.DiceFor("nuisance", "pilot");
        var at = Calendar.Next(scene.Site.Parameters.Start + Nanos.Days(40), 10);
        var kind = dice.Pick([ImageKind.CT, ImageKind.DX, ImageKind.MG]);
        if (!dice.Chance(0.5) || at >= scene.Site.Parameters.End)
        {
            return;
        }

        scene.Note("pilot", $"a server that looks for findings gets all {kind} pictures", [scene.Imaging.MainArchive.Host], at, scene.Site.Parameters.End);
        scene.At(at, () =>
        {
            var server = scene.Imaging.Introduce(dice.Pick(Profiles.Workstations), "server room");
            scene.Imaging.WhenArrived((study, unit) =>
            {
                if (unit.Profile.Kind == kind && unit.Profile.Role == HostRole.Modality)
                {
                    scene.Imaging.Send(scene.Imaging.MainArchive, server, study, dice);
                }
            });
        });
    }
}
