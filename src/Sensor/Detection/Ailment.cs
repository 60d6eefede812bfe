namespace Sensor.Detection;

/// <summary>What may be wrong with what reaches the sensor, or with what becomes of it: then its silence says nothing about the devices.</summary>
internal enum Ailment : byte
{
    /// <summary>Nothing came for seconds.</summary>
    Silence,

    /// <summary>A share of conversations of which only one direction came.</summary>
    OneDirection,

    /// <summary>A share of bytes or packets that is lost on the way.</summary>
    Loss,

    /// <summary>The capture's clock was put back, times.</summary>
    ClockJump,

    /// <summary>Nothing was learnt for seconds.</summary>
    LearningPaused,

    /// <summary>Devices seen for long that still can't be judged, of how many.</summary>
    LearningStalled,

    /// <summary>A receiver takes nothing for seconds.</summary>
    OutputStopped,
}

/// <summary>An ailment as it was found.</summary>
/// <param name="What">Which.</param>
/// <param name="Observed">How much, in the ailment's unit.</param>
/// <param name="Usual">What was usual before, or how many in all; 0 where nothing can be said.</param>
/// <param name="Limit">From how much on it is told.</param>
/// <param name="From">Packet time at which it began, nanoseconds since the Unix epoch.</param>
/// <param name="Time">Packet time at which it was found.</param>
/// <param name="Ordinal">Packet that showed it; 0 where none did.</param>
internal readonly record struct AilmentReport(Ailment What, double Observed, double Usual, double Limit, long From, long Time, long Ordinal)
{
    /// <summary>What it is about, an interface or a receiver; or what most devices lack. Empty where there is one only.</summary>
    public string Name { get; init; } = "";
}

/// <summary>Hears of ailments, on the analysis thread. The same one may be told again while it lasts.</summary>
internal interface IAilmentListener
{
    void Found(in AilmentReport report);
}
