using Hospital.Attacks.Exfiltration;
using Hospital.Attacks.Networks;
using Hospital.Kernel;
using Hospital.Labels;

namespace Hospital.Attacks.Poisoning;

/// <summary>Attacks that are there before anybody has learned what is ordinary.</summary>
internal static class LearnedAttacks
{
    public static AttackKind Kind { get; } = new(
        35,
        "Learning-phase poisoning",
        Trait.Volume | Trait.Work | Trait.Peer,
        "An attack begins on the site's third day, while the sensor learns, and goes on until the end, so that it passes for ordinary: longer images, studies sent to an unknown destination, or a slow scan.",
        [
            new("images x1.5", 4, scene => InflatedStores.By(FromThirdDay(scene), _ => 1.5)),
            new("a study a day to a new destination", 4, scene => MovesToNewEntity.By(FromThirdDay(scene), 0, 1), Trait.Destination | Trait.Name),
            new("scan, 6 an hour", 4, scene => Scan.By(FromThirdDay(scene), int.MaxValue, 10 * Nanos.Minute), Trait.Failure | Trait.Pace),
        ]);

    private static AttackScene FromThirdDay(AttackScene scene)
    {
        var start = scene.Site.Parameters.Start;
        var dice = new Dice(scene.Seed, $"attack {scene.Number}", "third day");
        return scene.Over(start + (2 * Nanos.Day) + (long)(dice.Uniform() * Nanos.Day), scene.Site.Parameters.End);
    }
}
