using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

public sealed class CountersTests
{
    [Fact]
    public void Nothing_seen_is_written_with_all_keys() =>
        Assert.Equal("""{"associations":0,"pdus":{},"commands":{},"pdv_bytes":0}""", Write(new DicomCounters()));

    [Fact]
    public void Partitions_add_up_in_any_order()
    {
        DicomCounters[] parts = [.. Enumerable.Range(0, 3).Select(i => new DicomCounters { PdvBytes = i, Resyncs = 1 })];
        for (var i = 0; i < 90; i++)
        {
            parts[i % 3].CountCommand((ushort)(0x7000 + i));
            parts[i % 3].CountCommand(DimseCommand.StoreRequest);
            parts[i % 3].Count(PduType.Data);
        }

        var (forth, back) = (new DicomCounters(), new DicomCounters());
        Array.ForEach(parts, forth.Add);
        Array.ForEach([.. parts.Reverse()], back.Add);
        Assert.Equal(Write(forth), Write(back));
        Assert.Equal((90, 3, 3), ((int)forth.Commands(DimseCommand.StoreRequest), (int)forth.PdvBytes, (int)forth.Resyncs));
    }

    private static string Write(DicomCounters counters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            counters.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
