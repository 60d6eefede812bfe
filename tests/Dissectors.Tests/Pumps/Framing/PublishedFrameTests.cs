using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>Frames that were published, or made from published layouts, are found whatever the segmentation.</summary>
public sealed class PublishedFrameTests
{
    [Fact]
    public void Alaris()
    {
        var bytes = Reading.Bytes("!INF|4961\r!COMMS_PROTOCOL|E8DA\r!COMMS_PROTOCOL^Asena Rev 2.1.5|661A\r!INST_SERIALNO^8002-51740|050B\r"
            + "!REMOTE_CTRL^ENABLED^3CC1|B1F1\r!REMOTE_CTRL^ENABLED^****^PERMIT^0^ms|7BB0\r!INF_RATE^0.1^ml/h|B775\r!ALARM^AL_NOALM^ ^ |C73B\r");
        Assert.Equal(
            ["INF", "COMMS_PROTOCOL", "COMMS_PROTOCOL^Asena Rev 2.1.5", "INST_SERIALNO^8002-51740", "REMOTE_CTRL^ENABLED^3CC1",
                "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms", "INF_RATE^0.1^ml/h", "ALARM^AL_NOALM^ ^ "],
            Reading.Of(Known.Alaris, bytes));
    }

    [Fact]
    public void Alaris_with_a_wrong_sum_is_bad() =>
        Assert.Equal(["bad ", "INF"], Reading.Of(Known.Alaris, Reading.Bytes("!REMQUERY^DEACT^^^|E5C9\r!INF|4961\r")));

    [Fact]
    public void Alaris_given_up_by_its_sender() =>
        Assert.Equal(["INF"], Reading.Of(Known.Alaris, Reading.Bytes("!INF_RA\x1b!INF|4961\r")));

    [Fact]
    public void Bcc()
    {
        var bytes = Reading.Bytes("\x01" + "00031\x02" + "1/1/1>ADMIN:ALIVE\x03" + "00061\x04\x06\x01" + "00035\x02" + "ComSystem/1/1>MEM:GET\x03" + "00153\x04\x15\x01"
            + "00040\x02" + "ICU7/1/1>206,50100,GNACK,0\x03" + "00182\x04");
        Assert.Equal(["1/1/1>ADMIN:ALIVE", "ack", "ComSystem/1/1>MEM:GET", "nak", "ICU7/1/1>206,50100,GNACK,0"], Reading.Of(Known.Bcc, bytes));
    }

    [Fact]
    public void Bcc_whose_sender_stuffs_characters()
    {
        var plain = BccFrame("ICU7/1/1>1,50111,DEed,E", 0x17);
        var stuffed = Reading.Bytes(Stuffed(plain));
        Assert.Equal(["ICU7/1/1>1,50111,DEed,E …", "ICU7/1/1>1,50111,DEed,E …"], Reading.Of(Known.Bcc, [.. stuffed, .. stuffed]));
        Assert.Equal(["ICU7/1/1>1,50111,DEed,E …"], Reading.Of(Known.Bcc, Reading.Bytes(plain)));
    }

    [Fact]
    public void Dianet_Star()
    {
        var bytes = Reading.Hex("7E 41 01 5C 0E 7E 7E 41 02 5C 0D 7E 80 7E 41 11 00 01 B8 2C 7E 41 11 00 00 B8 2D 7E "
            + "7E 41 10 FF FE DC BA 01 41 00 00 00 00 D8 E9 7E");
        Assert.Equal(
            ["A\x01", "A\x02", "monitor", "A\x11\0\x01", "A\x11\0\0", "A\x10\xff\xfe\xdc\xba\x01" + "A\0\0\0\0"],
            Reading.Of(Known.Dianet, bytes));
    }

