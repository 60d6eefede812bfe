using Sensor.Detection;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.Models;

namespace Sensor.Tests.Detection;

/// <summary>When learning leads nowhere.</summary>
public sealed class LearningWatchTests : IAilmentListener
{
    private const long Day = 86_400L * 1_000_000_000;
    private const long Start = 20_000 * Day;

    private readonly List<AilmentReport> _found = [];
    private readonly LearningPauses _pauses = new(new LearningPlan(LearningMode.Auto, null), _ => { });
    private readonly LearningWatch _watch;

    public LearningWatchTests() => _watch = new LearningWatch(this);

    [Fact]
    public void Devices_that_work_for_a_week_and_are_not_known_are_told_with_what_they_lack()
    {
        Device[] devices = [Device(1, days: 8), Device(2, days: 9), Device(3, days: 2)];
        Look(devices, Start);
        Look(devices, Start + (9 * Day));

        var report = Assert.Single(_found);
        Assert.Equal((Ailment.LearningStalled, 2d, 2d, nameof(Lacking.Observations)), (report.What, report.Observed, report.Usual, report.Name));
    }

    [Fact]
    public void Devices_that_are_new_gone_or_idle_are_not_waited_for()
    {
        Device[] devices = [Device(1, days: 6), Device(2, days: 7, last: Start + (7 * Day)), Device(3, days: 9, acts: 0)];
        Look(devices, Start);
        Look(devices, Start + (9 * Day));

        Assert.Empty(_found);
    }

    [Theory]
    [InlineData(LearningMode.Learn)]
    [InlineData(LearningMode.Detect)]
    public void Who_decides_about_learning_himself_is_not_told(LearningMode mode)
    {
        Device[] devices = [Device(1, days: 8)];
        Look(devices, Start, mode);
        Look(devices, Start + (9 * Day), mode);

        Assert.Empty(_found);
    }

    [Fact]
    public void A_pause_is_told_after_half_an_hour()
    {
        var time = Start;
        for (var i = 1; _pauses.PausedSince is null; i++)
        {
            _pauses.TakeDrops(1000L * i, 100L * i, time += 5_000_000_000);
        }

        var since = _pauses.PausedSince.Value;
        Look([], since + LearningWatch.LongPause - 1);
        Assert.Empty(_found);
        Look([], since + LearningWatch.LongPause);
        Assert.Equal((Ailment.LearningPaused, since), (Assert.Single(_found).What, _found[0].From));
    }

    void IAilmentListener.Found(in AilmentReport report) => _found.Add(report);

    private static Device Device(int number, int days, int acts = 100, long? last = null)
    {
        var end = last ?? Start + (9 * Day) - 1;
        return new Device(number, new IpAddress(0, (ulong)number), end - (days * Day)) { LastSeen = end, Acts = acts };
    }

    private void Look(Device[] devices, long now, LearningMode mode = LearningMode.Auto) => _watch.Look(_pauses, devices, mode, new ModelSettings(), now, 1);
}
