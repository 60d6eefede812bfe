namespace Sensor.Commands;

/// <summary>What the process ends with (the exit codes of the contract).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;
    public const int AlertsFound = 3;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
