using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Exfiltration;

/// <summary>A modality hides a few bytes in what it says: in message numbers, or in private elements of images.</summary>
internal sealed class CovertChannel(AttackScene scene, Host modality, int bytes) : Attack(scene, [modality])
{
    public static AttackKind Kind { get; } = new(
        13,
        "Covert channel in DICOM",
        Trait.Value | Trait.Work,
        "Software on a modality hides data in numbers that nobody reads: message ids that don't count up, or private elements that lengthen each object by so little that its size says nothing.",
        [
            new("2 bytes in message ids", 4, scene => By(scene.For(7 * Nanos.Day), 0)),
            new("64 bytes an image", 4, scene => By(scene.For(7 * Nanos.Day), 64)),
            new("1 kB an image", 4, scene => By(scene.For(7 * Nanos.Day), 1024)),
        ]);

    private readonly AlteredConversations _conversations = new();
    private bool _hasGivenUp;

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

        if (!_hasGivenUp && step.Saying is DimseRequest request && step.From == Side.Client && (bytes == 0 || request is { Operation: DimseOperation.Store, DataLength: > 0 }))
        {
            var changed = bytes == 0 ? request with { MessageId = (ushort)Dice.Whole(1, 65_535) } : request with { DataLength = request.DataLength + bytes };
            altered.Request = (request, changed);
            Note(step.Time, step.End);
            pass(altered.Seen(in step, changed, step.Duration));
        }
        else if (Fails && altered.Request is { } tried && step.Saying is DimseResponse { Status: < 0xFF00 } answer)
        {
            _hasGivenUp = true;
            pass(altered.Seen(in step, answer with { Request = tried.Is, Status = 0xC000 }, step.Duration));
        }
        else
        {
            pass(altered.Seen(in step));
        }
    }

    private static CovertChannel? By(AttackScene scene, int bytes) =>
        scene.Victim(scene.Speakers(HostRole.Modality)) is { } modality ? new CovertChannel(scene, modality, bytes) : null;
}
