using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>How much TCP of a partition got through to the sensor since its last sample. Not an event: a measure of loss is made of the samples of all.</summary>
internal struct LossSample : IFact<LossSample>
{
    /// <summary>Bytes that were captured.</summary>
    public long Delivered;

    /// <summary>Bytes that were on the wire and aren't in the capture. Negative when more that was given up came late.</summary>
    public long Lost;

    /// <summary>Holes they make, likewise.</summary>
    public int Holes;

    public static FactKind Kind { get; } = FactKind.Of<LossSample>(null);

    public static void Write(in LossSample fact, EventWriter to)
    {
    }

    public static void Tell(in LossSample fact, IMeaning to)
    {
    }
}

/// <summary>
/// Samples a partition's loss at whole multiples of <see cref="Interval"/>, the same for all partitions, as long as TCP goes by. Flows tell what they lost
/// only when they end, and some last for days.
/// </summary>
internal sealed class LossSampler(FactSink facts)
{
    /// <summary>Nanoseconds of packet time.</summary>
    public const long Interval = 5_000_000_000;

    private LossSample _sample;

    /// <summary>Packet time of the next sample.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>Something goes by at this running maximum of packet time.</summary>
    public void Arm(long now)
    {
        if (Next == long.MaxValue)
        {
            Next = ((now / Interval) + 1) * Interval;
        }
    }

    public void Deliver(int bytes) => _sample.Delivered += bytes;

    public void Lose(long bytes, int holes)
    {
        _sample.Lost += bytes;
        _sample.Holes += holes;
    }

    /// <summary>Tells the sample if it is due.</summary>
    /// <param name="ordinal">The packet that shows it.</param>
    /// <param name="now">Time that never goes back.</param>
    /// <param name="shift">What to take off that for packet time.</param>
    public void TellIfDue(long ordinal, long now, long shift)
    {
        if (now >= Next)
        {
            facts.Write(in _sample, default, Next - shift, ordinal, Quality.Clean, Endpoint.Client);
            _sample = default;
            Next = long.MaxValue;
        }
    }
}
