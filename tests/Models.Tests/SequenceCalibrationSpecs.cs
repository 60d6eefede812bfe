using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

/// <summary>What sequences cost in false alarms on devices whose conversations vary harmlessly.</summary>
public sealed class SequenceCalibrationSpecs(ITestOutputHelper output)
{
    /// <summary>
    /// A grammar with branches taken in so many parts of sessions; 40 devices, 60 days, 40 sessions a day. Bounds are measured; the budget
    /// is 0.08.
    /// </summary>
    [Theory]
    [InlineData(0.1, 0.15)]
    [InlineData(0.01, 0.5)]
    [InlineData(0.001, 0.6)]
    [InlineData(0.0002, 0.7)]
    public void Harmless_variation_costs_so_many_false_alarms(double branch, double most)
    {
        var alerts = new Dictionary<JudgementReason, int>();
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var (device, random) = (new Bedside(), new Lcg(seed));
            for (var session = 0; session < 60 * 40; session++)
            {
                device.Later(0.6);
                foreach (var judgement in device.Talk(Sentence(random, branch)))
                {
                    if (judgement.Verdict == Verdict.Surprising)
                    {
                        alerts[judgement.Reason] = alerts.GetValueOrDefault(judgement.Reason) + 1;
                    }
                }
            }
        }

        output.WriteLine($"branches of {branch}: {string.Join(", ", alerts.Select(a => $"{a.Key} {a.Value / 80.0:F3}"))} a device-month");
        Assert.InRange(alerts.Values.Sum() / 80.0, 0, most);
    }

    private static uint[] Sentence(Lcg random, double branch)
    {
        var tokens = new List<uint> { 1, 2 };
        for (var i = random.Below(6); i >= 0; i--)
        {
            tokens.Add(random.Uniform() < branch ? 10u + (uint)random.Below(4) : 3u);
            tokens.Add(random.Uniform() < branch ? 5u : 4u);
        }

        tokens.Add(random.Uniform() < branch ? 7u : 6u);
        return [.. tokens];
    }
}
