using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class StateSpecs
{
    [Fact]
    public void A_million_random_keys_and_tokens_never_outgrow_sixteen_kibibytes()
    {
        var (device, random) = (new Bedside(), new Lcg(9));
        var (largest, heaviest) = (0, 0);
        for (var i = 0; i < 1_000_000; i++)
        {
            Chaos(device, random);
            if (i % 1000 == 0 || i < 2000)
            {
                largest = Math.Max(largest, device.Model.StateBytes);
                heaviest = Math.Max(heaviest, device.Model.MemoryBytes);
            }

            if (i == 500_000)
            {
                device.Declare();
            }
        }

        Assert.InRange(largest, 12_000, ModelBounds.DeviceBytes);
        Assert.InRange(heaviest, 12_000, 20 * 1024);
        Assert.InRange(device.Save().Length, 12_000, ModelBounds.DeviceBytes);
        Assert.Equal(SizeClass.Large, device.Model.SizeClass);
        Assert.True(device.Model.Counters is { RelationsEvicted: > 0, TransitionsEvicted: > 0 });
        Assert.True(device.Model.Counters is { SessionsEvicted: > 0, TokensWithoutRoom: > 0 });
    }

    [Fact]
    public void The_largest_state_there_can_be_fits_its_bound()
    {
        const int relations = 1 + 4 + (6 * (NoveltyRate.StateBytes + Announcements.StateBytes + 15 + 2))
            + (ModelBounds.Relations * (8 + RelationEntry.StateBytes)) + 1 + 4 + 1024;
        const int rates = 2 + 4 + (ModelBounds.Features * RateExpectation.StateBytes);
        const int grammar = 8 + NoveltyRate.StateBytes + Announcements.StateBytes + 20 + 2 + 2 + 2 + (4 * ModelBounds.Tokens);
        const int sequences = 10 + (ModelBounds.Grammars * grammar)
            + 10 + (ModelBounds.Transitions * 8) + 6 + (ModelBounds.Sessions * Session.StateBytes);
        const int all = StateFrame.Bytes + 16 + 2 + (ModelBounds.Allowances * 35) + relations + rates + sequences;
        Assert.InRange(all, 14_000, ModelBounds.DeviceBytes);
    }

    [Fact]
    public void A_device_is_as_large_as_what_it_has_shown()
    {
        var device = new Bedside().Days(1, 1, 2, 3);
        Assert.Equal(SizeClass.Small, device.Model.SizeClass);
        for (var i = 0; i < 50; i++)
        {
            device.Measure(1000, feature: (ulong)i % 4);
            device.Talk(1, 2, 3, 4);
        }

        Assert.Equal(SizeClass.Medium, device.Model.SizeClass);
    }

    [Fact]
    public void After_saving_and_loading_the_device_judges_and_learns_as_if_nothing_had_happened()
    {
        var (device, random) = (new Bedside(), new Lcg(4));
        for (var i = 0; i < 30_000; i++)
        {
            Chaos(device, random);
        }

        device.Declare();
        var subject = new Subject(ExpectationKind.Relation, RelationKind.Peer, 3);
        device.Model.Apply(new Feedback(FeedbackVerb.Expected, subject, device.Time, long.MaxValue));
        var twin = device.Reloaded();
        Assert.Equal(device.Save(), twin.Save());
        var (one, other) = (new Lcg(5), new Lcg(5));
        for (var i = 0; i < 30_000; i++)
        {
            Assert.Equal(Chaos(device, one), Chaos(twin, other));
        }

        Assert.Equal(device.Save(), twin.Save());
    }

    [Fact]
    public void Two_runs_give_the_same_judgements_and_the_same_bytes()
    {
        var (one, other, random, again) = (new Bedside(), new Bedside(), new Lcg(6), new Lcg(6));
        for (var i = 0; i < 50_000; i++)
        {
            Assert.Equal(Chaos(one, random), Chaos(other, again));
        }

        Assert.Equal(one.Save(), other.Save());
    }

    [Fact]
    public void A_week_earlier_or_later_makes_no_difference()
    {
        var (one, other, random, again) = (new Bedside(), new Bedside(), new Lcg(7), new Lcg(7));
        other.Later(7 * 24);
        for (var i = 0; i < 50_000; i++)
        {
            var (here, there) = (Chaos(one, random), Chaos(other, again));
            Assert.Equal((here.Verdict, here.Reason, here.Score), (there.Verdict, there.Reason, there.Score));
        }
    }

    [Fact]
    public void Damaged_state_is_refused_and_never_throws()
    {
        var (device, random) = (new Bedside(), new Lcg(8));
        for (var i = 0; i < 5000; i++)
        {
            Chaos(device, random);
        }

        var bytes = device.Save();
        Assert.False(DeviceModel.TryLoad([], out _));
        Assert.False(DeviceModel.TryLoad(bytes.AsSpan(0, bytes.Length - 1), out _));
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Below(bytes.Length)] ^= (byte)(1 + random.Below(255));
            Assert.False(DeviceModel.TryLoad(damaged, out _));

            // A forged checksum gets past the frame; the contents must still be taken or refused without harm.
            Forge(damaged);
            if (DeviceModel.TryLoad(damaged, out var model))
            {
                var forged = new Bedside { Model = model, Time = device.Time };
                Chaos(forged, random);
                forged.Model.Report(forged.Time, forged.Settings);
                forged.Model.Contribute(new GroupSummary(), forged.Time, forged.Settings);
                forged.Model.MergeFrom(device.Model, forged.Settings);
                Assert.InRange(forged.Model.StateBytes, 0, ModelBounds.DeviceBytes);
            }
        }
    }

    private static void Forge(byte[] bytes)
    {
        var length = StateFrame.Seal(bytes, BitConverter.ToUInt32(bytes), bytes.Length - StateFrame.Bytes);
        Assert.Equal(bytes.Length, length);
    }

    /// <summary>One observation of anything, from a hostile network.</summary>
    private static Judgement Chaos(Bedside device, Lcg random)
    {
        device.Time += (long)(random.Uniform() * 120e9);
        var quality = random.Below(50) == 0 ? DataQuality.Damaged : DataQuality.Clean;
        var grammar = (ulong)random.Below(5);
        var session = (ulong)random.Below(25);
        var token = random.Below(20) == 0 ? (uint)random.Next() : (uint)random.Below(70);
        return random.Below(8) switch
        {
            0 or 1 => device.Relate(random.Below(2) == 0 ? random.Next() : (ulong)random.Below(50), (RelationKind)random.Below(6), quality),
            2 or 3 => device.Measure(Math.Exp(20 * random.Uniform()), (RateKind)random.Below(2), (ulong)random.Below(9), quality),
            4 => device.Hang(session, grammar),
            _ => device.Say(session, token, random.Below(6) == 0, quality, grammar),
        };
    }
}
