using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>A fluid is to run into a patient.</summary>
/// <param name="Patient">Whom.</param>
/// <param name="Order">Placer's order number.</param>
/// <param name="Drug">What.</param>
/// <param name="Volume">mL.</param>
/// <param name="Rate">mL/h.</param>
public sealed record InfusionOrder(Patient Patient, string Order, string Drug, double Volume, double Rate);

/// <summary>A drug that is infused.</summary>
/// <param name="Name">On the label.</param>
/// <param name="Rate">Median, mL/h.</param>
/// <param name="Spread">Standard deviation of the rate's logarithm.</param>
/// <param name="Volume">mL of a syringe or bag.</param>
/// <param name="IsContinuous">Another one follows when it is empty.</param>
/// <param name="IsIntensive">Only in intensive care.</param>
internal sealed record Drug(string Name, double Rate, double Spread, double Volume, bool IsContinuous, bool IsIntensive)
{
    public static readonly IReadOnlyList<Drug> Infused =
    [
        new("NORADRENALIN", 4, 0.6, 50, true, true), new("PROPOFOL 2%", 9, 0.4, 50, true, true), new("SUFENTANIL", 3, 0.4, 50, true, true), new("INSULIN", 2, 0.5, 50, true, true),
        new("HEPARIN", 2, 0.3, 50, true, false), new("KALIUM", 10, 0.3, 50, false, false), new("FUROSEMID", 4, 0.4, 50, false, false), new("AMIODARON", 12, 0.3, 50, false, true),
        new("MORPHIN", 2, 0.4, 50, true, false), new("VANCOMYCIN", 60, 0.3, 250, false, false), new("PIPERACILLIN", 25, 0.2, 100, false, false), new("NACL 0.9%", 80, 0.3, 1000, false, false),
    ];
}
