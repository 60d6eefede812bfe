using Contenders;
using Hospital.Labels;

namespace Scorecard.Features;

/// <summary>What a method of comparison names, in the generator's terms. The same words as for the sensor.</summary>
internal static class Facets
{
    public static Trait Traits(Facet facet) => facet switch
    {
        Facet.Peer => Trait.Peer,
        Facet.Command => Trait.Command,
        Facet.Name => Trait.Name,
        Facet.Destination => Trait.Destination,
        Facet.Content => Trait.Content,
        Facet.Sequence => Trait.Sequence,
        Facet.Volume => Trait.Volume,
        Facet.Work => Trait.Work,
        Facet.Pace => Trait.Pace,
        Facet.Latency => Trait.Latency,
        Facet.Failure => Trait.Failure,
        Facet.Hour => Trait.Hour,
        Facet.Silence => Trait.Silence,
        Facet.Duration => Trait.Duration,
        Facet.Port => Trait.Peer | Trait.Content,
        _ => Trait.None,
    };

    /// <summary>Slug: the feature of a method on hours, otherwise what it is about.</summary>
    public static string Reason(IContender contender, in Alarm alarm)
    {
        var text = contender.Wants.HasFlag(Wants.Hours) && alarm.Facet != Facet.Unknown ? HourFeatures.All[(int)alarm.Subject].Name : alarm.Facet.ToString();
        return text.ToLowerInvariant().Replace(' ', '-');
    }
}
