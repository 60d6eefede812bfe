using System.Diagnostics;
using System.Globalization;
using Sensor.Capture.Live;

namespace Sensor.Terminal;

/// <summary>One line on standard error while listening: how long, how much, how fast, what was lost. Gone when done.</summary>
internal sealed class LiveStatus : IDisposable
{
    private readonly LiveCapture _capture;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Timer _timer;
    private long _packets;

    public LiveStatus(LiveCapture capture)
    {
        _capture = capture;
        _timer = new Timer(_ => Draw(), null, 1000, 1000);
    }

    public void Dispose()
    {
        using var stopped = new ManualResetEvent(false);
        _timer.Dispose(stopped);
        stopped.WaitOne();
        Console.Error.Write("\r\e[K");
    }

    private void Draw()
    {
        if (_capture.Latest is not { } now)
        {
            return;
        }

        var lost = now.Lost;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"\r\e[K{_watch.Elapsed:d\\.hh\\:mm\\:ss}  {now.Packets:N0} packets  {Alerts.Wording.Amount(now.Bytes, "byte")}  {now.Packets - _packets:N0} packets/s  {lost:N0} lost");
        _packets = now.Packets;
        Console.Error.Write(line);
    }
}
