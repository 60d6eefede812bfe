using System.Security.Cryptography;
using Hospital.Kernel;
using Hospital.Sites;
using Hospital.Wire;
using Scorecard.Feed.Slices;
using Scorecard.Runs;

namespace Scorecard.Audits;

/// <summary>What was done again, and whether the same came of it.</summary>
/// <param name="What">In words.</param>
/// <param name="IsSame">Every time the same bytes.</param>
/// <param name="Hash">SHA-256 of what came the first time, hex.</param>
internal sealed record ReplayFinding(string What, bool IsSame, string Hash);

/// <summary>
/// Equal input gives equal output, however many threads work on it: the shipped program on a morning's packets, and the score card's own runs of whole weeks.
/// </summary>
/// <param name="site">Which hospital.</param>
/// <param name="folder">For captures and results.</param>
internal sealed class ReplayAudit(SiteParameters site, string folder)
{
    private const int Weeks = 3;
    private const long Length = 2 * Nanos.Hour;

    private static readonly int[] Workers = [1, 1, 2, 4];
    private static readonly int[] Threads = [1, 1, 3];

    public IReadOnlyList<ReplayFinding> Run() => [Replays(), Runs()];

    /// <param name="capture">Path.</param>
    /// <param name="folder">For results.</param>
    /// <param name="what">The capture in words.</param>
    public static ReplayFinding Replay(string capture, string folder, string what) => Finding(
        $"`sensor replay` on {what}, with {Listed(Workers)} workers",
        [.. Workers.Select((workers, i) => HashOf(SliceReplay.Run(capture, Path.Combine(folder, FormattableString.Invariant($"replay-{i}")), workers)))]);

    /// <summary>All result files but <c>summary.json</c>, in which the run tells of itself.</summary>
    public static string HashOf(string results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(results, "*.jsonl").Order(StringComparer.Ordinal))
        {
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private ReplayFinding Replays()
    {
        // A Monday's morning.
        var from = site.Start + (8 * Nanos.Hour);
        var capture = Path.Combine(folder, "morning.pcap");
        long packets;
        using (var file = new PcapFile(capture))
        {
            Hospital.Sites.Run.Play(site with { Weeks = 1 }, null, new Slice(from, from + Length, WireForm.Real, file));
            packets = file.Packets;
        }

        return Replay(capture, folder, FormattableString.Invariant($"{packets:N0} packets of two hours of a morning"));
    }

    private ReplayFinding Runs()
    {
        var orders = Enumerable.Range(0, 3).Select(i => new RunOrder(SiteParameters.Of(Seeds.Of(Seeds.Development, site.Devices, i), site.Devices) with { Weeks = Weeks }, 0, []) { HasContenders = false }).ToArray();
        var hashes = Threads.Select(threads => string.Join(' ', new Runner(new AttackSource(), new Methods()).RunAll(orders, threads).Select(r => r.Hash))).ToList();
        return Finding(FormattableString.Invariant($"{orders.Length} hospitals of {site.Devices} devices for {Weeks} weeks, all that the sensor judges, on {Listed(Threads)} threads"), hashes);
    }

    private static ReplayFinding Finding(string what, List<string> hashes) =>
        new(what, hashes.Distinct().Count() == 1, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(hashes[0]))));

    private static string Listed(int[] numbers) => string.Join(", ", numbers[..^1].Select(n => FormattableString.Invariant($"{n}"))) + FormattableString.Invariant($" and {numbers[^1]}");
}
