using System.Diagnostics;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A network namespace of the test's own, with nothing but its loopback. Gone with the test.</summary>
internal sealed class Namespace : IDisposable
{
    private static int _made;
    private readonly string _name = $"sensor-e2e-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";

    public Namespace()
    {
        Ip("netns", "add", _name);
        Ip("-n", _name, "link", "set", "lo", "up");
    }

    public Process Start(string program, params IEnumerable<string> arguments)
    {
        var process = Process.Start(Programs.StartInfo("ip", ["netns", "exec", _name, program, .. arguments]))!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits until a process has said something on standard error; what it says later is read and dropped.</summary>
    public static void AwaitWords(Process process, string words)
    {
        var heard = new ManualResetEventSlim();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(words, StringComparison.Ordinal) == true)
            {
                heard.Set();
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Assert.True(heard.Wait(TimeSpan.FromSeconds(60)), $"'{words}' was not said");
    }

    public void Dispose() => Ip("netns", "del", _name);

    private static void Ip(params string[] arguments)
    {
        using var ip = Process.Start("ip", arguments);
        ip.WaitForExit();
    }
}
