using Sensor.Inventory;
using Sensor.Rules.Engine;

namespace Sensor.Findings;

/// <summary>Keeps findings: opens them at first evidence, closes them when evidence stops, opens them again when it comes back. At most <see cref="Max"/>.</summary>
internal sealed class FindingDesk
{
    public const int Max = 65_536;

    private readonly List<Finding> _all = [];
    private readonly Dictionary<(int SignatureId, int Device, ulong Story), Finding> _byKey = [];

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>Evidence of findings for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes evidence.</summary>
    /// <param name="match">What a rule found.</param>
    /// <param name="device">Whose finding it is.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="view">The fact.</param>
    public void Note(in RuleMatch match, Device device, Device? peer, FactView view)
    {
        var key = (match.Rule.Reason.SignatureId, device.Number, match.Story);
        if (!_byKey.TryGetValue(key, out var finding))
        {
            if (_all.Count == Max)
            {
                Refused++;
                return;
            }

            finding = new Finding(_all.Count + 1, match.Rule.Reason, device)
            {
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
}
