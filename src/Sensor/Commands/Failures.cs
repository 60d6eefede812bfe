using Sensor.Capture;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>What can go wrong with inputs and results, as one sentence and an exit code.</summary>
internal static class Failures
{
    public static int Tell(Screen screen, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is CaptureException or OutputException or StateException)
        {
            screen.Fail(e.Message);
            return ExitCode.Failed;
        }
        catch (IOException e)
        {
            screen.Fail($"Results can't be written: {e.Message.TrimEnd('.')}.");
            return ExitCode.Failed;
        }
    }
}
