using Hospital.Sites;
using Hospital.Wire;
using Scorecard.Public;
using Scorecard.Runs;

namespace Scorecard.Audits;

/// <summary>All audits on hospitals of the development seeds.</summary>
internal static class AuditRun
{
    private const int Devices = 20;

    /// <param name="hospitals">For leaks: each with two attacked runs, at least two.</param>
    /// <param name="attacksEach">In each of these runs.</param>
    /// <param name="kinds">Rows of the catalogue whose labels are read a second time; null: all.</param>
    /// <param name="folder">Of public data; null: none at hand.</param>
    /// <param name="threads">Runs at once.</param>
    /// <param name="tell">What is being done.</param>
    public static AuditCard Run(int hospitals, int attacksEach, IReadOnlyCollection<int>? kinds, string? folder, int threads, Action<string>? tell = null)
    {
        var attacks = new AttackSource();
        var plan = new RunPlan("audit", Seeds.Development, [new SitePlan(Devices, hospitals, 2, attacksEach)], 0);
        var collector = new LeakCollector(null, _ => true);
        tell?.Invoke("leaks");
        new Runner(attacks, collector).RunAll([.. plan.Orders(attacks).Where(o => o.Number > 0)], threads);
        var site = SiteParameters.Of(Seeds.Of(Seeds.Development, Devices, 0), Devices);
        tell?.Invoke("realism");
        var realism = Realism(site, folder);
        var temporary = Directory.CreateTempSubdirectory("audit");
        try
        {
            // Of each row the first variant: labels of the others are made by the same hand.
            Wanted[] wanted = [.. attacks.Catalogue.GroupBy(w => w.Kind).Where(g => kinds is null || kinds.Contains(g.Key)).Select(g => g.First())];
            var (readings, suricata) = new SliceAudit(site, temporary.FullName).Run(wanted, tell);
            return new AuditCard(
                LeakAudit.Run(RawField.OfPackets, collector.Packets), LeakAudit.Run(RawField.OfSteps, collector.Steps), realism, readings, SecondReading.IsAvailable ? "" : "tshark isn't installed.", suricata)
            {
                Replays = Replays(site, temporary.FullName, tell),
            };
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<ReplayFinding> Replays(SiteParameters site, string folder, Action<string>? tell)
    {
        tell?.Invoke("once more");
        return new ReplayAudit(site, folder).Run();
    }

    private static IReadOnlyList<RealismFinding> Realism(SiteParameters site, string? folder)
    {
        var profile = new TrafficProfile();
        Hospital.Sites.Run.Play(site, null, profile);
        var findings = RealismAudit.Run(profile, site.Devices, site.Weeks * 7, folder);
        var archive = folder is null ? "" : Path.Combine(folder, "iot-sentinel.tar.xz");
        if (!File.Exists(archive))
        {
            return findings;
        }

        // A working day's morning in the form a network has.
        var lengths = new PacketLengths();
        var from = site.Start + (8 * Hospital.Kernel.Nanos.Hour);
        var day = site with { Weeks = 1 };
        Hospital.Sites.Run.Play(day, null, new Slice(from, from + (2 * Hospital.Kernel.Nanos.Hour), WireForm.Real, lengths));
        return [.. findings, RealismAudit.Lengths(lengths.Lengths, SetupCaptures.Unpack(archive))];
    }
}
