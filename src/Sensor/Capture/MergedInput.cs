using System.Diagnostics.CodeAnalysis;
using Sensor.Capture.Inputs;

namespace Sensor.Capture;

/// <summary>Captures merged by packet time into one input: what it knows of itself, however they come to it.</summary>
internal abstract class MergedInput : ICaptureInput
{
    /// <param name="stop">Ends the reading.</param>
    /// <param name="isOneCapture">The captures are parts of one: interfaces of the same place and name are the same.</param>
    protected MergedInput(StopSignal stop, bool isOneCapture)
    {
        StopSignal = stop;
        Notes = new CaptureNotes(isOneCapture ? Interfaces.FindOrAdd : (_, name) => Interfaces.Add(name), HostNames);
        Merge = new PacketMerge(Ledger, Notes);
    }

    public abstract long? TotalBytes { get; }

    public long BytesRead => Merge.BytesRead;

    public IReadOnlyList<InputReport> Reports => Ledger.Reports;

    public abstract ReadOnlySpan<byte> Seed { get; }

    public HostNames HostNames { get; } = new();

    public long InterfacesRefused => Interfaces.Refused;

    protected StopSignal StopSignal { get; }

    protected InputLedger Ledger { get; } = new();

    protected CaptureNotes Notes { get; }

    protected PacketMerge Merge { get; }

    private InterfaceTable Interfaces { get; } = new();

    public (string Path, long Number) Locate(long ordinal) => Ledger.Locate(ordinal);

    public bool TryTakeWarning([NotNullWhen(true)] out string? sentence) => Ledger.TryTakeWarning(out sentence);

    public string? InterfaceName(ushort number) => Interfaces.NameOf(number);

    public void Forget(long ordinal) => Ledger.Forget(ordinal);

    public void Stop() => StopSignal.Set();

    public abstract void Fill(PacketBlock block);

    public void Dispose() => Merge.Dispose();
}
