using Hospital.Infrastructure;
using Hospital.Wards;
using Hospital.Radiology;

namespace Hospital.Sites;

/// <summary>Who lives in a hospital: a new department is its folder and a line here.</summary>
internal static class Departments
{
    public static IReadOnlyList<IDepartment> Of(Site site) =>
    [
        .. WardLife.Of(site),
        new InfrastructureDepartment(site),
        new RadiologyDepartment(site),
    ];
}
