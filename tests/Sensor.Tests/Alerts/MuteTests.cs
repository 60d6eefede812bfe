using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.State;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Tests.Alerts;

/// <summary>What is muted, or was closed as expected, isn't told, and nothing else; counted, until its packet time is over or it is taken back.</summary>
public sealed class MuteTests
{
    private const long Until = 1000;

    private static readonly AlertReason _harvest = AlertCatalogue.NewPeer;
    private static readonly AlertReason _other = AlertCatalogue.All.First(r => r != _harvest);

    [Theory]
    [InlineData("Pair", "same", true)]
    [InlineData("Pair", "another story", true)]
    [InlineData("Pair", "another peer", false)]
    [InlineData("Pair", "no peer", false)]
    [InlineData("Pair", "another reason", false)]
    [InlineData("Pair", "the other way round", false)]
    [InlineData("Device", "another peer", true)]
    [InlineData("Device", "no peer", true)]
    [InlineData("Device", "another device", false)]
    [InlineData("Device", "another reason", false)]
    [InlineData("Reason", "another device", true)]
    [InlineData("Reason", "the sensor itself", true)]
    [InlineData("Reason", "another reason", false)]
    [InlineData("AllOfDevice", "another reason", true)]
    [InlineData("AllOfDevice", "another peer", true)]
    [InlineData("AllOfDevice", "another device", false)]
    [InlineData("AllOfDevice", "the sensor itself", false)]
    public void A_muting_reaches_as_far_as_its_scope(string scope, string which, bool isMuted)
    {
        var mutes = new Mutes();
        mutes.Add(Muting(1, Enum.Parse<MuteScope>(scope)), now: 0);
        Assert.Equal(isMuted, Hides(mutes, Alert(which)));
        Assert.Equal(isMuted ? 1 : 0, mutes.Hidden);
        Assert.Equal(isMuted ? 1 : 0, Assert.Single(mutes.All).Hidden);
    }

    [Theory]
    [InlineData("same", true)]
    [InlineData("another story", false)]
    [InlineData("another peer", false)]
    [InlineData("another device", false)]
    [InlineData("another reason", false)]
    public void What_is_expected_of_a_rule_is_the_very_same_thing(string which, bool isHidden)
    {
        var mutes = new Mutes();
        mutes.Add(Closing(1, Verdict.BenignExpected), now: 0);
        Assert.Equal(isHidden, Hides(mutes, Alert(which)));
    }

    [Theory]
    [InlineData("True")]
    [InlineData("BenignOnce")]
    public void Other_verdicts_hide_nothing(string verdict)
    {
        var mutes = new Mutes();
        mutes.Add(Closing(1, Enum.Parse<Verdict>(verdict)), now: 0);
        Assert.False(Hides(mutes, Alert("same")));
        Assert.Empty(mutes.All);
    }

    [Fact]
    public void The_sensor_itself_can_be_muted()
    {
        var mutes = new Mutes();
        mutes.Add(Deed(JournalVerb.Mute, 1, new Matter(_harvest.SignatureId, 0, null, "", null)) with { Scope = MuteScope.AllOfDevice }, now: 0);
        Assert.True(Hides(mutes, Alert("the sensor itself")));
        Assert.False(Hides(mutes, Alert("same")));
    }

    [Theory]
    [InlineData(Until - 1, true)]
    [InlineData(Until, false)]
    [InlineData(Until + 1, false)]
    public void A_muting_ends_by_packet_time(long time, bool isMuted)
    {
        var mutes = new Mutes();
        mutes.Add(Muting(1, MuteScope.Pair), now: 0);
        Assert.Equal(isMuted, Hides(mutes, Alert("same", time)));
    }

    [Fact]
    public void What_one_says_another_does_not_take_back()
    {
        var mutes = new Mutes();
        mutes.Add(Muting(1, MuteScope.Pair), now: 0);
        mutes.Add(Muting(2, MuteScope.Pair), now: 0);
        mutes.Remove(1);
        mutes.Remove(7);
        Assert.True(Hides(mutes, Alert("same")));
        mutes.Remove(2);
        Assert.False(Hides(mutes, Alert("same")));
    }

