using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class Hl7ProbeTests
{
    private const string Vt = Hl7Recordings.Vt;

    [Theory]
    [InlineData(Vt + "MSH|", Verdict.Certain)]
    [InlineData(Vt + "MSH#@", Verdict.Certain)]
    [InlineData(Vt + "FHS|", Verdict.Certain)]
    [InlineData(Vt + "BHS|", Verdict.Certain)]
    [InlineData(Vt + "D23\rMSH|", Verdict.Certain)]
    [InlineData("MSH|^~\\&|", Verdict.Certain)]
    [InlineData("\r\n" + Vt + "MSH|", Verdict.Certain)]
    [InlineData(Vt + "\x1c\r" + Vt + "MSH|", Verdict.Certain)]
    [InlineData(Vt, Verdict.Unsure)]
    [InlineData(Vt + "MS", Verdict.Unsure)]
    [InlineData("MSH|", Verdict.Unsure)]
    [InlineData(Vt + "\x06\x1c\r", Verdict.Unsure)]
    [InlineData(Vt + "\x15\x1c\r", Verdict.Unsure)]
    [InlineData(Vt + "MSHA", Verdict.NotMine)]
    [InlineData("MSHome", Verdict.NotMine)]
    [InlineData("MSH||", Verdict.NotMine)]
    [InlineData(Vt + "PID|", Verdict.NotMine)]
    [InlineData("GET / HTTP/1.1", Verdict.NotMine)]
    public void Judges_the_first_bytes_by_content(string head, Verdict expected) => Assert.Equal(expected, Probe(head));

    [Fact]
    public void Finds_a_frame_in_mid_stream()
    {
        Assert.Equal(Verdict.NotMine, Probe("BX|1|NM|\r\x1c\r\x0bMSH|"));
        Assert.Equal(Verdict.Certain, Probe("BX|1|NM|\r\x1c\r\x0bMSH|", midStream: true));
        Assert.Equal(Verdict.Unsure, Probe("BX|1|NM|\r", midStream: true));
        Assert.Equal(Verdict.NotMine, Probe("BX\0\x01", midStream: true));
    }

    [Fact]
    public void Decides_on_what_there_is_when_no_more_will_come()
    {
        Assert.Equal(Verdict.Certain, Probe(Vt + "MSH", final: true));
        Assert.Equal(Verdict.NotMine, Probe(Vt, final: true));
        Assert.Equal(Verdict.Certain, Probe(Vt, final: true, port: 2575));
        Assert.Equal(Verdict.NotMine, Probe("BX|1|NM|\r", midStream: true, final: true));
    }

    private static Verdict Probe(string head, bool midStream = false, bool final = false, ushort port = 6661) =>
        new Hl7Protocol().Probe(Encoding.Latin1.GetBytes(head), new ProbeHints(Direction.ToServer, port, midStream, final));
}
