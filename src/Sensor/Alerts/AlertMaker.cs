using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Rules;
using Sensor.Rules.Engine;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Alerts;

/// <summary>Makes alerts of surprising judgements unless the site silences them, and notes of what was merely seen for the first time.</summary>
internal sealed class AlertMaker(AlertDesk desk, IReadOnlyList<IProtocol> protocols, IFirstSights firstSights, SiteTuning tuning, FactView view) : IJudgementListener
{
    public void Judged(in FactHeader header, Device device, Device? peer, in Judgement judgement, Part part, string subject, Quantity? quantity)
    {
        if (judgement.Verdict != Models.Verdict.Surprising)
        {
            if (judgement.Subject.Kind == ExpectationKind.Relation)
            {
                firstSights.First(in header, device, judgement.Subject.Relation, subject);
            }

            return;
        }

        var reason = AlertCatalogue.Of(judgement.Reason);
        view.Look(in header);
        if (tuning.Silences(reason.Slug, view))
        {
            return;
        }

        var alert = new Alert(reason, device, peer)
        {
            Subject = reason == AlertCatalogue.NewPeer ? "" : subject,
            Part = part,
            Judged = judgement.Subject,
            Header = header,
            AppProto = header.Flow.App == 0 ? null : protocols[header.Flow.App - 1].Name,
            Observed = Wording.Observed(in judgement, subject, quantity),
            Expected = Wording.Expected(device, in judgement, quantity),
            Score = judgement.Score,
            Explanation = Wording.Explain(device, peer, in judgement, part, subject, quantity, header.Time),
            Packets = header.FirstOrdinal > 0 && header.FirstOrdinal < header.Ordinal ? [header.FirstOrdinal, header.Ordinal] : [header.Ordinal],
            Period = (header.Time, header.Time),
        };
        desk.Raise(tuning.Apply(alert, view));
    }

    public void Changed(in FactHeader header, Device device, Attribute attribute, Name value) => firstSights.Changed(in header, device, attribute, value);
}

/// <summary>Hears what is new but no alert.</summary>
internal interface IFirstSights
{
    void First(in FactHeader header, Device device, RelationKind kind, string subject);

    void Changed(in FactHeader header, Device device, Attribute attribute, Name value);
}
