namespace Hospital.Talks;

/// <summary>What a pump shows of itself at an instant.</summary>
public sealed record PumpReading
{
    /// <summary>Programmed, mL/h.</summary>
    public double Rate { get; init; }

    /// <summary>Given so far, mL.</summary>
    public double Infused { get; init; }

    /// <summary>Volume to be infused, mL.</summary>
    public double ToInfuse { get; init; }

    public bool IsRunning { get; init; }

    public string Drug { get; init; } = "";

    /// <summary>As the protocol writes it; empty: none.</summary>
    public string Alarm { get; init; } = "";

    /// <summary>mmHg.</summary>
    public double Pressure { get; init; } = 18;

    /// <summary>Given since it was switched on.</summary>
    public int Boluses { get; init; }

    /// <summary>Pillar and slot in its rack.</summary>
    public string Slot { get; init; } = "11";

    /// <summary>Seconds until it is empty; 0 where it stands still.</summary>
    public int SecondsLeft => IsRunning && Rate > 0 ? (int)(Math.Max(0, ToInfuse - Infused) / Rate * 3600) : 0;
}
