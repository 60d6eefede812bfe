using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>A patient in a bed, until it is left.</summary>
internal sealed class Stay(Patient patient, Ward ward, long until, Dice dice)
{
    /// <summary>With the ward of the moment.</summary>
    public Patient Patient { get; private set; } = patient;

    public Ward Ward { get; private set; } = ward;

    /// <summary>When it is planned to end.</summary>
    public long Until => until;

    /// <summary>For what happens to this patient.</summary>
    public Dice Dice => dice;

    public bool IsOver { get; private set; }

    public int Bed { get; private set; } = ward.Take();

    public string BedText => Bed > 0 ? $"{(Bed + 1) / 2}^{(Bed % 2 == 1 ? 'A' : 'B')}" : "CORR";

    public void Move(Ward to)
    {
        Ward.Leave(Bed);
        Ward = to;
        Bed = to.Take();
        Patient = Patient with { Ward = to.Name };
    }

    public void End()
    {
        Ward.Leave(Bed);
        IsOver = true;
    }
}
