using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Pumps;

/// <summary>What a monitor says no longer comes through, or only part of it.</summary>
internal sealed class SilencedFeed(AttackScene scene, Host monitor, double share) : Attack(scene, [monitor])
{
    public static AttackKind Kind { get; } = new(
        22,
        "Silenced monitor feed",
        Trait.Silence | Trait.Volume,
        "Somebody between a patient monitor (or its gateway) and those it reports to keeps back part of what it says, or all of it: messages and measurements that ought to pass don't, nor do their answers.",
        [
            new("30 %", 2, scene => By(scene.For(6 * Nanos.Hour), 0.3)),
            new("70 %", 2, scene => By(scene.For(3 * Nanos.Hour), 0.7)),
            new("all", 2, scene => By(scene.For(2 * Nanos.Hour), 1)),
        ]);

    /// <summary>How long it is waited for the first word.</summary>
    private const long Patience = 2 * Nanos.Day;

    /// <summary>Conversations kept back from their first step on, and those of which the last thing said was kept back, with its answer to come.</summary>
    private readonly HashSet<long> _whole = [];
    private readonly HashSet<long> _parts = [];
    private long? _start;

    public override void Begin()
    {
    }

    protected override bool Watches(in Step step) => step.Time >= From && (step.Conversation.Client == monitor || step.Conversation.Server == monitor);

    protected override void Meet(in Step step, Action<Step> pass)
    {
        var (number, time) = (step.Conversation.Number, step.Time);

        // As long as the monitor has nothing to say there is nothing to keep back: the time runs from its first word.
        _start ??= step.Speaker == monitor && time < From + Patience ? time : null;
        var isOn = _start is { } start && time < start + (Fails ? 10 * Nanos.Minute : Until - From);
        if (share >= 1 && isOn && step.From == Side.Client && step.Saying is Opened or Refused or Unanswered)
        {
            _whole.Add(number);
        }

        var isKept = _whole.Contains(number);
        if (isKept && step.Saying is Closed or WasReset)
        {
            _whole.Remove(number);
        }
        else if (!isKept && step.Saying is not (Opened or Closed or WasReset or Refused or Unanswered))
        {
            isKept = step.Speaker == monitor ? isOn && Decide(number) : _parts.Contains(number);
        }

        if (isKept)
        {
            Note(step.Time, step.End);
        }
        else
        {
            pass(step);
        }
    }

    private bool Decide(long conversation)
    {
        if (Dice.Chance(share))
        {
            _parts.Add(conversation);
            return true;
        }

        _parts.Remove(conversation);
        return false;
    }

    private static SilencedFeed? By(AttackScene scene, double share)
    {
        var monitors = scene.HostsOf(HostRole.Monitor).ToArray();
        return scene.Victim(monitors.Length > 0 ? monitors : scene.HostsOf(HostRole.MonitorGateway)) is { } monitor ? new SilencedFeed(scene, monitor, share) : null;
    }
}
