using System.Diagnostics;
using System.Security.Cryptography;
using Sensor.Capture.Inputs;

namespace Sensor.Capture;

/// <summary>
/// A folder that captures are being written into: what is there is read, and then each file as it grows and each new one, every record once, until
/// nothing has grown for a while or no more is wanted.
/// </summary>
internal sealed class FollowedFolder : MergedInput
{
    /// <summary>How long the reader waits at most before it hands on a block without packets.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan? _idle;
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
        : base(stop, isOneCapture: true)
    {
        if (File.Exists(folder))
        {
            throw new CaptureException($"{folder} is a file; only a folder can be followed.");
        }

        _idle = idle;
        _watch = new FolderWatch(folder, Ledger, Merge);
        Merge.Leave = _watch.Leave;
        _watch.Look();
    }

    public override long? TotalBytes => null;

    /// <summary>Of chance: the beginning of a capture that is being written isn't there yet, and what is there could be guessed.</summary>
    public override ReadOnlySpan<byte> Seed => _seed;

    public override void Fill(PacketBlock block)
    {
        block.Clear();
        block.FirstOrdinal = Ledger.NextOrdinal;
        var since = Stopwatch.GetTimestamp();
        while (!StopSignal.IsSet)
        {
            _watch.LookIfDue();
            Merge.Fill(block);
            if (Merge.BytesRead != _grown)
            {
                _grown = Merge.BytesRead;
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

            StopSignal.Wait(Pause);
        }

        _watch.Close();
        block.IsLast = true;
    }
}
