using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Hl7;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class SegmentReaderTests
{
    [Fact]
    public void Reads_every_field_as_python_hl7_does()
    {
        var compared = 0;
        using var told = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Here(), "Vectors", "fields.json")));
        foreach (var message in told.RootElement.EnumerateArray())
        {
            var turn = Hl7Recordings.Get(message.GetProperty("recording").GetString()!).Turns[message.GetProperty("turn").GetInt32()];
            var block = Encoding.UTF8.GetString(turn.Bytes).Split(Hl7Recordings.End)[message.GetProperty("message").GetInt32()][1..];
            var segments = block.Split('\r');
            Assert.True(EncodingCharacters.TryRead(Encoding.UTF8.GetBytes(segments[0]), out var characters));
            foreach (var row in message.GetProperty("fields").EnumerateArray())
            {
                var reader = new SegmentReader(Encoding.UTF8.GetBytes(segments[row[0].GetInt32()]), characters);
                var field = row[1].GetInt32();
                var raw = segments[row[0].GetInt32()].StartsWith("MSH", StringComparison.Ordinal) && field <= 2
                    ? reader.Field(field)
                    : reader.Subcomponent(field, row[3].GetInt32(), row[4].GetInt32(), row[2].GetInt32());
                Assert.Equal(row[5].GetString(), Encoding.UTF8.GetString(raw));
                if (field > 2)
                {
                    Assert.Equal(row[6].GetString(), Encoding.UTF8.GetString(Escapes.Undo(raw, characters, new byte[256])));
                }

                compared++;
            }
        }

        Assert.True(compared > 1000);
    }

    [Fact]
    public void Numbers_the_fields_of_a_header_from_its_separator()
    {
        var reader = new SegmentReader("MSH|^~\\&|APP|FAC"u8, EncodingCharacters.Standard);
        Assert.True(reader.Field(1).SequenceEqual("|"u8));
        Assert.True(reader.Field(2).SequenceEqual("^~\\&"u8));
        Assert.True(reader.Field(3).SequenceEqual("APP"u8));
        Assert.True(reader.Field(5).IsEmpty);
    }

    [Fact]
    public void Goes_back_when_asked_for_an_earlier_field()
    {
        var reader = new SegmentReader("PID|a|b|c"u8, EncodingCharacters.Standard);
        Assert.True(reader.Field(3).SequenceEqual("c"u8));
        Assert.True(reader.Field(4).IsEmpty);
        Assert.True(reader.Field(1).SequenceEqual("a"u8));
        Assert.True(reader.Id.SequenceEqual("PID"u8));
    }

    [Fact]
    public void A_delimiter_that_is_not_declared_separates_nothing()
    {
        Assert.True(EncodingCharacters.TryRead("MSH|^|APP"u8, out var characters));
        Assert.False(characters.IsComplete);
        var reader = new SegmentReader("PID|a~b^c&d"u8, characters);
        Assert.True(reader.Component(1, 1).SequenceEqual("a~b"u8));
        Assert.True(reader.Component(1, 2).SequenceEqual("c&d"u8));
        Assert.True(reader.Subcomponent(1, 2, 2).IsEmpty);
        Assert.True(reader.Repetition(1, 2).IsEmpty);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
