using Sensor.Dissectors.Contract;
using Sensor.State;

namespace Sensor.Pumps;

/// <summary>Pseudonyms as they are saved.</summary>
internal static class PumpStateBytes
{
    public static void Id(this PartWriter writer, Pseudonym id)
    {
        writer.UInt64(id.High);
        writer.UInt64(id.Low);
    }

    public static Pseudonym Id(this ref PartReader reader) => new(reader.UInt64(), reader.UInt64());
}
