using Hospital.Infrastructure;
using Hospital.Messaging;
using Hospital.Nuisances;
using Hospital.Radiology;
using Hospital.Wards;

namespace Hospital.Sites;

/// <summary>Who lives in a hospital: a new department is its folder and a line here. What is unusual comes last: it happens to the others.</summary>
internal static class Departments
{
    public static IReadOnlyList<IDepartment> Of(Site site)
    {
        var imaging = new RadiologyDepartment(site);

        // Radiology first: its information system takes part in the wards' messages, and they order what it has units for.
        IReadOnlyList<IDepartment> ordinary = [imaging, .. WardLife.Of(site), new InfrastructureDepartment(site)];
        return [.. ordinary, new NuisanceDepartment(site, imaging, ordinary.OfType<InterfaceEngine>().Single(), ordinary.OfType<PatientFlow>().Single())];
    }
}
