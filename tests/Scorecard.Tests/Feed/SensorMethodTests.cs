using System.Text.Json;
using Hospital;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Wire;
using Scorecard.Feed;
using Scorecard.Feed.Slices;

namespace Scorecard.Tests.Feed;

public sealed class SensorMethodTests
{
    private const int Days = 10;

    private static SensorMethod Run(SensorOptions options)
    {
        var method = new SensorMethod(options);
        new SmallSite().Live(Days, method);
        return method;
    }

    [Fact]
    public void A_stranger_is_a_candidate_about_the_one_it_asks()
    {
        var site = new SmallSite();
        var candidates = Run(new SensorOptions()).Result.Candidates;

        var stranger = Assert.Single(candidates, c => c.Reason == "new-peer" && c.Peer == site.Stranger.Host.Number);
        Assert.Equal(site.Archive.Host.Number, stranger.Host);
        Assert.Equal((Trait.Peer, "relation"), (stranger.Traits, stranger.Part));
        Assert.True(double.IsFinite(stranger.Score));
    }

    [Fact]
    public void What_a_rule_finds_is_beyond_any_threshold()
    {
        var site = new SmallSite();

        var harvest = Assert.Single(Run(new SensorOptions()).Result.Candidates, c => c.Part == RuleTraits.Part);
        Assert.Equal(("dicom-find-harvest", site.Stranger.Host.Number, double.PositiveInfinity), (harvest.Reason, harvest.Host, harvest.Score));
    }

    [Fact]
    public void As_shipped_it_tells_what_a_real_replay_of_the_same_packets_tells()
    {
        var steps = new StepList();
        var method = new SensorMethod(new SensorOptions());
        new SmallSite().Live(Days, new Both(steps, method));
        var addresses = steps.Steps.SelectMany(s => new[] { s.Speaker, s.Listener }).DistinctBy(h => h.Number).ToDictionary(h => h.Number, h => h.AddressText);
        var folder = Directory.CreateTempSubdirectory("replay-").FullName;
        try
        {
            var results = SliceReplay.Run(SliceReplay.Capture(steps.Steps, folder, WireForm.Coalesced), folder);

            var told = File.ReadLines(Path.Combine(results, "alerts.jsonl")).Select(Alert).ToList();
            Assert.NotEmpty(told);
            Assert.Equal(told, method.Shipped.Candidates.Select(c => (c.Reason, Micros(c.Time), addresses[c.Host], c.Severity)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_same_run_gives_the_same_candidates_also_beside_another()
    {
        var runs = new SensorMethod[2];
        Parallel.For(0, runs.Length, i => runs[i] = Run(new SensorOptions()));
        var (one, other) = (runs[0], runs[1]);

        Assert.Equal(one.Result.Candidates, other.Result.Candidates);
        Assert.Equal(one.Shipped.Candidates, other.Shipped.Candidates);
        Assert.Equal(one.Result.Cost with { CpuSeconds = 0 }, other.Result.Cost with { CpuSeconds = 0 });
    }

    [Fact]
    public void Without_a_part_none_of_its_candidates_are_there()
    {
        var whole = Run(new SensorOptions()).Result.Candidates.Select(c => c.Part).ToHashSet();
        foreach (var (name, part) in new[] { ("relations", "relation"), ("sequences", "sequence"), ("rates", "rate"), ("rules", "rule") })
        {
            var without = Run(Assert.Single(SensorVariants.Ablations, v => v.Name == $"sensor without {name}")).Result.Candidates;
            Assert.DoesNotContain(without, c => c.Part == part);
            Assert.Equal(whole.Where(p => p != part).Order(), without.Select(c => c.Part).Distinct().Order());
        }
    }

    [Fact]
    public void In_a_declared_learning_time_nothing_is_judged()
    {
        var until = SmallSite.Start + Nanos.Days(5);

        var candidates = Run(new SensorOptions().LearningUntil(until)).Result.Candidates;

        Assert.All(candidates, c => Assert.True(c.Time >= until || c.Part == RuleTraits.Part));
        Assert.Contains(candidates, c => c.Reason == "new-peer");
    }

    [Fact]
    public void What_it_calls_probabilities_is_noted_where_everything_is_ordinary()
    {
        var noted = Run(new SensorOptions { OrdinaryFrom = SmallSite.Start + Nanos.Days(5) }).Result.PValues;

        Assert.Contains("dicom.bytes_per_object", noted.Keys);
        Assert.All(noted.Values.SelectMany(v => v), p => Assert.InRange(p, 0, 1));
        Assert.True(noted.Values.SelectMany(v => v).Max() > 0.9);
        Assert.Empty(Run(new SensorOptions()).Result.PValues);
    }

    [Fact]
    public void What_it_costs_is_measured_and_is_none_of_what_is_compared()
    {
        var method = Run(new SensorOptions());
        var cost = method.Result.Cost;

        Assert.True(cost is { Observations: > 10_000, CpuSeconds: > 0, StateBytes: > 1000, Devices: 4 }, cost.ToString());
        Assert.True(method.MemoryBytes > cost.StateBytes);
    }

    [Fact]
    public void A_pump_behind_a_gateway_is_known_by_its_serial_number()
    {
        var steps = Languages.Of(l => l.Rack());
        var method = new SensorMethod(new SensorOptions());
        foreach (var step in steps)
        {
            method.Take(in step);
        }

        method.End(steps[^1].End);

        Assert.Contains(method.DevicesSeen, d => d.Serial == "321654");
    }

    private static (string Reason, long Time, string Device, int Severity) Alert(string line)
    {
        using var document = JsonDocument.Parse(line);
        var (root, anomaly) = (document.RootElement, document.RootElement.GetProperty("anomaly"));
        var time = DateTimeOffset.Parse(root.GetProperty("timestamp").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        return (
            anomaly.GetProperty("reason").GetString()!, (time - DateTimeOffset.UnixEpoch).Ticks / 10, anomaly.GetProperty("device").GetProperty("ip").GetString()!,
            root.GetProperty("alert").GetProperty("severity").GetInt32());
    }

    private static long Micros(long time) => time / 1000;

    private sealed class Both(IStepTaker one, IStepTaker other) : IStepTaker
    {
        public void Take(in Step step)
        {
            one.Take(in step);
            other.Take(in step);
        }

        public void End(long time)
        {
            one.End(time);
            other.End(time);
        }
    }
}
