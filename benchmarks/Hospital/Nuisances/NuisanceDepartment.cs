using Hospital.Messaging;
using Hospital.Radiology;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Nuisances;

/// <summary>
/// What makes people ask for fewer alerts: migrations, replacements, outages, visitors, drills, and slow change. All of it is labelled as benign
/// (<see cref="Site.Nuisances"/>) when the site is furnished.
/// </summary>
internal sealed class NuisanceDepartment(Site site, RadiologyDepartment imaging, InterfaceEngine engine, PatientFlow patients) : IDepartment
{
    private readonly NuisanceScene _scene = new(site, imaging, engine, patients);

    public void Furnish()
    {
        if (site.Parameters.HasNuisances)
        {
            ImagingTroubles.Plan(_scene);
            ImagingProjects.Plan(_scene);
            MessageTroubles.Plan(_scene);
            Visitors.Plan(_scene);
            NetworkTroubles.Plan(_scene);
            OwnClocks.Plan(_scene);
        }

        if (site.Parameters.HasDrift)
        {
            Drift.Plan(_scene);
        }

        site.Nuisances.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : string.CompareOrdinal(a.Kind, b.Kind));
    }

    public void Begin() => _scene.Begin();
}
