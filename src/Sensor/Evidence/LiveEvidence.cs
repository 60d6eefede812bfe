using System.Collections.Concurrent;
using System.Globalization;
using Sensor.Alerts;

namespace Sensor.Evidence;

/// <summary>
/// While listening: has the packets of each alert, as far as rings still have them, written to a file of its own, on a thread of its own. What can't be written is counted,
/// and the analysis goes on.
/// </summary>
internal sealed class LiveEvidence : IAlertTaker, IDisposable
{
    /// <summary>Alerts whose packets wait to be written: minutes of them at the rate they are told at.</summary>
    public const int MaxWaiting = 256;

    private readonly EvidenceFolder _folder;
    private readonly EvidenceSettings _settings;
    private readonly CaptureAuthor _author;
    private readonly Action<string> _warn;
    private readonly BlockingCollection<Proof> _waiting = new(MaxWaiting);
    private readonly Thread _thread;
    private long _missed;
    private long _removed;

    /// <param name="folder">Where captures go.</param>
    /// <param name="settings">How much is kept.</param>
    /// <param name="workers">Workers, each with a ring.</param>
    /// <param name="author">Who writes.</param>
    /// <param name="warn">Is told in a sentence when the first capture can't be written; on a thread of its own.</param>
    public LiveEvidence(EvidenceFolder folder, EvidenceSettings settings, int workers, CaptureAuthor author, Action<string> warn)
    {
        (_folder, _settings, _author, _warn) = (folder, settings, author, warn);
        Rings = [.. Enumerable.Range(0, workers).Select(_ => new PacketRing(settings.RingBytes / workers, settings.Snap))];
        _thread = new Thread(Work) { Name = "evidence", IsBackground = true };
        _thread.Start();
    }

    /// <summary>One for each worker.</summary>
    public IReadOnlyList<PacketRing> Rings { get; }

    /// <summary>Names of capture interfaces by number; asked by a thread of its own.</summary>
    public required Func<ushort, string?> InterfaceName { get; init; }

    /// <summary>Alerts whose packets couldn't be written.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Captures removed to make room for others.</summary>
    public long Removed => Interlocked.Read(ref _removed);

    /// <summary>Where an alert's packets are, seen from the folder of results or of state; null for an alert that has none.</summary>
    public static string? NameOf(Alert alert) => alert.Device is null ? null : EvidenceFolder.NameOf(alert.Id);

    public void Take(Alert alert)
    {
        if (NameOf(alert) is not null && !_waiting.TryAdd(Proof.Of(alert)))
        {
            Interlocked.Increment(ref _missed);
        }
    }

    /// <summary>All alerts were told: ends when their packets are written.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Work()
    {
        foreach (var proof in _waiting.GetConsumingEnumerable())
        {
            try
            {
                using var capture = new MemoryStream();
                Write(proof, capture);
                _folder.Write(proof.Id, capture.GetBuffer().AsSpan(0, (int)capture.Length));
                Interlocked.Exchange(ref _removed, _folder.Removed);
            }
            catch (Exception e)
            {
                // Whatever it is: packets are hostile, and what can't be made of them doesn't end the analysis.
                if (Interlocked.Increment(ref _missed) == 1)
                {
                    _warn($"packets of {proof.Id} can't be kept: {(e is IOException or UnauthorizedAccessException ? e.Message.TrimEnd('.') : e.GetType().Name)}.");
                }
            }
        }
    }

    private void Write(Proof proof, Stream to)
    {
        var collector = new PacketCollector(proof, new CollectorBounds());
        var earliest = long.MaxValue;
        foreach (var ring in Rings)
        {
            ring.Look((time, networkInterface, link, frame, wireLength) =>
            {
                earliest = Math.Min(earliest, time);
                var isProof = proof.Moments.Contains(time);
                var isNear = time >= collector.Begin && time <= collector.End;
                var isWanted = (isProof || isNear) && proof.Wanted?.Has(link, frame, wireLength) == true;
                isProof &= isWanted || proof.Wanted is null;
                if (!isProof && !(isWanted && collector.Wants(time, frame.Length)))
                {
                    return;
                }

                var packet = new FoundPacket(time, InterfaceName(networkInterface), link, frame.ToArray(), wireLength) { IsWanted = isWanted };
                if (isProof)
                {
                    collector.Prove(packet);
                }
                else
                {
                    collector.Add(packet);
                }
            });
        }

        EvidenceCapture.Write(to, _author, proof, collector, _settings.IsMasked, Notes(proof, collector, earliest));
    }

    private List<string> Notes(Proof proof, PacketCollector collector, long earliest)
    {
        List<string> notes = [string.Create(CultureInfo.InvariantCulture, $"Taken while listening, at the moment of the alert: of each packet the first {_settings.Snap} bytes at most.")];
        if (earliest > collector.Begin && earliest > proof.From)
        {
            notes.Add("What came first isn't remembered any more (evidence.ring).");
        }

        return notes;
    }
}
