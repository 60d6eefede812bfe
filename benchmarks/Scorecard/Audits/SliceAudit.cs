using Hospital;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Sites;
using Hospital.Wire;
using Scorecard.Runs;

namespace Scorecard.Audits;

/// <summary>
/// Plays one attack after another into one hospital and puts the packets around its first traces beside those of the same time of the clean twin: read a second time by tshark,
/// and by Suricata.
/// </summary>
/// <param name="site">Which hospital.</param>
/// <param name="folder">For captures; each is deleted once it was read.</param>
internal sealed class SliceAudit(SiteParameters site, string folder)
{
    private const long Before = 2 * Nanos.Minute;
    private const long After = 10 * Nanos.Minute;

    /// <summary>Beyond its first instant, by which a step's first packet may be late: it waits for what its sender says before.</summary>
    private const long Tolerance = 100 * Nanos.Millisecond;

    private readonly AttackSource _attacks = new();

    /// <param name="wanted">Played one by one, each in a run of its own.</param>
    /// <param name="tell">What is being done.</param>
    /// <returns>Readings and Suricata's findings of those that could be placed and left a trace.</returns>
    public (IReadOnlyList<Reading> Readings, SuricataCard Suricata) Run(IReadOnlyList<Wanted> wanted, Action<string>? tell = null)
    {
        // Once to learn when it shows, once more for its packets; the twin of all of them is played once.
        var labels = new List<(RunOrder Order, AttackLabel Label)>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var order = new RunOrder(site, i + 1, [wanted[i]]);
            tell?.Invoke($"{wanted[i].Kind} {wanted[i].Variant}");
            labels.AddRange(Play(order, new Fan([])).Attacks.Where(a => a.FirstSeen is not null).Select(a => (order, a)));
        }

        WriteTwins(labels.ConvertAll(l => l.Label));
        var (readings, slices, suricata) = (new List<Reading>(), new List<SuricataSlice>(), (SuricataResult?)null);
        for (var i = 0; i < labels.Count; i++)
        {
            tell?.Invoke($"reading {i + 1} of {labels.Count}");
            var (attacked, twin) = (Capture("attacked", i), Capture("twin", i));
            Hospital.Sites.Site played;
            using (var file = new PcapFile(attacked))
            {
                played = Play(labels[i].Order, new Fan([Around(labels[i].Label, file)])).Site;
            }

            var label = labels[i].Label;
            if (SecondReading.IsAvailable)
            {
                readings.Add(SecondReading.Check(label, attacked, twin, Tolerance));
            }

            var hosts = label.Seen.Select(s => (Address: s.AddressText, s.Host.Number)).Concat(played.Hosts.Where(h => h.Address != 0).Select(h => (Address: h.AddressText, h.Number)))
                .DistinctBy(h => h.Address).ToDictionary(h => h.Address, h => h.Number);
            suricata = SuricataRun.On(attacked, hosts);
            slices.Add(new SuricataSlice(label.Kind, label.Name, About(suricata, label), About(SuricataRun.On(twin, hosts), label)));
            File.Delete(attacked);
            File.Delete(twin);
        }

        return (readings, suricata is null or { Skipped.Length: > 0 } ? new("", 0, [], suricata?.Skipped ?? "no attack left a trace.") : new(suricata.Version, suricata.Rules, slices, ""));
    }

    private static int About(SuricataResult result, AttackLabel label) =>
        result.Candidates.Count(c => label.Devices.Any(d => d.Number == c.Host || d.Number == c.Peer));

    private static Slice Around(AttackLabel label, IPacketTaker to)
    {
        var first = label.FirstSeen!.Value;
        return new Slice(first - Before, Math.Min(first + After, (label.LastSeen ?? first) + Nanos.Minute), WireForm.Real, to);
    }

    private void WriteTwins(List<AttackLabel> labels)
    {
        var files = labels.Select((_, i) => new PcapFile(Capture("twin", i))).ToList();
        Hospital.Sites.Run.Play(site, null, new Fan([.. labels.Select((l, i) => Around(l, files[i]))]));
        files.ForEach(f => f.Dispose());
    }

    private (Site Site, IReadOnlyList<AttackLabel> Attacks) Play(RunOrder order, IStepTaker audience) => Hospital.Sites.Run.Play(site, _attacks.PlanFor(order).Plan, audience);

    private string Capture(string name, int number) => Path.Combine(folder, FormattableString.Invariant($"{name}-{number}.pcap"));

    /// <summary>Tells several.</summary>
    private sealed class Fan(IReadOnlyList<IStepTaker> takers) : IStepTaker
    {
        public void Take(in Step step)
        {
            foreach (var taker in takers)
            {
                taker.Take(in step);
            }
        }

        public void End(long time)
        {
            foreach (var taker in takers)
            {
                taker.End(time);
            }
        }
    }
}
