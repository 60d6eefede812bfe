using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>AE titles are tried until one is let in.</summary>
internal sealed class TitleGuessing(AttackScene scene, ApplicationEntity victim, IReadOnlyList<ApplicationEntity> sources, int guesses, long gap)
    : Attack(scene, [victim.Host, .. sources.Select(s => s.Host)])
{
    private static readonly string[] Stems = ["PACS", "STORESCP", "ANY-SCP", "DICOM", "ARCHIVE", "CT", "MR", "US", "CR", "RIS", "VIEWER", "AE", "DCM", "QR", "WORKLIST", "MAIN"];

    public static AttackKind Kind { get; } = new(
        9,
        "AE title guessing",
        Trait.Failure | Trait.Name | Trait.Peer | Trait.Pace,
        "An unknown host asks a DICOM server for associations under guessed titles until one is accepted: associations and their rejections pass, from one host at speed or from five at leisure.",
        [
            new("10 a second", 1, scene => By(scene.For(4 * Nanos.Minute), 1, 1200, 100 * Nanos.Millisecond)),
            new("one in 10 minutes", 2, scene => By(scene.For(36 * Nanos.Hour), 1, 180, 10 * Nanos.Minute)),
            new("one an hour from five hosts", 4, scene => By(scene.For(7 * Nanos.Day), 5, 150, Nanos.Hour)),
        ]);

    protected override string Filter => string.Join(" || ", sources.Select(s => $"ip.addr == {s.Host.AddressText}"));

    public override void Begin() => Repeat(guesses, gap, gap < Nanos.Second ? 0.1 : 0.4, i =>
    {
        if (Lane.Now >= Until)
        {
            return;
        }

        var source = sources[i % sources.Count];
        var called = victim with { Title = Dice.Pick(Stems) + (Dice.Chance(0.6) ? Dice.Whole(1, 40).ToString(System.Globalization.CultureInfo.InvariantCulture) : "") };
        var talk = Lane.Call(Dice, Lane.Now, source, i == guesses - 1 && !Fails ? victim : called, Uids.Verification);
        if (i == guesses - 1 && !Fails)
        {
            talk.Associate().Echo().Release();
        }
        else
        {
            talk.BeRejected(1, 1, 7);
        }
    });

    private static TitleGuessing? By(AttackScene scene, int hosts, int guesses, long gap)
    {
        if (scene.Victim(scene.Site.Entities.Where(e => e.Port > 0).Select(e => e.Host)) is not { } host)
        {
            return null;
        }

        var victim = scene.Site.Entities.First(e => e.Host == host && e.Port > 0);
        var sources = Enumerable.Range(0, hosts).Select(i => Calling.Toolkit(scene.Intruder(scene.AnyPlace(), i), scene.TitleLike("WS1"))).ToArray();
        return new TitleGuessing(scene, victim, sources, guesses, gap);
    }
}
