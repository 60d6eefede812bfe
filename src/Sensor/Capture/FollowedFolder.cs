using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sensor.Capture.Inputs;

namespace Sensor.Capture;

/// <summary>
/// A folder that captures are being written into: what is there is read, and then each file as it grows and each new one, every record once, until
/// nothing has grown for a while or no more is wanted.
/// </summary>
internal sealed class FollowedFolder : ICaptureInput
{
    /// <summary>How long the reader waits at most before it hands on a block without packets.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly StopSignal _stop;
    private readonly TimeSpan? _idle;
    private readonly InputLedger _ledger = new();
    private readonly InterfaceTable _interfaces = new();
    private readonly PacketMerge _merge;
    private readonly FolderWatch _watch;
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(32);
    private readonly Stopwatch _sinceGrowth = Stopwatch.StartNew();
    private long _grown;
    private bool _hasPackets;

    /// <param name="folder">The folder.</param>
    /// <param name="idle">Ends the reading when nothing has grown for so long; null: never.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="CaptureException">It isn't a folder or can't be read.</exception>
    public FollowedFolder(string folder, TimeSpan? idle, StopSignal stop)
    {
        if (File.Exists(folder))
        {
            throw new CaptureException($"{folder} is a file; only a folder can be followed.");
        }

        _stop = stop;
        _idle = idle;
        _merge = new PacketMerge(_ledger, new CaptureNotes(_interfaces.FindOrAdd, HostNames)) { Leave = reader => _watch!.Leave(reader) };
        _watch = new FolderWatch(folder, _ledger, _merge);
        _watch.Look();
    }

    public long? TotalBytes => null;

    public long BytesRead => _merge.BytesRead;

    public IReadOnlyList<InputReport> Reports => _ledger.Reports;

    /// <summary>Of chance: the beginning of a capture that is being written isn't there yet, and what is there could be guessed.</summary>
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
        var since = Stopwatch.GetTimestamp();
        while (!_stop.IsSet)
        {
            _watch.LookIfDue();
            _merge.Fill(block);
            if (_merge.BytesRead != _grown)
            {
                _grown = _merge.BytesRead;
                _sinceGrowth.Restart();
            }

            if (block.Count > 0)
            {
                _hasPackets = true;
                return;
            }

            if (_sinceGrowth.Elapsed >= _idle)
            {
                break;
            }

            if (_hasPackets && Stopwatch.GetElapsedTime(since) >= Patience)
            {
                return;
            }

            _stop.Wait(Pause);
        }

        _watch.Close();
        block.IsLast = true;
    }

    public void Dispose() => _merge.Dispose();
}
