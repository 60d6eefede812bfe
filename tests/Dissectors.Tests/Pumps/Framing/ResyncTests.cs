using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>What happens when bytes are lost, damaged or strange.</summary>
public sealed class ResyncTests
{
    [Fact]
    public void A_stream_begun_in_the_middle_is_no_resync()
    {
        var reading = new Reading(Known.Alaris, midStream: true).Say("RATE|8E6D\r!INF|4961\r"u8.ToArray());
        Assert.Equal(["INF"], reading.Found);
        Assert.Equal(0, reading.Resyncs);
    }

    [Fact]
    public void Garbage_between_frames_is_one_resync()
    {
        byte[] bytes = [.. "!INF|4961\r"u8, .. "xyz"u8, 0x80, .. "q!a!!"u8, 0xff, .. "!INF|4961\r!INF_START|38F3\r"u8];
        Assert.Equal(["INF", "INF", "INF_START"], Reading.Of(Known.Alaris, bytes));
        Assert.Equal(1, new Reading(Known.Alaris).Say(bytes).Resyncs);
    }

    [Fact]
    public void Lost_bytes_are_one_resync()
    {
        var reading = new Reading(Known.Alaris).Say("!INF|4961\r!INF_RA"u8.ToArray()).Lose().Say("|8E6D\r!INF|4961\r"u8.ToArray());
        Assert.Equal(["INF", "INF"], reading.Found);
        Assert.Equal(1, reading.Resyncs);
    }

    [Fact]
    public void A_damaged_end_costs_one_frame_only() =>
        Assert.Equal(["bad ", "INF_START"], Reading.Of(Known.Alaris, "!INF|4961?!INF_START|38F3\r"u8.ToArray()));

    [Fact]
    public void A_damaged_start_costs_one_frame_only() =>
        Assert.Equal(["INF_START"], Reading.Of(Known.Alaris, "?INF|4961\r!INF_START|38F3\r"u8.ToArray()));

    [Fact]
    public void Line_ends_between_frames_mean_nothing()
    {
        var reading = new Reading(Known.Alaris).Say("!INF|4961\r\n\0!INF|4961\r\n"u8.ToArray());
        Assert.Equal(["INF", "INF"], reading.Found);
        Assert.Equal(0, reading.Resyncs);
    }

    [Fact]
    public void A_flag_may_end_one_frame_and_begin_the_next()
    {
        var bytes = Reading.Hex("7E 41 01 5C 0E 7E 41 02 5C 0D 7E 7E 7E 41 02 5C 0D 7E");
        Assert.Equal(["A\x01", "A\x02", "A\x02"], Reading.Of(Known.Dianet, bytes));
        Assert.Equal(0, new Reading(Known.Dianet).Say(bytes).Resyncs);
    }

    [Fact]
    public void A_lost_flag_costs_what_stands_around_it_only() =>
        Assert.Equal(["bad ", "A\x02"], Reading.Of(Known.Dianet, Reading.Hex("7E 41 01 5C 0E 41 02 5C 0D 7E 7E 41 02 5C 0D 7E")));

    [Fact]
    public void Lines_without_a_start_are_found_again_behind_an_end()
    {
        var reading = new Reading(Known.Harvard, Sender.Controller).Say("RUN\rST"u8.ToArray()).Lose().Say("P\rRAT\r"u8.ToArray());
        Assert.Equal(["RUN", "RAT"], reading.Found);
        Assert.Equal(1, reading.Resyncs);
    }

    [Fact]
    public void A_frame_that_is_too_long_is_none()
    {
        byte[] bytes = [.. "!"u8, .. Enumerable.Repeat((byte)'a', 600), .. "|0000\r!INF|4961\r"u8];
        Assert.Equal(["INF"], Reading.Of(Known.Alaris, bytes));
    }

    [Fact]
    public void A_length_that_is_none_gives_way_at_once()
    {
        var reading = new Reading(Known.Bcc).Say(Reading.Bytes("\x01" + "0003x\x02\x01" + "99999\x02\x01" + "00031\x02" + "1/1/1>ADMIN:ALIVE\x03" + "00061\x04"));
        Assert.Equal(["1/1/1>ADMIN:ALIVE"], reading.Found);
    }

