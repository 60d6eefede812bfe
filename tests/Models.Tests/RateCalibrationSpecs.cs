using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

/// <summary>
/// Is a score what it says it is: the false alarms of a month? Seeds are fixed; the bounds leave room for the sampling error given with
/// each.
/// </summary>
public sealed class RateCalibrationSpecs(ITestOutputHelper output)
{
    private const int HoursOfMonth = 720;

    /// <summary>1,500 device-months; sampling error of the counts about 3, 8 and 20 %.</summary>
    [Fact]
    public void With_a_group_to_learn_the_tail_from_normal_values_alarm_as_often_as_the_score_says()
    {
        var group = Group(seed: 1, devices: 40, random => random.Normal());
        double[] levels = [1, 0.1, 0.02];
        var counts = new int[levels.Length];
        var months = 0;
        for (var seed = 100UL; seed < 400; seed++)
        {
            var (device, random) = (new Bedside(group: group), new Lcg(seed));
            Live(device, random, HoursOfMonth, r => r.Normal());
            foreach (var judgement in Live(device, random, 5 * HoursOfMonth, r => r.Normal()))
            {
                for (var level = 0; level < levels.Length; level++)
                {
                    counts[level] += IsShift(judgement) || judgement.Score > levels[level] ? 0 : 1;
                }
            }

            months += 5;
        }

        for (var level = 0; level < levels.Length; level++)
        {
            var achieved = counts[level] / (double)months / levels[level];
            output.WriteLine($"score <= {levels[level]}: {achieved:F2} of what it says");
            Assert.InRange(achieved, 0.3, 2);
        }
    }

    /// <summary>Alone, a device believes in heavy tails and stays below its budget, whatever the distribution.</summary>
    [Theory]
    [InlineData("normal")]
    [InlineData("t3")]
    [InlineData("lognormal")]
    [InlineData("two sizes")]
    [InlineData("autocorrelated")]
    public void Alone_no_distribution_alarms_more_often_than_designed(string distribution)
    {
        var (values, shifts, months) = (0, 0, 0);
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var (device, random) = (new Bedside(), new Lcg(seed));
            var draw = Draw(distribution);
            Live(device, random, HoursOfMonth, draw);
            foreach (var judgement in Live(device, random, 5 * HoursOfMonth, draw))
            {
                var surprising = judgement.Verdict == Verdict.Surprising;
                values += surprising && !IsShift(judgement) ? 1 : 0;
                shifts += surprising && IsShift(judgement) ? 1 : 0;
            }

            months += 5;
        }

        var budget = 2 * ModelSettings.Default.RateBudget(RateKind.PerTransaction, 1);
        var achieved = (values + shifts) / (double)months;
        output.WriteLine($"{distribution}: {achieved:F4} false alarms a device-month ({values} values, {shifts} shifts) of {budget:F4}");
        Assert.InRange(achieved, 0, 2 * budget);
    }

    /// <summary>A ramp of 1 % a day, the boiled frog: found by its shift, though learning goes on.</summary>
    [Fact]
    public void A_boiled_frog_is_found_within_weeks()
    {
        var days = new List<double>();
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var (device, random) = (new Bedside(), new Lcg(seed));
            Live(device, random, 2 * HoursOfMonth, r => r.Normal());
            for (var hour = 0; hour < 60 * 24; hour++)
            {
                if (device.Later(1).Measure(1000 * Math.Exp((0.3 * random.Normal()) + (0.01 * hour / 24))).Verdict == Verdict.Surprising)
                {
                    days.Add(hour / 24.0);
                    break;
                }
            }
        }

        output.WriteLine($"{days.Count} of 30 found, median after {days.Order().ElementAt(days.Count / 2):F0} days");
        Assert.Equal(30, days.Count);
        Assert.InRange(days.Order().ElementAt(15), 5, 40);
    }

    internal static GroupSummary Group(ulong seed, int devices, Func<Lcg, double> draw)
    {
        var group = new GroupSummary();
        for (var i = 0UL; i < (ulong)devices; i++)
        {
            var (device, random) = (new Bedside(LearningMode.Learn), new Lcg((seed * 1000) + i));
            Live(device, random, 3 * HoursOfMonth, draw);
            device.Model.Contribute(group, device.Time, device.Settings);
        }

        return group;
    }

    private static List<Judgement> Live(Bedside device, Lcg random, int hours, Func<Lcg, double> draw)
    {
        var judgements = new List<Judgement>(hours);
        for (var hour = 0; hour < hours; hour++)
        {
            judgements.Add(device.Later(1).Measure(1000 * Math.Exp(0.3 * draw(random))));
        }

        return judgements;
    }

    private static bool IsShift(in Judgement judgement) => judgement.Reason is JudgementReason.RateShiftUp or JudgementReason.RateShiftDown;

    private static Func<Lcg, double> Draw(string distribution)
    {
        var last = 0.0;
        return distribution switch
        {
            "normal" => random => random.Normal(),
            "t3" => random => random.StudentT(3),
            "lognormal" => random => Math.Exp(random.Normal()) - 1,
            "two sizes" => random => random.Uniform() < 0.2 ? 8 : 0.05 * random.Normal(),
            _ => random => last = (0.5 * last) + (Math.Sqrt(0.75) * random.Normal()),
        };
    }
}
