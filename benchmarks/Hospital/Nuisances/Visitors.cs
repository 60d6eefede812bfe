using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Nuisances;

/// <summary>People who come with a laptop, or from afar, and mean well.</summary>
internal static class Visitors
{
    public static void Plan(NuisanceScene scene)
    {
        scene.Plan("firmware-campaign", 1, true, (dice, at) => Update(scene, dice, at));
        scene.Plan("vendor-visit", 3, true, (dice, at) => Visit(scene, dice, at));
        scene.Plan("vendor-remote-support", 4, true, (dice, at) => Support(scene, dice, at, "planned"));
        scene.Plan("vendor-remote-support-unplanned", 1.5, false, (dice, at) => Support(scene, dice, at, "unplanned"));
        scene.Plan("test-patients", 2, true, (dice, at) => Test(scene, dice, at));
    }

    /// <summary>A maker's engineer brings new software to all units of a model, one after the other.</summary>
    private static void Update(NuisanceScene scene, Dice dice, long at)
    {
        var model = dice.Pick([.. scene.Imaging.Modalities]).Host.Model;
        var units = scene.Imaging.Modalities.Where(m => m.Host.Model == model).ToArray();
        var laptop = scene.Laptop(dice, model, units[0].Host.Place, 0x8CEC4B);
        scene.Note("firmware-campaign", $"an engineer brings new software to all units of {model}", [laptop, .. units.Select(u => u.Host)], at, at + (units.Length * Nanos.Hour) + Nanos.Days(2));
        var version = $"_{dice.Whole(20, 89)}";
        for (var i = 0; i < units.Length; i++)
        {
            var unit = units[i];
            scene.At(at + (i * Nanos.Minutes(dice.Between(30, 70))), () =>
            {
                var talk = new OpaqueTalk(scene.Life, dice, scene.Life.Now, laptop, unit.Host, 22).Open().Ask(21, "SSH-2.0-OpenSSH_8.9\r\n").Answer(21, "SSH-2.0-OpenSSH_7.4\r\n");
                talk.Ask(1500).Answer(1100).Stream(Side.Client, dice.Whole(40, 400) * 1_000_000L, Nanos.Minutes(dice.Between(2, 9))).Answer(2000);
                talk.Close();
                scene.Life.At(talk.Time + Nanos.Minutes(6), () => scene.Imaging.Replace(unit.Host, unit.Profile with { ImplementationVersion = Shorten(unit.Profile.ImplementationVersion, version) }));
            });
        }
    }

    /// <summary>Somebody looks after one unit: its web pages, an echo, a test image.</summary>
    private static void Visit(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Modalities]);
        var laptop = scene.Laptop(dice, unit.Host.Model, unit.Host.Place, 0x3C52A1);
        var title = new ApplicationEntity("SERVICE", laptop, 0, "1.2.276.0.7230010.3.0.3.6.6", "OFFIS_DCMTK_366", 16_384);
        scene.Note("vendor-visit", $"somebody looks after {unit}", [laptop, unit.Host, scene.Imaging.MainArchive.Host], at, at + Nanos.Hours(3));
        scene.At(at, () =>
        {
            var web = new WebTalk(scene.Life, dice, scene.Life.Now, laptop, unit.Host).Open();
            for (var page = 0; page < 12; page++)
            {
                web.Request("GET", $"/service/{page}", page == 0 ? 401 : 200, dice.Whole(900, 30_000), page == 0 ? "" : "service").Wait(Nanos.Seconds(dice.Between(3, 60)));
            }

            web.Close();
            for (var i = 0; i < 3; i++)
            {
                var talk = new DicomTalk(scene.Life, dice, web.Time + (i * Nanos.Minutes(3)), title, scene.Imaging.MainArchive.Entity, [Uids.Verification]);
                talk.Associate().Echo().Release();
            }
        });
    }

    /// <summary>The maker's service works on a unit from afar, by remote desktop.</summary>
    private static void Support(NuisanceScene scene, Dice dice, long at, string plan)
    {
        var unit = dice.Pick([.. scene.Imaging.Units]);
        var helper = scene.Helper(dice);
        var lasts = Nanos.Minutes(dice.LogNormal(70, 0.6));
        scene.Note($"vendor-remote-support{(plan == "planned" ? "" : "-unplanned")}", $"{plan} support from afar on {unit}", [helper, unit.Host], at, at + lasts);
        scene.At(at, () =>
        {
            var talk = new OpaqueTalk(scene.Life, dice, scene.Life.Now, helper, unit.Host, 3389).Open().Ask(47).Answer(19);
            for (long spent = 0; spent < lasts;)
            {
                var stretch = Nanos.Minutes(dice.Exponential(4));
                talk.Stream(Side.Server, (long)dice.LogNormal(1.5e6, 0.8), Math.Max(Nanos.Second, stretch / 2)).Ask(dice.Whole(500, 5000)).Wait(stretch / 2);
                spent += stretch;
            }

            talk.Close();
        });
    }

    /// <summary>Biomedical engineers try a unit out with patients that there aren't.</summary>
    private static void Test(NuisanceScene scene, Dice dice, long at)
    {
        var unit = dice.Pick([.. scene.Imaging.Modalities]);
        var archive = scene.Imaging.MainArchive;
        var rounds = dice.Whole(8, 40);
        scene.Note("test-patients", $"{unit} is tried out with invented patients", [unit.Host, archive.Host], at, at + (rounds * Nanos.Minutes(3)));
        var subject = new Subject("TEST0001", "TEST^PATIENT", "T" + dice.Whole(1000, 9999), $"1.2.840.99999.{at / Nanos.Second}");
        for (var i = 0; i < rounds; i++)
        {
            var round = i;
            scene.At(at + (i * Nanos.Minutes(dice.Between(1.5, 3))), () =>
            {
                var talk = new DicomTalk(scene.Life, dice, scene.Life.Now, unit.Entity, archive.Entity, [Uids.Verification, Uids.SecondaryCapture]).Associate().Echo();
                for (var image = 0; image < dice.Whole(1, 6); image++)
                {
                    talk.Store(new StoredObject(Uids.SecondaryCapture, $"{subject.StudyUid}.{round}.{image}", dice.Whole(150_000, 1_200_000) * 2L, subject));
                }

                talk.Release();
            });
        }
    }

    /// <summary>A version name has at most 16 characters (PS3.7 D.3.3.2.4).</summary>
    private static string Shorten(string version, string suffix) => version[..Math.Min(version.Length, 16 - suffix.Length)] + suffix;
}
