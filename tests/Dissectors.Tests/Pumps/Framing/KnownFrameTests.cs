using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>That a reader has found a frame before changes nothing of what it finds.</summary>
public sealed class KnownFrameTests
{
    /// <summary>A frame each, and another one, which shows a reader of its direction what there is to be shown.</summary>
    public static TheoryData<string, string, string> Families => new()
    {
        { "alaris", "!INF_START|38F3\r", "!INF|4961\r" },
        { "bcc", "\x01" + "00030\x02ICU7/1/1>MEM:GET\x03" + "00008\x04", "\x01" + "00034\x02ICU7/1/1>ADMIN:ALIVE\x03" + "00039\x04" },
        { "terumo", "\x02<?xml version=\"1.0\"?><REQ><DEVID></DEVID></REQ>8411\x03", "\x02<?xml version=\"1.0\"?><REP><DEVID>000100700000001201000001</DEVID></REP>D38C\x03" },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void A_frame_that_comes_again_is_found_again(string family, string frame, string other)
    {
        var once = Reading.Of(Definition(family), Reading.Bytes(frame));
        var another = Reading.Of(Definition(family), Reading.Bytes(other));
        Assert.Equal([.. once, .. once, .. another, .. once, .. another], Reading.Of(Definition(family), Reading.Bytes(frame + frame + other + frame + other)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Damage_to_a_frame_that_was_good_before_is_seen(string family, string frame, string other)
    {
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var damaged = Reading.Bytes(frame);
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            byte[] bytes = [.. damaged, .. Reading.Bytes(frame + other)];
            var fresh = new Reading(Definition(family)).Say(Reading.Bytes(other)).Say(bytes).Found;
            var after = new Reading(Definition(family)).Say(Reading.Bytes(frame + frame)).Say(bytes).Found;
            Assert.Equal(fresh[1..], after[2..]);
        }
    }

    private static ProtocolDefinition Definition(string family) => family switch
    {
        "alaris" => Known.Alaris,
        "bcc" => Known.Bcc,
        _ => Known.Terumo,
    };
}
