using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Sensor.Capture.Inputs;

/// <summary>What became of each input, and which packet came from where. Written by the reader, asked by anyone.</summary>
internal sealed class InputLedger
{
    private readonly Lock _gate = new();
    private readonly List<InputReport> _reports = [];
    private readonly PacketOrigins _origins = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private long _packets;

    /// <summary>Ordinal of the packet that comes next.</summary>
    public long NextOrdinal
    {
        get
        {
            lock (_gate)
            {
                return _packets + 1;
            }
        }
    }

    public IReadOnlyList<InputReport> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports.Select((report, i) => report with { Packets = _origins.CountOf(i) })];
            }
        }
    }

    /// <returns>The input's number.</returns>
    public int Add(string path, string? warning = null)
    {
        lock (_gate)
        {
            _reports.Add(new InputReport(path, 0, null));
            Warn(_reports.Count - 1, warning);
            return _reports.Count - 1;
        }
    }

    /// <summary>Says what is wrong with an input; null, and what was said already, change nothing.</summary>
    public void Warn(int input, string? warning)
    {
        lock (_gate)
        {
            if (warning is not null && _reports[input].Warning != warning)
            {
                _reports[input] = _reports[input] with { Warning = warning };
                _warnings.Enqueue(warning);
            }
        }
    }

    /// <summary>The next warning that nobody has taken.</summary>
    public bool TryTakeWarning([NotNullWhen(true)] out string? sentence) => _warnings.TryDequeue(out sentence);

    /// <summary>The next packets come from this input.</summary>
    /// <param name="input">Number of the input.</param>
    /// <param name="count">Packets.</param>
    /// <param name="merged">How many inputs are being merged; 1: this one is read alone.</param>
    public void Count(int input, int count, int merged)
    {
        lock (_gate)
        {
            if (count > 0 && _reports[input].FirstOrdinal == 0)
            {
                _reports[input] = _reports[input] with { FirstOrdinal = _packets + 1 };
            }

            _packets += count;
            if (merged == 1)
            {
                _origins.Append(input, count);
            }
            else
            {
                _origins.AppendMixed(input, count, merged);
            }
        }
    }

    /// <summary>Packets from this ordinal on were read, but nobody gets them.</summary>
    public void Forget(long ordinal)
    {
        lock (_gate)
        {
            _packets = Math.Min(_packets, ordinal - 1);
            _origins.Truncate(_packets);
            for (var i = 0; i < _reports.Count; i++)
            {
                if (_reports[i].FirstOrdinal > _packets)
                {
                    _reports[i] = _reports[i] with { FirstOrdinal = 0 };
                }
            }
        }
    }

    /// <summary>Where a packet lies: the input's path and the packet's number in it, from 1.</summary>
    public (string Path, long Number) Locate(long ordinal)
    {
        lock (_gate)
        {
            return _origins.Find(ordinal) is var (input, number) ? (_reports[input].Path, number) : ("", ordinal);
        }
    }
}
