using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Tests.Contract;

public sealed class EveTimeTests
{
    [Theory]
    [InlineData(1_795_280_400_123_456_000, "2026-11-21T17:00:00.123456+0000")]
    [InlineData(0, "1970-01-01T00:00:00.000000+0000")]
    [InlineData(999, "1970-01-01T00:00:00.000000+0000")]
    [InlineData(1_000, "1970-01-01T00:00:00.000001+0000")]
    [InlineData(999_999_999, "1970-01-01T00:00:00.999999+0000")]
    [InlineData(-1, "1969-12-31T23:59:59.999999+0000")]
    [InlineData(-1_000_000_000, "1969-12-31T23:59:59.000000+0000")]
    [InlineData(951_782_400_000_000_000, "2000-02-29T00:00:00.000000+0000")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775+0000")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224+0000")]
    public void Time_is_written_as_Suricata_writes_it(long nanoseconds, string expected) => Assert.Equal(expected, Text(nanoseconds));

    [Fact]
    public void Any_time_reads_back_to_the_microsecond()
    {
        var random = new Random(13);
        for (var i = 0; i < 5000; i++)
        {
            var microseconds = random.NextInt64(-2_000_000_000_000_000, 4_000_000_000_000_000);
            var text = Text((microseconds * 1000) + random.Next(1000));
            var read = DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mm:ss.ffffff+0000", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

            Assert.Equal(microseconds, (read.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);
        }
    }

    private static string Text(long nanoseconds)
    {
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, text);
        return Encoding.ASCII.GetString(text);
    }
}
