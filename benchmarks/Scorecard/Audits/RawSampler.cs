using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Wire;

namespace Scorecard.Audits;

/// <summary>
/// Keeps a few of a run's test weeks: of each attack, and of ordinary life as many from every hour, of each language and of each port in it, so that night and day weigh the same.
/// Which ones is drawn, with numbers of its own.
/// </summary>
/// <param name="run">Number of the run.</param>
/// <param name="from">Before it nothing is kept.</param>
internal abstract class RawSampler(int run, long from)
{
    private const int OfAnAttack = 100;
    private const int OfAnHour = 3;
    private const int AnyPort = -1;

    private readonly Dice _dice = new((ulong)run, "leak audit");
    private readonly Dictionary<(int Attack, Language Language, int Port, long Hour), (List<RawSample> Kept, long Seen)> _kept = [];

    public IEnumerable<RawSample> Samples => _kept.OrderBy(k => k.Key).SelectMany(k => k.Value.Kept);

    /// <summary>Where it is to be kept; null: it isn't.</summary>
    protected Action<double[]>? Place(long time, Conversation conversation)
    {
        if (time < from)
        {
            return null;
        }

        if (conversation.Attack is { } attack)
        {
            return Draw((attack.Number, conversation.Language, AnyPort, 0), conversation);
        }

        // Night and day weigh the same at each port, too, and who is seldom called isn't missed.
        var hour = time / Nanos.Hour;
        return Draw((0, conversation.Language, AnyPort, hour), conversation) + Draw((0, conversation.Language, conversation.ServerPort, hour), conversation);
    }

    private Action<double[]>? Draw((int Attack, Language Language, int Port, long Hour) key, Conversation conversation)
    {
        var (kept, seen) = _kept.TryGetValue(key, out var known) ? known : ([], 0);
        _kept[key] = (kept, seen + 1);
        var most = key.Attack == 0 ? OfAnHour : OfAnAttack;
        var at = kept.Count < most ? kept.Count : (long)(_dice.Uniform() * (seen + 1));
        return at >= most ? null : values =>
        {
            var attack = conversation.Attack;
            var sample = new RawSample(run, key.Attack, attack?.Kind ?? 0, attack?.Traits ?? 0, key.Language, conversation.ServerPort, values) { IsOfPort = key.Port != AnyPort };
            if (at == kept.Count)
            {
                kept.Add(sample);
            }
            else
            {
                kept[(int)at] = sample;
            }
        };
    }
}

/// <summary>Of packets.</summary>
internal sealed class PacketSampler(int run, long from) : RawSampler(run, from), IPacketTaker
{
    public void Take(in Packet packet) =>
        Place(packet.Time, packet.Conversation)?.Invoke(PacketFields.Read(packet.Time, packet.Bytes, packet.OriginalLength));

    public void End(long time)
    {
    }
}

/// <summary>Of steps.</summary>
internal sealed class StepSampler(int run, long from) : RawSampler(run, from), IStepTaker
{
    public void Take(in Step step)
    {
        if (Place(step.Time, step.Conversation) is not { } keep)
        {
            return;
        }

        var (a, b) = (step.Speaker, step.Listener);
        var values = new List<double>(RawField.OfSteps.Count);
        PacketFields.AddTimes(values, step.Time);
        values.AddRange(
        [
            step.Duration, a.Mac >> 24, b.Mac >> 24, a.Mac & 0xFFFFFF, b.Mac & 0xFFFFFF, (a.Address >> 8) & 255, (b.Address >> 8) & 255, a.Address & 255, b.Address & 255,
            a.TimeToLive, b.TimeToLive, a.RoundTrip, b.RoundTrip, step.Conversation.ServerPort, step.Conversation.ClientPort,
        ]);
        keep([.. values]);
    }

    public void End(long time)
    {
    }
}
