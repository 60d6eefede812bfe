using System.Diagnostics.CodeAnalysis;

namespace Sensor.Capture;

/// <summary>Packets from captures, in blocks. Filled by one thread at a time; everything else may be asked by any thread at any time.</summary>
internal interface ICaptureInput : IDisposable
{
    /// <summary>Bytes of all inputs as they are stored; null when nobody can know.</summary>
    long? TotalBytes { get; }

    /// <summary>Bytes read so far, as they are stored.</summary>
    long BytesRead { get; }

    /// <summary>What has become of each input so far.</summary>
    IReadOnlyList<InputReport> Reports { get; }

    /// <summary>Secret of the captures themselves: whoever doesn't have them can't know it. Seeds pseudonyms where no key is given.</summary>
    ReadOnlySpan<byte> Seed { get; }

    /// <summary>Fills the next block of the input; the last one says so.</summary>
    /// <remarks>
    /// Waits for the first packet as long as it takes. After that, a block may be empty: where packets are slow to come, one is handed over a few times a
    /// second all the same, so that what they said already can be shown.
    /// </remarks>
    void Fill(PacketBlock block);

    /// <summary>No further block is filled, and whoever waits in <see cref="Fill"/> comes back; what was filled is still worked through.</summary>
    void Stop();

    /// <summary>Packets from this ordinal on were taken out of a block and aren't used: they count as never read. The reader's own thread only.</summary>
    void Forget(long ordinal);

    /// <summary>Where a packet lies: the input's path and the packet's number in it, from 1.</summary>
    (string Path, long Number) Locate(long ordinal);

    /// <summary>The next thing that is wrong with an input and that nobody has taken, in one sentence.</summary>
    bool TryTakeWarning([NotNullWhen(true)] out string? sentence);

    /// <summary>Names of hosts that the captures bring along; all of them once everything is read.</summary>
    HostNames HostNames { get; }

    /// <summary>Name of a capture interface; null where the capture has none.</summary>
    string? InterfaceName(ushort number);

    /// <summary>Capture interfaces beyond those that can be told apart.</summary>
    long InterfacesRefused { get; }
}

/// <summary>What became of one input.</summary>
internal sealed record InputReport(string Path, long Packets, string? Warning)
{
    /// <summary>Ordinal of the input's first packet among all packets; 0 while there is none.</summary>
    public long FirstOrdinal { get; init; }
}

/// <summary>An input can't be used; the message is the one sentence for the user.</summary>
internal sealed class CaptureException(string message) : Exception(message)
{
    /// <summary>It can be read, but isn't a capture.</summary>
    public bool IsForeign { get; init; }
}