    [Fact]
    public void What_hides_and_what_it_hid_is_saved()
    {
        var mutes = new Mutes();
        mutes.Add(Muting(1, MuteScope.Device), now: 0);
        mutes.Add(Closing(2, Verdict.BenignExpected), now: 0);
        Hides(mutes, Alert("another peer", 5));
        Hides(mutes, Alert("another peer", 9));

        var loaded = Saved(mutes, out var bytes);
        Assert.Equal(mutes.All.Select(m => (m.Number, m.Incident, m.Until, m.Hidden, m.Last)), loaded.All.Select(m => (m.Number, m.Incident, m.Until, m.Hidden, m.Last)));
        Assert.Equal((2, 9L), (loaded.All.First().Hidden, loaded.All.First().Last));
        Assert.True(Hides(loaded, Alert("same")));
        loaded = Saved(mutes, out var again);
        Assert.Equal(bytes, again);
        Assert.Equal(2, loaded.Hidden);
    }

    [Fact]
    public void At_the_bound_what_is_over_makes_room_and_the_rest_is_counted()
    {
        var mutes = new Mutes();
        mutes.Add(Many(1, Mutes.MaxKeys, Until), now: 0);
        mutes.Add(Muting(2, MuteScope.Pair), now: Until - 1);
        Assert.Equal((1L, false), (mutes.Refused, Hides(mutes, Alert("same"))));

        mutes.Add(Muting(3, MuteScope.Pair) with { Until = null }, now: Until);
        Assert.True(Hides(mutes, Alert("same")));
        Assert.Equal(1, mutes.Refused);
    }

    private static Mutes Saved(Mutes mutes, out byte[] bytes)
    {
        var writer = new PartWriter();
        mutes.Save(writer);
        bytes = writer.Written.ToArray();
        var reader = new PartReader(bytes);
        var loaded = new Mutes();
        loaded.Load(ref reader);
        Assert.True(reader.Complete);
        return loaded;
    }

    private static JournalEntry Muting(long number, MuteScope scope) => Deed(JournalVerb.Mute, number, Matter(1, 2)) with { Scope = scope, Until = Until };

    private static JournalEntry Closing(long number, Verdict verdict) => Deed(JournalVerb.Close, number, Matter(1, 2)) with { Verdict = verdict };

    private static JournalEntry Many(long number, int keys, long until) =>
        Deed(JournalVerb.Mute, number, [.. Enumerable.Range(100, keys).Select(device => Matter(device, 2))]) with { Until = until };

    private static JournalEntry Deed(JournalVerb verb, long number, params Matter[] about) => new(verb, Incident: 1) { Number = number, Who = "ana", Said = 1, About = about };

    private static Matter Matter(int device, int peer) => new(_harvest.SignatureId, device, peer, "story", null);

    private static bool Hides(IMutes mutes, Alert alert) => mutes.Mutes(alert);

    private static Alert Alert(string which, long time = 5)
    {
        var (reason, device, peer, story) = which switch
        {
            "another story" => (_harvest, 1, 2, "another"),
            "another peer" => (_harvest, 1, 3, "story"),
            "no peer" => (_harvest, 1, 0, "story"),
            "another reason" => (_other, 1, 2, "story"),
            "the other way round" => (_harvest, 2, 1, "story"),
            "another device" => (_harvest, 4, 2, "story"),
            "the sensor itself" => (_harvest, 0, 0, ""),
            _ => (_harvest, 1, 2, "story"),
        };
        return new Alert(reason, Device(device), Device(peer))
        {
            Subject = story,
            Header = new FactHeader { Time = time },
            Observed = new Observed(1, "use", ""),
            Expected = new ExpectedRange(0, 0, 0, "use", 0, null),
            Explanation = "",
            Packets = [],
            Period = (time, time),
        };
    }

    private static Device? Device(int number) => number == 0 ? null : new Device(number, new IpAddress(0, (ulong)number), 0);
}
