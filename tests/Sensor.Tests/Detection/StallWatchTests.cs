using Sensor.Detection;

namespace Sensor.Tests.Detection;

/// <summary>When what should grow stands still.</summary>
public sealed class StallWatchTests : IAilmentListener
{
    private const long Second = 1_000_000_000;

    private readonly List<AilmentReport> _found = [];
    private readonly StallWatch _watch;

    public StallWatchTests() => _watch = new StallWatch(Ailment.OutputStopped, StallWatch.Patience, this);

    [Fact]
    public void A_receiver_that_takes_nothing_of_what_waits_is_told_once()
    {
        Run("siem", from: 0, seconds: 1000, _ => 7, isDue: true);

        var report = Assert.Single(_found);
        Assert.Equal((Ailment.OutputStopped, "siem", 300d), (report.What, report.Name, report.Observed));
    }

    [Fact]
    public void One_that_takes_something_now_and_then_is_not_nor_one_for_which_nothing_waits()
    {
        Run("slow", from: 0, seconds: 2000, t => t / 290, isDue: true);
        Run("idle", from: 0, seconds: 2000, _ => 7, isDue: false);

        Assert.Empty(_found);
    }

    [Fact]
    public void After_it_went_on_it_is_told_again()
    {
        Run("siem", from: 0, seconds: 400, _ => 7, isDue: true);
        Run("siem", from: 400, seconds: 10, t => t, isDue: true);
        Run("siem", from: 410, seconds: 400, _ => 900, isDue: true);

        Assert.Equal(2, _found.Count);
    }

    void IAilmentListener.Found(in AilmentReport report) => _found.Add(report);

    private void Run(string name, int from, int seconds, Func<int, long> count, bool isDue)
    {
        for (var t = from; t < from + seconds; t++)
        {
            _watch.Take(name, count(t), isDue, t * Second);
        }
    }
}
