using System.Diagnostics;
using System.Globalization;
using Sensor.Capture;

namespace Sensor.Terminal;

/// <summary>One line on standard error: how far, how fast, how long still. Gone when done.</summary>
internal sealed class ProgressBar : IDisposable
{
    /// <summary>Takes the line off a terminal.</summary>
    public const string Erase = "\r\e[K";

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
            Console.Error.Write(Erase);
        }
    }

    private void Draw()
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        var rate = _input.BytesRead / seconds;
        if (_input.TotalBytes is not { } total)
        {
            Console.Error.Write($"{Erase}{Size(_input.BytesRead)} read  {Size(rate)}/s  {_watch.Elapsed:d\\.hh\\:mm\\:ss}");
            return;
        }

        var done = Math.Min(_input.BytesRead, total);
        var share = total == 0 ? 1 : (double)done / total;
        var left = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : TimeSpan.Zero;
        var filled = (int)(share * Width);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Erase}[{new string('#', filled)}{new string('.', Width - filled)}] {share:P0}  {Size(done)} of {Size(total)}  {Size(rate)}/s  {left:hh\\:mm\\:ss} left");
        Console.Error.Write(line);
    }

    private static string Size(double bytes) => Alerts.Wording.Amount(bytes, "byte");
}
