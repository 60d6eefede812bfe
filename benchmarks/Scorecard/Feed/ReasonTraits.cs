using Hospital.Labels;
using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Models;
using RelationKind = Sensor.Models.RelationKind;

namespace Scorecard.Feed;

/// <summary>What the sensor's reasons name, in the words of labels.</summary>
internal static class ReasonTraits
{
    /// <summary>By the quantity's slug. A test keeps it complete.</summary>
    private static readonly Dictionary<string, Trait> Quantities = new()
    {
        ["pace"] = Trait.Pace,
        ["dicom.bytes_per_object"] = Trait.Work,
        ["dicom.bytes_per_second"] = Trait.Pace,
        ["dicom.matches_per_query"] = Trait.Work,
        ["dicom.objects_per_retrieval"] = Trait.Work,
        ["dicom.answer_time"] = Trait.Latency,
        ["dicom.objects_per_association"] = Trait.Work,
        ["dicom.bytes_per_association_second"] = Trait.Pace,
        ["dicom.operations_per_association"] = Trait.Work,
        ["hl7.bytes_per_message"] = Trait.Work,
        ["hl7.ack_latency"] = Trait.Latency,
    };

    /// <summary>By what a quantity of a slug is about; none where nobody has said so.</summary>
    public static Trait OfQuantity(string slug) => Quantities.GetValueOrDefault(slug);

    /// <summary>How a judgement is called, which part of the sensor it is of, and what it names.</summary>
    public static (string Reason, string Part, Trait Traits) Of(in Judgement judgement, Quantity? quantity) => judgement.Subject.Kind switch
    {
        ExpectationKind.Rate => (SlugOfRate(in judgement), "rate", OfQuantity(quantity!.Slug)),
        ExpectationKind.Sequence => (judgement.Reason == JudgementReason.None ? JudgementReason.UnusualOrder.Slug() : judgement.Reason.Slug(), "sequence", Trait.Sequence),
        _ => (judgement.Reason.Slug(), "relation", OfRelation(judgement.Subject.Relation)),
    };

    /// <summary>What an alert names.</summary>
    /// <param name="alert">Of a model, a rule or the sensor's health.</param>
    /// <param name="quantity">What was measured last, for alerts of rates.</param>
    public static Trait Of(Alert alert, Quantity? quantity) => alert.Judged switch
    {
        null => RuleTraits.Of(alert.Reason.Slug),
        { Kind: ExpectationKind.Relation } relation => OfRelation(relation.Relation),
        { Kind: ExpectationKind.Sequence } => Trait.Sequence,
        _ => OfQuantity(quantity!.Slug),
    };

    private static string SlugOfRate(in Judgement judgement) =>
        judgement.Reason != JudgementReason.None ? judgement.Reason.Slug() : (JudgementSieve.IsLow(in judgement) ? JudgementReason.RateLow : JudgementReason.RateHigh).Slug();

    private static Trait OfRelation(RelationKind kind) => kind switch
    {
        RelationKind.Peer => Trait.Peer,
        RelationKind.Command => Trait.Command,
        RelationKind.ActsAs or RelationKind.Addresses => Trait.Name,
        RelationKind.SendsTo => Trait.Destination,
        _ => Trait.Content,
    };
}
