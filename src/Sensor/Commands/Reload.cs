using System.Runtime.InteropServices;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary>
/// SIGHUP has the configuration read again, on a thread beside; the analysis asks between two facts whether there is a new one. Files that are sent to are opened
/// anew. Where there is neither, SIGHUP ends the program as it does any.
/// </summary>
internal sealed class Reload : IDisposable
{
    private readonly Configuration? _configuration;
    private readonly Action? _reopen;
    private readonly PosixSignalRegistration? _registration;
    private readonly Lock _reading = new();
    private Outcome? _outcome;

    /// <param name="configuration">What is read again; null: nothing.</param>
    /// <param name="reopen">Opens files anew that others may have moved; null: there are none.</param>
    public Reload(Configuration? configuration, Action? reopen = null)
    {
        (_configuration, _reopen) = (configuration, reopen);
        if (configuration?.Path is not null || reopen is not null)
        {
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _ = ThreadPool.UnsafeQueueUserWorkItem(_ => Answer(), null);
            });
        }
    }

    /// <summary>What was read since this was last asked; of several readings the last.</summary>
    /// <param name="settings">The new settings; null where they are wrong.</param>
    /// <param name="problem">What is wrong with them.</param>
    public bool TryTake(out Settings? settings, out string problem)
    {
        (settings, problem) = (null, "");
        if (Volatile.Read(ref _outcome) is null || Interlocked.Exchange(ref _outcome, null) is not { } outcome)
        {
            return false;
        }

        (settings, problem) = (outcome.Settings, outcome.Problem);
        return true;
    }

    public void Dispose() => _registration?.Dispose();

    private void Answer()
    {
        _reopen?.Invoke();
        if (_configuration?.Path is not null)
        {
            Read();
        }
    }

    private void Read()
    {
        // Two signals in a row are two readings, one after the other.
        lock (_reading)
        {
            try
            {
                Volatile.Write(ref _outcome, new Outcome(_configuration!.Read(), ""));
            }
            catch (ConfigurationException e)
            {
                Volatile.Write(ref _outcome, new Outcome(null, Failures.Sentence(e)));
            }
            catch (Exception e)
            {
                // Whatever a file does to its reader, who listens goes on.
                Volatile.Write(ref _outcome, new Outcome(null, e.Message));
            }
        }
    }

    private sealed record Outcome(Settings? Settings, string Problem);
}
