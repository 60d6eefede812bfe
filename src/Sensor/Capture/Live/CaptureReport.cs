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
internal sealed record InterfaceStatistics(string Name, InterfaceState State)
{
    /// <summary>Packets taken from the kernel.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets that passed the filter in the kernel, those it dropped included.</summary>
    public required long KernelPackets { get; init; }

    /// <summary>Packets dropped because the kernel's buffer was full although they were read as fast as possible.</summary>
    public required long KernelDrops { get; init; }

    /// <summary>Packets dropped by the interface or its driver.</summary>
    public required long InterfaceDrops { get; init; }

    /// <summary>Packets dropped in the kernel because the workers were behind.</summary>
    public required long LateDrops { get; init; }

    /// <summary>How often it couldn't be listened to any more.</summary>
    public required int Absences { get; init; }

    /// <summary>Packets each worker took straight from the kernel; empty where one thread reads all.</summary>
    public required IReadOnlyList<long> ByWorker { get; init; }

    /// <summary>Packets that a worker took and found to be another's.</summary>
    public required long HandedOn { get; init; }
}
