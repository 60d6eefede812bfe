using Sensor.Fuzz.Coverage;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz.Engine;

/// <summary>Gives a target one input and sees whether everything holds.</summary>
internal sealed class Trial(ITarget target)
{
    private readonly Lock _changing = new();
    private byte[]? _running;
    private long _since;

    /// <summary>Most work done for a byte of one input, of inputs that aren't small.</summary>
    public double MostWork { get; private set; }

    /// <summary>Blocks run for the last input.</summary>
    public long Work { get; private set; }

    /// <summary>The input that has been running for longer than <paramref name="limit"/>; null: none.</summary>
    public byte[]? Stuck(TimeSpan limit)
    {
        lock (_changing)
        {
            return _running is not null && Environment.TickCount64 - _since > limit.TotalMilliseconds ? _running : null;
        }
    }

    /// <summary>Runs an input; afterwards the trace shows what it did.</summary>
    /// <exception cref="Exception">Something doesn't hold.</exception>
    public void Run(byte[] input)
    {
        Begin(input);
        try
        {
            Trace.Reset();
            var before = GC.GetAllocatedBytesForCurrentThread();
            target.Run(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Work = Trace.Work;
            Require.That(allocated <= target.MostAllocated(input.Length), $"{allocated} bytes are allocated for {input.Length}");
            Require.That(Work <= target.MostWork(input.Length), $"{Work} blocks are run for {input.Length} bytes");
            MostWork = Math.Max(MostWork, (double)Work / Math.Max(input.Length, 1000));
        }
        finally
        {
            End();
        }
    }

    /// <summary>Checks an input that was just run in the target's other ways.</summary>
    public void Verify(byte[] input)
    {
        Begin(input);
        try
        {
            target.Verify(input);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Both, for an input on its own.</summary>
    public Exception? Whole(byte[] input)
    {
        try
        {
            Run(input);
            Verify(input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Begin(byte[] input)
    {
        lock (_changing)
        {
            (_running, _since) = (input, Environment.TickCount64);
        }
    }

    private void End()
    {
        lock (_changing)
        {
            _running = null;
        }
    }
}
