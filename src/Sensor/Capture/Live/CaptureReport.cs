namespace Sensor.Capture.Live;

/// <summary>What the capture thread has to say, besides packets.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
internal abstract record CaptureReport(long Time);

/// <summary>An interface went away, came back, or changed otherwise.</summary>
/// <param name="Time">When it was noticed, in nanoseconds since the Unix epoch.</param>
/// <param name="Interface">Its name.</param>
/// <param name="State">What it is now.</param>
/// <param name="Listening">Whether packets can come from it.</param>
/// <param name="Text">One sentence for people.</param>
internal sealed record InterfaceChange(long Time, string Interface, InterfaceState State, bool Listening, string Text) : CaptureReport(Time);

/// <summary>What was captured and lost since listening began.</summary>
internal sealed record CaptureStatistics(long Time) : CaptureReport(Time)
{
    /// <summary>Nanoseconds since listening began.</summary>
    public required long Uptime { get; init; }

    /// <summary>Packets taken from the kernel into the sensor.</summary>
    public required long Packets { get; init; }

    /// <summary>Their bytes on the wire.</summary>
    public required long Bytes { get; init; }

    /// <summary>Packets taken from the kernel and dropped for want of room.</summary>
    public required long FeedDrops { get; init; }

    public required IReadOnlyList<InterfaceStatistics> Interfaces { get; init; }

    public long KernelDrops => Interfaces.Sum(i => i.KernelDrops);

    /// <summary>Packets dropped because the workers were behind.</summary>
    public long RingDrops => FeedDrops + Interfaces.Sum(i => i.LateDrops);

    public long InterfaceDrops => Interfaces.Sum(i => i.InterfaceDrops);

    /// <summary>Packets known to be lost, wherever.</summary>
    public long Lost => KernelDrops + RingDrops + InterfaceDrops;
}

/// <summary>One interface's part of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What it is now.</param>
/// <param name="Packets">Packets taken from the kernel.</param>
/// <param name="KernelPackets">Packets that passed the filter in the kernel, those it dropped included.</param>
/// <param name="KernelDrops">Packets dropped because the kernel's buffer was full although they were read as fast as possible.</param>
/// <param name="InterfaceDrops">Packets dropped by the interface or its driver.</param>
/// <param name="LateDrops">Packets dropped in the kernel while nothing was read because the workers were behind.</param>
/// <param name="Absences">How often it couldn't be listened to any more.</param>
internal sealed record InterfaceStatistics(
    string Name, InterfaceState State, long Packets, long KernelPackets, long KernelDrops, long InterfaceDrops, long LateDrops, int Absences);
