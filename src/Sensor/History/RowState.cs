using Sensor.State;

namespace Sensor.History;

/// <summary>A row of sums as it is saved: most of it is nothing, and what there is is small.</summary>
internal static class RowState
{
    public static void Save(ReadOnlySpan<long> row, PartWriter writer)
    {
        writer.Byte((byte)(row.Length - row.Count(0L)));
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != 0)
            {
                writer.Byte((byte)i);
                WriteSmall(writer, row[i]);
            }
        }
    }

    /// <summary>Adds what was saved.</summary>
    /// <param name="reader">What was saved.</param>
    /// <param name="row">Takes it.</param>
    /// <param name="places">Where each saved column belongs.</param>
    public static void Load(ref PartReader reader, Span<long> row, ReadOnlySpan<int> places)
    {
        for (int rest = reader.Byte(); rest > 0 && !reader.Failed; rest--)
        {
            int column = reader.Byte();
            var value = ReadSmall(ref reader);
            if (reader.Require(column < places.Length))
            {
                row[places[column]] += value;
            }
        }
    }

    /// <summary>A number in as many bytes as it needs: seven bits each, the sign last.</summary>
    public static void WriteSmall(PartWriter writer, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            writer.Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        writer.Byte((byte)rest);
    }

    public static long ReadSmall(ref PartReader reader)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = reader.Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        reader.Require(false);
        return 0;
    }
}
