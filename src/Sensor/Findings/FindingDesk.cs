using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.Rules.Engine;
using Sensor.State;

namespace Sensor.Findings;

/// <summary>Keeps findings: opens them at first evidence, closes them when evidence stops, opens them again when it comes back. At most <see cref="Max"/>.</summary>
/// <param name="devices">The inventory.</param>
/// <param name="reasons">What can be found.</param>
internal sealed class FindingDesk(DeviceTable devices, IReadOnlyList<AlertReason> reasons) : IStatePart
{
    public const int Max = 16_384;

    /// <summary>Bytes of a sentence, when it is read back.</summary>
    private const int MaxText = 16_384;

    private readonly List<Finding> _all = [];
    private int _number;
    private readonly Dictionary<(int SignatureId, int Device, ulong Story), Finding> _byKey = [];

    public string Name => "findings";

    public int Version => 1;

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>Evidence of findings for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes evidence.</summary>
    /// <param name="match">What a rule found.</param>
    /// <param name="device">Whose finding it is.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="severity">How severe it is, if it is new.</param>
    /// <param name="view">The fact.</param>
    public void Note(in RuleMatch match, Device device, Device? peer, Severity severity, FactView view)
    {
        var key = (match.Rule.Reason.SignatureId, device.Number, match.Story);
        if (!_byKey.TryGetValue(key, out var finding))
        {
            if (_all.Count == Max)
            {
                Refused++;
                return;
            }

            finding = new Finding(++_number, match.Rule.Reason, device)
            {
                Severity = severity,
                Explanation = match.Rule.Explanation.Fill(in match, view),
                Observed = match.Rule.Observed.Fill(in match, view),
                First = match.Time,
                ClosesAfter = match.Rule.Again,
            };
            _all.Add(finding);
            _byKey.Add(key, finding);
        }

        finding.Count++;
        finding.Last = Math.Max(finding.Last, match.Time);
        finding.Peer = peer;
        finding.Closed = null;
        finding.Quality |= view.Header.Quality;
        foreach (var packet in match.Packets)
        {
            if (finding.Packets.Count < Finding.MaxPackets && !finding.Packets.Contains(packet))
            {
                finding.Packets.Add(packet);
            }
        }
    }

    /// <summary>Closes what has had no evidence for its time.</summary>
    public void Review(long now)
    {
        foreach (var finding in _all)
        {
            if (finding.Closed is null && now - finding.Last > finding.ClosesAfter)
            {
                finding.Closed = finding.Last + finding.ClosesAfter;
            }
        }
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Refused);
        writer.Int32(_number);
        var known = _all.Select(f => f.Reason).DistinctBy(r => r.SignatureId).OrderBy(r => r.SignatureId).ToList();
        writer.Int32(known.Count);
        known.ForEach(r => SavedReason.Save(r, writer));
        writer.Int32(_all.Count);
        foreach (var ((signatureId, device, story), finding) in _byKey.OrderBy(f => f.Value.Number))
        {
            writer.Int32(signatureId);
            writer.Int32(device);
            writer.UInt64(story);
            writer.Int32(finding.Number);
            writer.Byte((byte)finding.Severity);
            writer.Int32(finding.Peer?.Number ?? 0);
            writer.Text(finding.Explanation);
            writer.Text(finding.Observed);
            writer.Int64(finding.Count);
            writer.Int64(finding.First);
            writer.Int64(finding.Last);
            writer.Boolean(finding.Closed is not null);
            writer.Int64(finding.Closed ?? 0);
            writer.Int64(finding.ClosesAfter);
            writer.Byte((byte)finding.Quality);
            writer.Int32(finding.Packets.Count);
            finding.Packets.ForEach(writer.Int64);
        }
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var refused = reader.Tally();
        Refused = origin.SameInput ? refused : 0;
        _number = reader.Int32(int.MaxValue);

        // What a rule's author says today counts; a rule that is gone still says what it found.
        var known = new Dictionary<int, AlertReason>();
        for (var left = reader.Count(Max, least: 16); left > 0 && !reader.Failed; left--)
        {
            var saved = SavedReason.Load(ref reader);
            known[saved.SignatureId] = reasons.FirstOrDefault(r => r.SignatureId == saved.SignatureId) ?? saved;
        }

        for (var left = reader.Count(Max, least: 64); left > 0 && !reader.Failed; left--)
        {
            var (signatureId, device, story) = (reader.Int32(), reader.Int32(int.MaxValue), reader.UInt64());
            var (number, severity, peer) = (reader.Int32(_number), (Severity)reader.Byte(), reader.Int32(int.MaxValue));
            var reason = known.GetValueOrDefault(signatureId);
            var (explanation, observed, count, first, last) = (reader.Text(MaxText), reader.Text(MaxText), reader.Tally(), reader.Int64(), reader.Int64());
            var (isClosed, closed, closesAfter) = (reader.Boolean(), reader.Int64(), reader.Int64());
            var quality = (Quality)reader.Byte();
            var packets = new List<long>();
            for (var rest = reader.Count(Finding.MaxPackets, least: 8); rest > 0; rest--)
            {
                packets.Add(reader.Int64());
            }

            var isWhole = reader.Require(reason is not null && severity is >= Severity.Critical and <= Severity.Low);
            if (!isWhole || devices.OfNumber(device) is not { } about)
            {
                // A device that isn't kept any more takes its findings along.
                continue;
            }

            var finding = new Finding(number, reason!, about)
            {
                Severity = severity,
                Peer = devices.OfNumber(peer),
                Explanation = explanation,
                Observed = observed,
                Count = count,
                First = first,
                Last = last,
                Closed = isClosed ? closed : null,
                ClosesAfter = closesAfter,
                Quality = quality,
            };

            // Numbers of packets mean nothing in another input.
            finding.Packets.AddRange(origin.SameInput ? packets : []);
            reader.Require(_byKey.TryAdd((signatureId, device, story), finding));
            _all.Add(finding);
        }

        return reader.Complete;
    }
}
