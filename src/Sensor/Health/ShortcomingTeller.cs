using Sensor.Dissectors.Contract;

namespace Sensor.Health;

/// <summary>Remembers what a partition has told of its shortcomings, and tells what is new.</summary>
internal sealed class ShortcomingTeller(FactSink facts)
{
    private readonly long[] _told = new long[Enum.GetValues<Shortcoming>().Length];

    /// <param name="what">The shortcoming.</param>
    /// <param name="total">How often since the beginning of the input.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    public void Tell(Shortcoming what, long total, long time)
    {
        ref var told = ref _told[(int)what];
        if (total == told)
        {
            return;
        }

        var fact = new CameShort { What = what, Count = total - told };
        told = total;
        facts.Write(in fact, default, time, facts.Ordinal, Quality.Clean, Endpoint.Client);
    }
}
