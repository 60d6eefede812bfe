using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Radiology;

/// <summary>
/// How many examinations are wanted. By unit and working day it is a fifth to a tenth of what busy sites do (CT 30 to 60, MR 15 to 25), so that a site of 120 devices stores and
/// retrieves some 15,000 objects a working day.
/// </summary>
public static class Demand
{
    /// <summary>Outpatients' share of all examinations on a working day: radiology books them itself. Wards order the others.</summary>
    public const double OutpatientShare = 0.45;

    /// <summary>What is left of inpatients' orders on a quiet day.</summary>
    public const double QuietDay = 0.5;

    /// <summary>Of inpatients' orders; an emergency department's are nearly all so.</summary>
    public const double UrgentShare = 0.4;

    /// <summary>Examinations a unit is wanted for on a working day.</summary>
    public static double PerUnit(ImageKind kind) => kind switch
    {
        ImageKind.CT => 4.2,
        ImageKind.MR => 3.5,
        ImageKind.US => 4,
        ImageKind.CR => 6,
        ImageKind.DX => 8,
        ImageKind.MG => 4.5,
        ImageKind.XA => 2.5,
        _ => 3,
    };

    /// <summary>Inpatients' and emergencies' orders that a furnished site's wards should place on a working day, mean.</summary>
    public static double InpatientOrders(Site site, ImageKind kind) => Total(site, kind) * (1 - OutpatientShare);

    internal static double Total(Site site, ImageKind kind)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.Imaging is RadiologyDepartment radiology ? radiology.Modalities.Count(m => m.Profile.Kind == kind) * PerUnit(kind) * site.Parameters.Activity : 0;
    }

    /// <summary>Examinations of one working day: a good or a bad day (ln-sd 0.25), Poisson-gamma.</summary>
    internal static int Draw(Dice dice, double mean, double dayEffect) => dice.Count(mean * dayEffect, 0.05);
}
