using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Findings;
using Sensor.Inventory;
using Sensor.Pumps;
using Sensor.Rules.Engine;
using Sensor.State;

namespace Sensor.Rules;

/// <summary>Makes alerts and findings of what rules find, unless the site silences it.</summary>
internal sealed class RuleDesk(AlertDesk alerts, FindingDesk findings, IReadOnlyList<IProtocol> protocols, SiteTuning tuning) : IRuleListener, IStatePart
{
    /// <summary>Where a discrepancy says which it is.</summary>
    private static readonly int WhatSlot = PumpDiscrepancy.Kind.Fields.Index().First(f => f.Item.Name == "what").Index;

    /// <summary>What was found between addresses neither of which is a device.</summary>
    public long Unattributed { get; private set; }

    public bool WasClosedSince(RuleDefinition rule, long told) => !rule.IsFinding && alerts.WasClosedSince(rule.Reason.SignatureId, told);

    public string Name => "rule_desk";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(tuning.Silenced);
        writer.Int64(Unattributed);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var (silenced, unattributed) = (reader.Tally(), reader.Tally());
        if (origin.SameInput)
        {
            (tuning.Silenced, Unattributed) = (silenced, unattributed);
        }

        return reader.Complete;
    }

    public bool Found(in RuleMatch match, FactView view)
    {
        var rule = match.Rule;
        if (tuning.Silences(rule.Slug, view))
        {
            return false;
        }

        var (device, peer) = rule.About == Side.Source ? (match.Source, match.Destination) : (match.Destination, match.Source);
        if ((device ?? peer) is not { } about)
        {
            Unattributed++;
            return true;
        }

        peer = device is null ? null : peer;
        if (rule.IsFinding)
        {
            findings.Note(in match, about, peer, tuning.SeverityOf(rule.Reason, view), view);
            return true;
        }

        // One who did it to many has no partner in this, but for a pump: there is a patient at it.
        var alert = new Alert(rule.Reason, about, rule.TellsPeersApart || IsPumpOf(rule, peer, view) ? peer : null)
        {
            Header = view.Header,
            AppProto = view.Header.Flow.App == 0 ? null : protocols[view.Header.Flow.App - 1].Name,
            Subject = rule.TellsOnlyEndsApart ? "" : match.Story.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            Part = about == match.Destination && !IsPumpsDoing(view) ? Part.Serves : Part.Does,
            Again = rule.Again,
            YieldsTo = rule.YieldsTo,
            Observed = new Observed(match.Observed, rule.Unit, rule.Observed.Fill(in match, view)),
            Expected = new ExpectedRange(0, 0, Math.Max(0, rule.AtLeast - 1), rule.Unit, 0, null),
            Explanation = rule.Explanation.Fill(in match, view),
            Packets = [.. match.Packets.ToArray().Order()],
            Period = (Math.Min(match.Since, match.Time), match.Time),
        };
        alerts.Raise(tuning.Apply(alert, view));
        return true;
    }

    /// <summary>The pump at hand: the only one it was done to, or the latest.</summary>
    private static bool IsPumpOf(RuleDefinition rule, Device? peer, FactView view) =>
        rule.Shape is RuleShape.Each or RuleShape.Count && (view.Kind == PumpEvent.Kind || view.Kind == PumpDiscrepancy.Kind) && peer?.Roles.Settled == RoleNames.Pump;

    /// <summary>A discrepancy of a pump is what the pump says or does, whoever is told; but for the wrong patient's order it can do nothing.</summary>
    private static bool IsPumpsDoing(FactView view) => view.Kind == PumpDiscrepancy.Kind && (Discrepancy)view[WhatSlot].Number != Discrepancy.PatientMismatch;
}
