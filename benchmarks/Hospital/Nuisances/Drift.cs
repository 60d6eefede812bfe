using Hospital.Kernel;
using Hospital.Radiology;
using Hospital.Sites;

namespace Hospital.Nuisances;

/// <summary>Slow change: over ten weeks about one imaging device in ten gets another version or other settings, and where something new is built, it gets equipment.</summary>
internal static class Drift
{
    private const double Changed = 0.1;

    public static void Plan(NuisanceScene scene)
    {
        foreach (var unit in scene.Imaging.Units.ToArray())
        {
            var dice = scene.Life.DiceFor("drift", unit.Host.Name);
            if (dice.Chance(Changed))
            {
                Change(scene, unit, dice);
            }
        }

        Build(scene, scene.Life.DiceFor("drift", "building"));
    }

    private static void Change(NuisanceScene scene, ImagingUnit unit, Dice dice)
    {
        var at = Calendar.Next(scene.From + (long)(dice.Uniform() * (scene.Site.Parameters.End - scene.From - Nanos.Days(2))), dice.Between(7, 19));
        var isVersion = dice.Chance(0.5);
        scene.Note("drift", isVersion ? $"{unit} has another version" : $"{unit} has another longest PDU", [unit.Host], at, at + Nanos.Days(2));
        scene.At(at, () =>
        {
            var version = unit.Profile.ImplementationVersion;
            scene.Imaging.Replace(unit.Host, isVersion
                ? unit.Profile with { ImplementationVersion = version[..Math.Min(version.Length, 14)] + "b" }
                : unit.Profile with { MaxPduLength = unit.Profile.MaxPduLength == 32_768 ? 65_536 : 32_768 });
        });
    }

    /// <summary>A new building opens, in one site of three, with some equipment of makes that are there already.</summary>
    private static void Build(NuisanceScene scene, Dice dice)
    {
        var at = Calendar.Next(scene.From + (long)(dice.Uniform() * (scene.Site.Parameters.End - scene.From - Nanos.Days(7))), 8);
        if (!dice.Chance(0.33))
        {
            return;
        }

        var models = Enumerable.Range(0, scene.Site.Share(0.02, 1)).Select(_ => dice.Pick([.. scene.Imaging.Modalities]).Profile).ToArray();
        scene.Note("new-building", $"a new building opens with {models.Length} imaging devices", [], at, at + Nanos.Days(7));
        scene.At(at, () =>
        {
            foreach (var profile in models)
            {
                scene.Imaging.Introduce(profile, "new building");
            }
        });
    }
}
