using System.Diagnostics.CodeAnalysis;
using Sensor.Capture.Inputs;

namespace Sensor.Capture;

/// <summary>
/// Files, folders and standard input as one capture in the order of packet time: inputs that cover the same time are merged, others follow each other.
/// Of packets with the same time those of the input named first come first. Within an input packets stay in their order, whatever their times.
/// </summary>
internal sealed class CaptureInput : ICaptureInput
{
    private readonly StopSignal _stop;
    private readonly InputLedger _ledger = new();
    private readonly InterfaceTable _interfaces = new();
    private readonly PacketMerge _merge;
    private readonly byte[] _seed;
    private bool _hasPackets;

    /// <param name="paths">Captures, folders of captures, or <c>-</c> for standard input.</param>
    /// <param name="stop">Ends the reading, also the wait for a pipe in here.</param>
    /// <exception cref="CaptureException">None of the paths can be used.</exception>
    public CaptureInput(IReadOnlyList<string> paths, StopSignal? stop = null)
    {
        _stop = stop ?? new StopSignal();
        var notes = new CaptureNotes((_, name) => _interfaces.Add(name), HostNames);
        _merge = new PacketMerge(_ledger, notes);
        var survey = new InputSurvey(_ledger, _merge, notes, _stop);
        survey.Take(paths);
        if (!survey.HasUsable && !_stop.IsSet)
        {
            throw survey.FirstFailure ?? new CaptureException("No capture was named.");
        }

        _seed = survey.Seed ?? [];
        TotalBytes = survey.StoredLength;
    }

    public long? TotalBytes { get; }

    public long BytesRead => _merge.BytesRead;

    public IReadOnlyList<InputReport> Reports => _ledger.Reports;

    public ReadOnlySpan<byte> Seed => _seed;

    public (string Path, long Number) Locate(long ordinal) => _ledger.Locate(ordinal);

    public bool TryTakeWarning([NotNullWhen(true)] out string? sentence) => _ledger.TryTakeWarning(out sentence);

    public HostNames HostNames { get; } = new();

    public string? InterfaceName(ushort number) => _interfaces.NameOf(number);

    public long InterfacesRefused => _interfaces.Refused;

    public void Forget(long ordinal) => _ledger.Forget(ordinal);

    public void Stop() => _stop.Set();

    public void Fill(PacketBlock block)
    {
        block.Clear();
        block.FirstOrdinal = _ledger.NextOrdinal;
        do
        {
            if (_stop.IsSet || _merge.IsEmpty)
            {
                block.IsLast = true;
                return;
            }

            _merge.Fill(block);
        }
        while (block.Count == 0 && !_hasPackets);

        _hasPackets = true;
        block.IsLast = _merge.IsEmpty;
    }

    public void Dispose() => _merge.Dispose();
}