    [Fact]
    public void Fresenius_with_and_without_parity()
    {
        var bytes = Reading.Bytes("\x02" + "0DC48\x03\x06\x02" + "0LE;bA1\x03\x15" + "3\x05\x02" + "1C;d0032;r00001388E6\x03\x14\x02" + "1I;03E7\x03");
        string[] expected = ["0DC", "ack", "0LE;b", "nak 3", "enq", "1C;d0032;r00001388", "dc4", "1I;03"];
        Assert.Equal(expected, Reading.Of(Known.Fresenius, bytes));
        byte[] even = [.. bytes.Select(b => (byte)(b | ((System.Numerics.BitOperations.PopCount(b) & 1) << 7)))];
        Assert.Equal(expected, Reading.Of(Known.Fresenius, even));
    }

    [Fact]
    public void Terumo() =>
        Assert.Equal(
            ["<?xml version=\"1.0\"?><REQ><DEVID></DEVID></REQ>", "<?xml version=\"1.0\"?><REP><DEVID>000100700000001201000001</DEVID></REP>"],
            Reading.Of(Known.Terumo, Reading.Bytes("\x02<?xml version=\"1.0\"?><REQ><DEVID></DEVID></REQ>8411\x03"
                + "\x02<?xml version=\"1.0\"?><REP><DEVID>000100700000001201000001</DEVID></REP>D38C\x03")));

    [Theory]
    [InlineData("x25")]
    [InlineData("kermit")]
    public void Graseby_with_whichever_sum_it_has(string name)
    {
        var sum = Reading.Compiled(Known.Protocol(new FrameDefinition
        {
            Start = [1],
            Ends = [[2]],
            Trailer = [Known.Sum],
            Checksums = [Known.Preset(name, ChecksumCoding.Hex)],
        })).Shapes[0].Edges[0].Sum!;
        var text = string.Concat(new[] { "D", "R0125", "O" }.Select(m => $"<{m.Length + 8:X2}{m}{sum.Compute(Reading.Bytes(m)):X4}>"));
        Assert.Equal(["D", "R0125", "O"], Reading.Of(Known.Graseby, Reading.Bytes(text)));
    }

    [Fact]
    public void As50_with_any_bytes_behind_its_end()
    {
        byte[] bytes = [.. "[DEV?]"u8, 0x8b, 0x1c, .. "[PRIRATE?]"u8, 0x34, 0x44, .. "[STATUS?]"u8, 0xc3, 0x4b, .. "[EXIT]"u8, 0xbb, 0xee, .. "[RESEND]"u8, 0xdb, 0x6b];
        Assert.Equal(["DEV?", "PRIRATE?", "STATUS?", "EXIT", "RESEND"], Reading.Of(Known.As50, bytes));
    }

    [Fact]
    public void Ne1000_basic_and_safe()
    {
        Assert.Equal(["01RUN", "STP"], Reading.Of(Known.Ne1000, Reading.Bytes("01RUN\r\nSTP\r"), Sender.Controller));
        Assert.Equal(["SAF0", "00S"], Reading.Of(Known.Ne1000, [.. Reading.Hex("02 08 53 41 46 30 55 43 03"), 0x02, .. "00S"u8, 0x03], Sender.Pump));
        Assert.Equal(["SAF0"], Reading.Of(Known.Ne1000, Reading.Hex("02 08 53 41 46 30 55 43 03"), Sender.Controller));
    }

    [Fact]
    public void Harvard()
    {
        Assert.Equal(["RUN", "RAT"], Reading.Of(Known.Harvard, "RUN\rRAT\r"u8.ToArray(), Sender.Controller));
        Assert.Equal(["\r\n", "\r\n0.5\r\n"], Reading.Of(Known.Harvard, "\r\n>\r\n0.5\r\n>"u8.ToArray(), Sender.Pump));
    }

    internal static string BccFrame(string info, byte end)
    {
        var head = $"\x01{info.Length + 14:D5}\x02{info}{(char)end}";
        return $"{head}{Reading.Bytes(head).Sum(b => b) & 0xff:D5}\x04";
    }

    private static string Stuffed(string frame) => string.Concat(frame.Select(c => c switch { 'D' => "EX", 'E' => "EE", 'd' => "ex", 'e' => "ee", _ => c.ToString() }));
}
