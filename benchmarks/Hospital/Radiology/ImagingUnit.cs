using Hospital.Network;

namespace Hospital.Radiology;

/// <summary>An imaging host with its habits and its application entities. Drift may change all of them.</summary>
public sealed class ImagingUnit
{
    internal ImagingUnit(Host host, ImagingProfile profile, IReadOnlyList<ApplicationEntity> entities) => (Host, Profile, Entities) = (host, profile, entities);

    /// <summary>Where it runs.</summary>
    public Host Host { get; internal set; }

    public ImagingProfile Profile { get; internal set; }

    /// <summary>One or two.</summary>
    public IReadOnlyList<ApplicationEntity> Entities { get; internal set; }

    /// <summary>As whom it stores, is stored to, and lists work.</summary>
    public ApplicationEntity Entity => Entities[0];

    /// <summary>As whom it is asked for studies, or told of procedure steps.</summary>
    public ApplicationEntity Second => Entities[^1];

    public override string ToString() => Host.Name;
}
