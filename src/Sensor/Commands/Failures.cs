using Sensor.Capture;
using Sensor.Yaml;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>What can go wrong with inputs and results, as one sentence and an exit code.</summary>
internal static class Failures
{
    /// <summary>The first thing that is wrong with a configuration, and how many more there are.</summary>
    public static string Sentence(ConfigurationException e) =>
        e.Complaints.Count == 1 ? e.Complaints[0].ToString() : $"{e.Complaints[0]} ({e.Complaints.Count - 1} more; see 'sensor config check')";

    public static int Tell(Screen screen, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (ConfigurationException e)
        {
            screen.Fail(Sentence(e));
            return ExitCode.BadUsage;
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
