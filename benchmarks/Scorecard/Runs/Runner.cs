using System.Security.Cryptography;
using System.Text;
using Hospital.Network;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>A run that couldn't be made.</summary>
internal sealed class RunFailedException(RunOrder order, Exception inner) : Exception(
    $"The run of {order.Site.Devices} devices, seed {order.Site.Seed:x16}, number {order.Number} failed: {inner.Message}", inner);

/// <summary>Makes runs. Each is single-threaded and knows nothing of the others, so that it doesn't matter how many threads there are.</summary>
internal sealed class Runner(IAttackSource attacks, IMethodFactory methods)
{
    /// <param name="orders">Which runs.</param>
    /// <param name="threads">At once, at least 1.</param>
    /// <param name="done">Told after each run how many are done, and about it, from any thread.</param>
    /// <returns>In the order of the orders.</returns>
    public IReadOnlyList<RunRecord> RunAll(IReadOnlyList<RunOrder> orders, int threads, Action<int, RunRecord>? done = null)
    {
        var records = new RunRecord[orders.Count];
        var (next, finished) = (-1, 0);
        Exception? failure = null;

        // Large ones first, lest one thread be left with the last of them.
        var turns = orders.Select((order, index) => (order, index)).OrderByDescending(o => o.order.Site.Devices * o.order.Site.Weeks).ThenBy(o => o.index).ToArray();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        return failure is null ? records : throw failure;

        void Work()
        {
            int turn;
            while (Volatile.Read(ref failure) is null && (turn = Interlocked.Increment(ref next)) < turns.Length)
            {
                try
                {
                    records[turns[turn].index] = Run(turns[turn].order);
                    done?.Invoke(Interlocked.Increment(ref finished), records[turns[turn].index]);
                }
                catch (Exception e)
                {
                    // What ends a thread would end the program without a word of which run it was.
                    Interlocked.CompareExchange(ref failure, new RunFailedException(turns[turn].order, e), null);
                }
            }
        }
    }

    public RunRecord Run(RunOrder order)
    {
        var groups = methods.For(order);
        var audience = new Audience(groups);
        var (plan, unplaced) = order.Number == 0 ? (null, () => []) : ((IAttackPlan?, Func<IReadOnlyList<string>>))attacks.PlanFor(order);
        var (site, labels) = Hospital.Sites.Run.Play(order.Site, plan, audience);
        IReadOnlyList<Host> hosts = [.. site.Hosts, .. labels.SelectMany(l => l.Devices).Where(d => d.IsForeign).DistinctBy(d => d.Number)];
        MethodRun[] runs = [.. groups.SelectMany(g => g.Results(hosts)).Select(Sifted)];
        return new RunRecord
        {
            Parameters = order.Site,
            Number = order.Number,
            Repeats = order.Repeats,
            Attacks = labels,
            Nuisances = [.. site.Nuisances],
            Hosts = audience.Hosts(hosts),
            Methods = runs,
            Unplaced = unplaced(),
            Hash = HashOf(runs),
        };
    }

    private static MethodRun Sifted(MethodRun run)
    {
        var (kept, dropped) = Sieve.Sift(run.Candidates);
        return run with { Candidates = kept, HighestDropped = Math.Max(dropped, run.HighestDropped) };
    }

    private static string HashOf(IReadOnlyList<MethodRun> runs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        foreach (var run in runs)
        {
            writer.Write(run.Method);
            foreach (var candidate in run.Candidates)
            {
                writer.Write(candidate.Time);
                writer.Write(candidate.Host);
                writer.Write(candidate.Peer);
                writer.Write(candidate.Score);
                writer.Write((int)candidate.Traits);
                writer.Write(candidate.Reason);
                writer.Write(candidate.Subject);
                writer.Write(candidate.Part);
            }

            hash.AppendData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            buffer.SetLength(0);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
