using Sensor.Fuzz.Coverage;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz.Engine;

/// <summary>Gives a target one input and sees whether everything holds.</summary>
internal sealed class Trial(ITarget target)
{
    private volatile byte[]? _running;

    /// <summary>Most work done for a byte of one input, of inputs that aren't small.</summary>
    public double MostWork { get; private set; }

    /// <summary>Blocks run for the last input.</summary>
    public long Work { get; private set; }

    /// <summary>The input at hand; null between inputs. Any thread may ask.</summary>
    public byte[]? Running => _running;

    /// <summary>Runs an input; afterwards the trace shows what it did.</summary>
    /// <exception cref="Exception">Something doesn't hold.</exception>
    public void Run(byte[] input)
    {
        _running = input;
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
            _running = null;
        }
    }

    /// <summary>Checks an input that was just run in the target's other ways.</summary>
    public void Verify(byte[] input)
    {
        _running = input;
        try
        {
            target.Verify(input);
        }
        finally
        {
            _running = null;
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
}
