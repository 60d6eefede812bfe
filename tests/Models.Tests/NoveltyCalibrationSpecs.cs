using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

/// <summary>What relations cost in false alarms on devices that, harmlessly, meet somebody new every now and then.</summary>
public sealed class NoveltyCalibrationSpecs(ITestOutputHelper output)
{
    /// <summary>
    /// The bounds are measured, not designed: the budget is 0.12, but a device that meets one to four strangers a month isn't told from a
    /// quiet one in time. 180 device-months each.
    /// </summary>
    [Theory]
    [InlineData(0.1, true, 0.12)]
    [InlineData(1, true, 0.7)]
    [InlineData(4, true, 0.7)]
    [InlineData(30, true, 0.25)]
    [InlineData(0.1, false, 0.12)]
    [InlineData(1, false, 0.7)]
    [InlineData(4, false, 0.8)]
    [InlineData(30, false, 0.25)]
    public void Harmless_strangers_cost_so_many_false_alarms(double perMonth, bool stay, double most)
    {
        const int Days = 90;
        var (alerts, met, months) = (0, 0, 0.0);
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var (device, random) = (new Bedside(), new Lcg(seed));
            var known = new List<ulong> { 1, 2, 3 };
            for (var quarter = 0; quarter < Days * 96; quarter++)
            {
                device.Later(0.25);
                if (random.Uniform() < perMonth / 30 / 96)
                {
                    met++;
                    var key = random.Next();
                    alerts += device.Relate(key).Verdict == Verdict.Surprising ? 1 : 0;
                    if (stay)
                    {
                        known.Add(key);
                    }
                }

                alerts += device.Relate(known[random.Below(known.Count)]).Verdict == Verdict.Surprising ? 1 : 0;
            }

            months += Days / 30.0;
        }

        var how = stay ? "to stay" : "once only";
        output.WriteLine($"{perMonth} new a month, {how}: {alerts / months:F3} false alarms a device-month, {met / months:F2} met");
        Assert.InRange(alerts / months, 0, most);
    }
}
