using Hospital;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Sayings;
using Hospital.Sites;
using Scorecard.Runs;

namespace Scorecard.Commands;

/// <summary>What was said around the first trace of an attack, and the same of the clean twin.</summary>
/// <param name="Label">The truth.</param>
/// <param name="Attacked">With it.</param>
/// <param name="Twin">Without.</param>
/// <param name="Others">Addresses of other attacks that show in this time, whose packets differ as well.</param>
internal sealed record AttackSlice(AttackLabel Label, IReadOnlyList<Step> Attacked, IReadOnlyList<Step> Twin, IReadOnlyCollection<string> Others)
{
    private const long Before = 30 * Nanos.Second;
    private const long After = 90 * Nanos.Second;

    /// <summary>Bytes of bulk after which a slice ends: more of the same would show nothing new.</summary>
    private const long MostBulk = 300_000_000;

    /// <summary>Of all attacks of a run that showed. It is played three times: once to learn when they show.</summary>
    public static IReadOnlyList<AttackSlice> Of(RunOrder order, IAttackSource attacks)
    {
        var (_, labels) = Run.Play(order.Site, attacks.PlanFor(order).Plan, new Windows([]));
        AttackLabel[] seen = [.. labels.Where(l => l.FirstSeen is not null).OrderBy(l => l.Number)];
        (long, long)[] times = [.. seen.Select(l => (l.FirstSeen!.Value - Before, l.FirstSeen.Value + After))];
        var attacked = new Windows(times);
        Run.Play(order.Site, attacks.PlanFor(order).Plan, attacked);
        var twin = new Windows(times);
        Run.Play(order.Site, null, twin);
        return [.. seen.Select((label, i) => new AttackSlice(label, attacked.Of(i), twin.Of(i), [.. seen.Where(o => o != label && Shows(o, times[i])).SelectMany(Addresses)]))];
    }

    private static bool Shows(AttackLabel label, (long From, long Until) time) => label.FirstSeen < time.Until && label.LastSeen >= time.From;

    /// <summary>Of its devices and of who speaks for them, while it showed.</summary>
    private static IEnumerable<string> Addresses(AttackLabel label) => label.Seen.Select(s => s.AddressText);

    private static long Bulk(Saying saying) => saying switch
    {
        Payload payload => payload.Length,
        TlsData data => data.Length,
        DimseRequest request => request.DataLength,
        _ => 0,
    };

    /// <summary>Keeps what is said in some stretches of time. Where there is too much bulk in one, it ends earlier.</summary>
    /// <param name="times">From when to when, exclusively; ends are changed.</param>
    private sealed class Windows((long From, long Until)[] times) : IStepTaker
    {
        private readonly List<Step>[] _kept = [.. times.Select(_ => new List<Step>())];
        private readonly long[] _bulk = new long[times.Length];

        public List<Step> Of(int window) => _kept[window];

        public void Take(in Step step)
        {
            for (var i = 0; i < times.Length; i++)
            {
                if (step.Time >= times[i].From && step.Time < times[i].Until)
                {
                    _kept[i].Add(step);
                    _bulk[i] += Bulk(step.Saying);
                    times[i].Until = _bulk[i] > MostBulk ? step.Time + 1 : times[i].Until;
                }
            }
        }

        public void End(long time)
        {
        }
    }
}
