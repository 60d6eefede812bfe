using System.Text;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire;
using Hospital.Wire.Languages;

namespace Hospital.Tests.Wire;

/// <summary>Pumps' frames are those that are published.</summary>
public sealed class PumpPacketTests
{
    private readonly Said _said = new();

    [Theory]
    [InlineData("INF", "", "!INF|4961\r")]
    [InlineData("COMMS_PROTOCOL", "Asena Rev 2.1.5", "!COMMS_PROTOCOL^Asena Rev 2.1.5|661A\r")]
    [InlineData("REMOTE_CTRL", "ENABLED^3CC1", "!REMOTE_CTRL^ENABLED^3CC1|B1F1\r")]
    [InlineData("INF_RATE", "0.1^ml/h", "!INF_RATE^0.1^ml/h|B775\r")]
    [InlineData("ALARM", "AL_NOALM^ ^ ", "!ALARM^AL_NOALM^ ^ |C73B\r")]
    public void Alaris_has_a_CRC(string command, string rest, string frame)
    {
        var talk = _said.Converse(Language.Alaris, 4001);
        _said.Say(0, talk, Side.Client, new PumpRequest { Serial = "8002-51740", Command = command, Argument = rest });
        _said.Say(9, talk, Side.Server, new PumpReply { Serial = "8002-51740", Command = command, Text = rest });

        Assert.Equal(frame, Text(talk, Side.Client));
        Assert.Equal(frame, Text(talk, Side.Server));
    }

    [Fact]
    public void Its_code_is_that_of_the_serial_number() => Assert.Equal(("3CC1", "9535"), (AlarisFrames.CodeOf("8002-51740"), AlarisFrames.CodeOf("8002-51733")));

    [Fact]
    public void BCC_has_its_length_and_sum()
    {
        var talk = _said.Converse(Language.Bcc, 4001);
        _said
            .Say(0, talk, Side.Client, new PumpRequest { Serial = "", Command = "ADMIN:ALIVE" })
            .Say(1, talk, Side.Client, new PumpRequest { Serial = "74152", Command = "MEM:GETSLOT", Argument = "#11", Bed = "ICU7" })
            .Say(2, talk, Side.Server, Reply("206,50111,INSERNUM,74152\u001e206,50111,INRT,20.0"))
            .Say(3, talk, Side.Client, new PumpRequest { Serial = "74152", Command = PumpRequest.Acknowledge });

        Assert.Equal("\u000100031\u00021/1/1>ADMIN:ALIVE\u000300061\u0004\u000100037\u0002ICU7/1/1>MEM:GETSLOT#11\u000300214\u0004\u0006", Text(talk, Side.Client));
        Assert.Equal("\u000100067\u0002ICU7/1/1>206,50111,INSERNUM,74152\u001e206,50111,INRT,20.0\u001700228\u0004", Text(talk, Side.Server));
    }

    private static PumpReply Reply(string text) => new() { Serial = "74152", Command = "MEM:GETSLOT", Text = text, Bed = "ICU7", IsContinued = true };

    private string Text(Conversation talk, Side from) => Encoding.Latin1.GetString([.. _said.Record(WireForm.Real).Stream(talk, from).Select(b => b!.Value)]);
}
