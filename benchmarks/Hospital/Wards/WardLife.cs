using Hospital.Messaging;
using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>The half of the hospital in which patients lie, with its messages.</summary>
public static class WardLife
{
    public static IReadOnlyList<IDepartment> Of(Site site)
    {
        var engine = new InterfaceEngine(site);
        var laboratory = new LaboratoryDepartment(site, engine);
        var pumps = new PumpFleet(site, engine);
        var monitors = new MonitorFleet(site, engine);
        return [engine, laboratory, pumps, monitors, new PatientFlow(site, engine, pumps, monitors, laboratory)];
    }
}
