using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Pumps;

/// <summary>A device is made to restart again and again.</summary>
internal sealed class RestartLoop(AttackScene scene, Host device, long gap) : Attack(scene, [device])
{
    public static AttackKind Kind { get; } = new(
        24,
        "Restart loop",
        Trait.Pace | Trait.Sequence | Trait.Silence,
        "Something makes a device restart over and over: for some minutes each time nothing of it passes, then it announces its address and looks for its partners (ARP, C-ECHO, worklist) as after every start.",
        [
            new("every 10 minutes", 2, scene => By(scene.For(3 * Nanos.Hour), 10 * Nanos.Minute)),
            new("every hour", 2, scene => By(scene.For(10 * Nanos.Hour), Nanos.Hour)),
        ]);

    private readonly HashSet<long> _lost = [];
    private long _backAt;
    private int _restarts;

    public override void Begin() => Lane.Every(From, () => Lane.Now < Until && (!Fails || _restarts < 2) ? (long)Dice.LogNormal(gap, 0.1) : -1, Restart);

    protected override bool Watches(in Step step) => step.Time >= From && (step.Conversation.Client == device || step.Conversation.Server == device);

    protected override void Meet(in Step step, Action<Step> pass)
    {
        var number = step.Conversation.Number;
        var isDown = step.Time < _backAt;
        if (isDown && step.Saying is Opened or Refused or Unanswered)
        {
            _lost.Add(number);
        }

        // Of connections that were open only what falls into the pause is lost: whoever speaks there doesn't know that it should connect anew.
        if (_lost.Contains(number) || (isDown && step.Saying is not (Closed or WasReset)))
        {
            Note(step.Time, step.End);
            if (step.Saying is Closed or WasReset or Refused or Unanswered)
            {
                _lost.Remove(number);
            }

            return;
        }

        pass(step);
    }

    private static RestartLoop? By(AttackScene scene, long gap) =>
        scene.Victim(scene.HostsOf(HostRole.Modality, HostRole.Monitor, HostRole.PumpGateway)) is { } device ? new RestartLoop(scene, device, gap) : null;

    private void Restart()
    {
        _restarts++;
        _backAt = Lane.Now + (long)Dice.LogNormal(Nanos.Minute * 2.2, 0.15);
        Lane.At(_backAt, () =>
        {
            var router = Site.Hosts.FirstOrDefault(h => h.Place == device.Place && h != device && h.Address != 0) ?? device;
            var arp = Lane.Converse(device, router, 0, Language.Arp);
            for (var i = 0; i < 3; i++)
            {
                Lane.Say(Lane.Now + (i * Nanos.Second) + (long)Dice.Exponential(Nanos.Millisecond), arp, Side.Client, new ArpClaim(device.Address, device.Mac));
            }

            if (EntityOf(device) is { } own)
            {
                foreach (var called in Site.Entities.Where(e => e.Port > 0 && e.Host.Role is HostRole.Archive or HostRole.Worklist).ToArray())
                {
                    Lane.Call(Dice, Lane.Now + (long)Dice.LogNormal(20 * Nanos.Second, 0.3), own, called, Uids.Verification).Associate().Echo().Release();
                }
            }
        });
    }
}
