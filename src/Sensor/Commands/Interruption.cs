using System.Runtime.InteropServices;

namespace Sensor.Commands;

/// <summary>Ctrl-C and SIGTERM end the reading; what was read is worked through and written.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration _int;
    private readonly PosixSignalRegistration _term;

    public Interruption(Action stop)
    {
        _int = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Commands.ExitCode.Interrupted));
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Commands.ExitCode.Terminated));

        void Stop(PosixSignalContext context, int exitCode)
        {
            context.Cancel = true;
            ExitCode ??= exitCode;
            stop();
        }
    }

    /// <summary>What the process should end with because of a signal; null when there was none.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        _int.Dispose();
        _term.Dispose();
    }
}
