using System.Diagnostics;
using System.Globalization;
using Sensor.Capture;

namespace Sensor.Terminal;

/// <summary>One line on standard error: how far, how fast, how long still. Gone when done.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 30;

    private readonly ICaptureInput _input;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Timer _timer;

    public ProgressBar(ICaptureInput input)
    {
        _input = input;
        _timer = new Timer(_ => Draw(), null, 300, 200);
    }

    public void Dispose()
    {
        using var stopped = new ManualResetEvent(false);
        _timer.Dispose(stopped);
        stopped.WaitOne();
        if (_watch.ElapsedMilliseconds > 300)
        {
            Console.Error.Write("\r\e[K");
        }
    }

    private void Draw()
    {
        var done = Math.Min(_input.BytesRead, _input.TotalBytes);
        var share = _input.TotalBytes == 0 ? 1 : (double)done / _input.TotalBytes;
        var seconds = _watch.Elapsed.TotalSeconds;
        var rate = done / seconds;
        var left = rate > 0 ? TimeSpan.FromSeconds((_input.TotalBytes - done) / rate) : TimeSpan.Zero;
        var filled = (int)(share * Width);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"\r\e[K[{new string('#', filled)}{new string('.', Width - filled)}] {share:P0}  {Size(done)} of {Size(_input.TotalBytes)}  {Size(rate)}/s  {left:hh\\:mm\\:ss} left");
        Console.Error.Write(line);
    }

    private static string Size(double bytes) => Alerts.Wording.Amount(bytes, "byte");
}