    [Fact]
    public void Telnets_options_are_taken_out_anywhere_once_they_were_negotiated()
    {
        byte[] bytes =
        [
            0xff, 0xfb, 0x01, 0xff, 0xfd, 0x03, .. "[DE"u8, 0xff, 0xfa, 0x18, 0x01, 0xff, 0xf0, .. "V?]"u8, 0x8b, 0x1c, 0xff, 0xf1,
            .. "[EXIT]"u8, 0xbb, 0xff, 0xfc, 0x05, 0xee,
        ];
        Assert.Equal(["DEV?", "EXIT"], Reading.Of(Known.As50, bytes));
        Assert.Equal(0, new Reading(Known.As50).Say(bytes).Resyncs);
    }

    [Fact]
    public void A_doubled_byte_is_one_where_telnet_was_negotiated_and_two_elsewhere()
    {
        var definition = Known.Protocol(new FrameDefinition { Start = [2], Header = 1, Length = new LengthDefinition(1, LengthCoding.U8, Add: 3), Trailer = [Known.Literal("\x03")] });
        Assert.Equal(["a\xff" + "b"], Reading.Of(definition, [0xff, 0xfb, 0x00, 2, 3, (byte)'a', 0xff, 0xff, (byte)'b', 3]));
        Assert.Equal(["a\xff\xff"], Reading.Of(definition, [2, 3, (byte)'a', 0xff, 0xff, 3]));
    }

    [Fact]
    public void Silence_ends_frames()
    {
        var definition = Known.Protocol(new FrameDefinition
        {
            IdleMilliseconds = 50,
            Trailer = [Known.Sum],
            Checksums = [Known.Preset("modbus", ChecksumCoding.LittleEndian)],
        });
        var reading = new Reading(definition);
        reading.Say(Reading.Hex("01 03 00 00"), 1).Time += 10_000_000;
        reading.Say(Reading.Hex("00 0A C5 CD")).Time += 60_000_000;
        reading.Say(Reading.Hex("01 04 02 FF FF B8 80"));
        Assert.Equal(["\x01\x03\0\0\0\x0a"], reading.Found);
        Assert.Equal(["\x01\x03\0\0\0\x0a", "\x01\x04\x02\xff\xff"], reading.Finish().Found);
    }

    [Fact]
    public void Documents_end_with_their_roots()
    {
        var definition = Known.Protocol(new FrameDefinition { XmlRoots = ["REQ", "REP"] });
        Assert.Equal(
            ["<?xml version=\"1.0\"?>\n<REQ a=\"b\"><REP></REP></REQ>", "<REP/>", "<REP>1</REP >"],
            Reading.Of(definition, "<?xml version=\"1.0\"?>\n<REQ a=\"b\"><REP></REP></REQ>\r\n<REP/><REPS></REPS><REP>1</REP >"u8.ToArray()));
    }

    [Fact]
    public void A_datagram_is_a_frame()
    {
        var reading = new Reading(Known.Protocol(new FrameDefinition { IsDatagram = true, Trailer = [Known.Sum], Checksums = [Known.Preset("arc", ChecksumCoding.BigEndian)] }));
        reading.Say([.. "123456789"u8, 0xbb, 0x3d]).Say([.. "123456789"u8, 0xbb, 0x3e]);
        Assert.Equal(["123456789", "bad "], reading.Found);
    }

    [Fact]
    public void Lengths_of_every_coding()
    {
        (LengthCoding Coding, int Digits, byte[] Written)[] all =
        [
            (LengthCoding.U8, 0, [5]), (LengthCoding.U16BigEndian, 0, [0, 5]), (LengthCoding.U16LittleEndian, 0, [5, 0]), (LengthCoding.U32BigEndian, 0, [0, 0, 0, 5]),
            (LengthCoding.U32LittleEndian, 0, [5, 0, 0, 0]), (LengthCoding.Decimal, 3, [.. "005"u8]), (LengthCoding.Hex, 2, [.. "05"u8]), (LengthCoding.Ber, 0, [5]),
        ];
        foreach (var (coding, digits, written) in all)
        {
            var definition = Known.Protocol(new FrameDefinition
            {
                Start = [0x30],
                Header = written.Length,
                Length = new LengthDefinition(1, coding, digits, 1 + written.Length),
            });
            Assert.Equal(["hello", "again"], Reading.Of(definition, [0x30, .. written, .. "hello"u8, 0x30, .. written, .. "again"u8]));
        }

        var ber = Known.Protocol(new FrameDefinition { Start = [0x30], Header = 1, Length = new LengthDefinition(1, LengthCoding.Ber, Add: 2) });
        Assert.Equal(["hello", "again"], Reading.Of(ber, [0x30, 0x82, 0, 5, .. "hello"u8, 0x30, 0x81, 5, .. "again"u8]));
    }
}
