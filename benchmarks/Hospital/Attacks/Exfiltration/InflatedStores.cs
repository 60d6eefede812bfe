using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Exfiltration;

/// <summary>A modality's images carry more bytes than they need: by a factor that may grow with time.</summary>
internal sealed class InflatedStores(AttackScene scene, Host modality, Func<long, double> factor) : Attack(scene, [modality])
{
    public static AttackKind Kind { get; } = new(
        1,
        "Slow exfiltration in allowed C-STOREs",
        Trait.Work | Trait.Volume,
        "Software on a modality hides other data in the images that it sends where it always sends them: each object it stores has more bytes than it should, for two weeks, and takes longer by as much.",
        [.. new (double Factor, int Difficulty)[] { (1.05, 4), (1.1, 4), (1.2, 3), (1.5, 2), (2, 1) }.Select(v => new AttackVariant(
            FormattableString.Invariant($"x{v.Factor}"), v.Difficulty, scene => By(scene.For(14 * Nanos.Day), _ => v.Factor)))]);

    private readonly AlteredConversations _conversations = new();
    private bool _hasGivenUp;

    public static InflatedStores? By(AttackScene scene, Func<long, double> factor) =>
        scene.Victim(scene.Speakers(HostRole.Modality)) is { } modality ? new InflatedStores(scene, modality, factor) : null;

    public override void Begin()
    {
    }

    protected override bool Watches(in Step step) => step.Conversation.Language == Language.Dicom && step.Conversation.Client == modality && step.Time >= From;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        var time = step.Time;
        if (_conversations.Of(in step, c => IsOn(time) && !_hasGivenUp ? new AlteredConversation(c) : null) is not { } altered)
        {
            pass(step);
            return;
        }

        if (step.Saying is DimseRequest { Operation: DimseOperation.Store, DataLength: > 0 } store && !_hasGivenUp)
        {
            var grown = (long)(store.DataLength * (1 + ((factor(time) - 1) * Dice.LogNormal(1, 0.05)))) & ~1L;
            var larger = store with { DataLength = grown };
            var duration = (long)(step.Duration * ((double)grown / store.DataLength));
            altered.Request = (store, larger);
            var seen = altered.Seen(in step, larger, duration);
            altered.Late += duration - step.Duration;
            if (grown != store.DataLength)
            {
                Note(seen.Time, seen.End);
            }

            pass(seen);
        }
        else if (Fails && step.Saying is DimseResponse { Request.Operation: DimseOperation.Store } answer && altered.Request is { } request && ReferenceEquals(answer.Request, request.Was))
        {
            // The archive takes no such object; whoever tried leaves it at that.
            pass(altered.Seen(in step, answer with { Request = request.Is, Status = 0xC000 }, step.Duration));
            _hasGivenUp = true;
        }
        else
        {
            pass(altered.Seen(in step));
        }
    }
}
