using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Scorecard.Audits;

namespace Scorecard.Tests.Audits;

public sealed class LeakAuditTests
{
    private static readonly RawField[] Fields = [new("window", Trait.None), new("address", Trait.Peer, IsPlace: true), new("noise", Trait.None)];

    [Fact]
    public void A_field_that_attacks_set_apart_is_a_leak()
    {
        var found = Audit((attack, dice) => attack ? 8_192 : dice.Pick([1_024, 8_191, 8_193, 65_535]), Trait.Volume);
        Assert.Equal(LeakVerdict.Leak, Of(found, 7, "window").Verdict);
        Assert.True(Of(found, 7, "window").Area > 0.95);
        Assert.Contains("gives attacks of kind 7 away", Of(found, 7, "window").Words, StringComparison.Ordinal);
        Assert.Equal(LeakVerdict.Leak, Of(found, 0, "window").Verdict);
    }

    [Fact]
    public void A_field_that_tells_nothing_is_none()
    {
        var found = Audit((_, dice) => dice.Whole(1, 65_535), Trait.Volume);
        Assert.All(found, f => Assert.Equal(LeakVerdict.Clean, f.Verdict));
    }

    [Fact]
    public void A_field_that_is_what_the_attack_does_may_tell()
    {
        var found = Audit((_, dice) => dice.Whole(1, 9), Trait.Peer, address: attack => attack ? 200 : 10);
        Assert.Equal(LeakVerdict.Causal, Of(found, 7, "address").Verdict);
        Assert.DoesNotContain(found, f => f.Kind == 0 && f.Field == "address");
    }

    [Fact]
    public void An_attack_at_a_device_of_ordinary_life_is_told_by_where_it_is_and_that_is_no_leak()
    {
        var found = Audit((_, dice) => dice.Whole(1, 9), Trait.Volume, address: attack => attack ? 20 : null);
        Assert.Equal(LeakVerdict.Where, Of(found, 7, "address").Verdict);
        Assert.True(Of(found, 7, "address").Area > LeakAudit.Most);
        Assert.Equal(LeakVerdict.Where, Of(found, 0, "address").Verdict);
        Assert.Contains("tells where attacks of kind 7 happen", Of(found, 7, "address").Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_a_device_that_ordinary_life_does_not_have_is_a_leak()
    {
        var found = Audit((_, dice) => dice.Whole(1, 9), Trait.Volume, address: attack => attack ? 255 : null);
        Assert.Equal(LeakVerdict.Leak, Of(found, 7, "address").Verdict);
    }

    [Fact]
    public void Attacks_are_compared_with_ordinary_life_at_the_same_port()
    {
        // At port 104 the window is one for all, at 80 another: it tells the port and nothing else.
        var dice = new Dice(4, "ports");
        var at = 0;
        int Port(bool attack) => at = attack || dice.Chance(0.5) ? 104 : 80;
        var alike = LeakAudit.Run(Fields, Samples(Trait.Volume, (_, _) => at == 104 ? 8_192 + dice.Whole(0, 9) : dice.Whole(0, 99), port: Port));
        Assert.Equal(LeakVerdict.Clean, Of(alike, 7, "window").Verdict);
        var port = LeakAudit.Run([new("window", Trait.None, IsServerPort: true), .. Fields.Skip(1)], Samples(Trait.Volume, (_, _) => at == 104 ? 8_192 + dice.Whole(0, 9) : dice.Whole(0, 99), port: Port));
        Assert.Equal(LeakVerdict.Leak, Of(port, 7, "window").Verdict);
    }

    [Fact]
    public void What_is_alike_only_within_one_run_is_none()
    {
        // Every attack has a place of its own: what is learnt of some says nothing of others.
        var dice = new Dice(3, "places");
        var found = LeakAudit.Run(Fields, Samples(Trait.Volume, (run, attack) => attack > 0 ? 1_000 * dice.Whole(1, 60) : dice.Whole(1, 60_000)));
        Assert.NotEqual(LeakVerdict.Leak, Of(found, 7, "window").Verdict);
    }

    [Fact]
    public void The_tree_finds_a_band_in_the_middle()
    {
        var tree = DepthTwoTree.Fit([.. Enumerable.Range(0, 1000).Select(i => (double)i)], [.. Enumerable.Range(400, 20).Select(i => (double)i)]);
        Assert.True(tree.Score(410) > 0.9);
        Assert.True(tree.Score(100) < 0.1);
        Assert.True(tree.Score(900) < 0.1);
    }

    [Fact]
    public void A_frames_fields_are_read_where_they_stand()
    {
        byte[] frame =
        [
            0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 8, 0,
            0x45, 0, 0, 40, 0x12, 0x34, 0x40, 0, 63, 6, 0, 0, 10, 20, 4, 10, 10, 20, 8, 11,
            0xC0, 0x01, 0, 104, 0xAB, 0xCD, 0, 0, 0, 0, 0, 0, 0x50, 0x18, 0xFA, 0xF0, 0, 0, 0, 0,
        ];
        var values = PacketFields.Read((13 * Nanos.Hour) + (5 * Nanos.Minute) + (7 * Nanos.Second) + (9 * Nanos.Millisecond), frame, 1_514);
        double Value(string name) => values[RawField.OfPackets.Select((f, i) => (f.Name, i)).Single(f => f.Name == name).i];
        Assert.Equal(13, Value("hour of the day"));
        Assert.Equal(9, Value("millisecond of the second"));
        Assert.Equal(1_514 - frame.Length, Value("length not captured"));
        Assert.Equal(0x0A0B0C, Value("MAC, maker's half, sender's"));
        Assert.Equal(11, Value("address, 4th octet, receiver's"));
        Assert.Equal(0x1234, Value("IP identification"));
        Assert.Equal(63, Value("TTL"));
        Assert.Equal(104, Value("lower port"));
        Assert.Equal(0xC001, Value("higher port"));
        Assert.Equal(0x18, Value("TCP flags"));
        Assert.Equal(0xFAF0, Value("TCP window"));
        Assert.Equal(0xABCD, Value("TCP sequence number, upper half"));
        Assert.True(double.IsNaN(Value("TCP timestamp")));
    }

    private static LeakFinding Of(IReadOnlyList<LeakFinding> found, int kind, string field) => found.Single(f => f.Kind == kind && f.Field == field);

    private static IReadOnlyList<LeakFinding> Audit(Func<bool, Dice, double> window, Trait traits, Func<bool, double?>? address = null)
    {
        var dice = new Dice(1, "test");
        return LeakAudit.Run(Fields, Samples(traits, (_, attack) => window(attack > 0, dice), address));
    }

    private static IEnumerable<RawSample> Samples(Trait traits, Func<int, int, double> window, Func<bool, double?>? address = null, Func<bool, int>? port = null)
    {
        var dice = new Dice(2, "samples");
        for (var run = 0; run < 8; run++)
        {
            for (var i = 0; i < 500; i++)
            {
                var attack = i < 80 ? 1 + (i / 20) : 0;
                var sample = new RawSample(run, attack, attack > 0 ? 7 : 0, attack > 0 ? traits : 0, Language.Dicom, port?.Invoke(attack > 0) ?? 104, [window(run, attack), address?.Invoke(attack > 0) ?? dice.Whole(1, 50), dice.Uniform()]);
                yield return sample;
                if (attack == 0)
                {
                    yield return sample with { IsOfPort = true };
                }
            }
        }
    }
}
