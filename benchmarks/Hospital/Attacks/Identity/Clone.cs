using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Identity;

/// <summary>A second device under the name and card address of a known one, beside it or in its place.</summary>
internal sealed class Clone : Attack
{
    public static AttackKind Kind { get; } = new(
        25,
        "Cloned device",
        Trait.Identity,
        "Another machine takes a modality's AE title and MAC address: beside it, from an address of its own, it verifies and queries; or in its place, after half a minute of silence, all that passes of the modality comes from another system.",
        [
            new("parallel", 2, scene => By(scene.For(12 * Nanos.Hour), true), Trait.Peer),
            new("takeover", 4, scene => By(scene.For(2 * Nanos.Day), false), Trait.Name),
        ]);

    private readonly AlteredConversations _conversations = new();
    private readonly Host _modality;
    private readonly Host _clone;
    private readonly bool _isParallel;
    private int _taken;

    private Clone(AttackScene scene, Host modality, Host clone, bool isParallel)
        : base(scene, isParallel ? [modality, clone] : [modality]) =>
        (_modality, _clone, _isParallel) = (modality, clone, isParallel);

    protected override string Filter => _isParallel ? $"ip.addr == {_clone.AddressText}" : $"ip.src == {_modality.AddressText} && ip.ttl == {_clone.TimeToLive}";

    public override void Begin()
    {
        if (!_isParallel)
        {
            return;
        }

        Spread(60, atWork: false, () =>
        {
            var hosts = Site.HostsOf(HostRole.Archive).Concat(Site.HostsOf(HostRole.Worklist)).ToArray();
            if (EntityOf(_modality) is not { } own || hosts.Length == 0 || EntityOf(Dice.Pick(hosts)) is not { } to)
            {
                return;
            }

            var talk = Lane.Call(Dice, Lane.Now, own with { Host = _clone, Port = 0 }, to, to.Host.Role == HostRole.Worklist ? Uids.ModalityWorklist : Uids.Verification);
            if (Fails)
            {
                talk.BeRejected(1, 1, 3);
            }
            else if (to.Host.Role == HostRole.Worklist)
            {
                talk.Associate().Find(Uids.ModalityWorklist, Radiology.Queries.Worklist(Lane.Now, null), Dice.Count(3), 860).Release();
            }
            else
            {
                talk.Associate().Echo().Release();
            }
        });
    }

    protected override bool Watches(in Step step) =>
        !_isParallel && step.Time >= From && (step.Conversation.Client == _modality || step.Conversation.Server == _modality);

    protected override void Meet(in Step step, Action<Step> pass)
    {
        if (_conversations.Of(in step, TakeOver) is not { } altered)
        {
            pass(step);
            return;
        }

        Note(step.Time, step.End);
        if (!altered.IsSilent)
        {
            // Software of its own: another version of the same implementation.
            pass(altered.Seen(in step, step.Saying is AssociateRequest request ? Own(request, altered) : step.Saying, step.Duration));
        }
    }

    private static Clone? By(AttackScene scene, bool isParallel)
    {
        if (scene.Victim(scene.Speakers(HostRole.Modality)) is not { } modality)
        {
            return null;
        }

        var clone = isParallel ? scene.Intruder(modality.Place) : AlteredConversations.Guise(modality, modality.Mac, (byte)(modality.TimeToLive == 64 ? 128 : 64));
        clone.Mac = modality.Mac;
        return new Clone(scene, modality, clone, isParallel);
    }

    private static AssociateRequest Own(AssociateRequest request, AlteredConversation altered)
    {
        altered.Association = (request, request with { ImplementationVersion = request.ImplementationVersion + "B" });
        return altered.Association.Value.Is;
    }

    private AlteredConversation? TakeOver(Conversation conversation)
    {
        var time = Lane.Now;
        if (!IsOn(time) || (Fails && _taken++ > 0))
        {
            return null;
        }

        // Its address may have changed since.
        _clone.Address = _modality.Address;
        var isClient = conversation.Client == _modality;
        return new AlteredConversation(AlteredConversations.Between(conversation, isClient ? _clone : conversation.Client, isClient ? conversation.Server : _clone))
        {
            IsSilent = time < From + (30 * Nanos.Second),
        };
    }
}
