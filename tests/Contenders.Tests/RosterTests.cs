namespace Contenders.Tests;

public sealed class RosterTests
{
    [Fact]
    public void All_methods_have_names_of_their_own() => Assert.Distinct(Roster.All(1).Select(m => m.Name));

    [Fact]
    public void Equal_input_gives_equal_alarms_and_state_that_stops_growing()
    {
        foreach (var (first, second) in Roster.All(1).Zip(Roster.All(1)).Where(p => p.First.Wants == Wants.Hours))
        {
            var (alarms, early) = Live(first, 700);
            Assert.Equal(alarms, Live(second, 700).Alarms);
            var (_, late) = Live(Roster.All(1).Single(m => m.Name == first.Name), 1400);
            Assert.InRange(late, 0, (early * 1.1) + 4096);
        }
    }

    [Fact]
    public void No_method_on_hours_gives_many_more_alarms_than_are_wanted()
    {
        const int Hours = 1440;
        foreach (var method in Roster.All(1).Where(m => m.Wants == Wants.Hours))
        {
            var (alarms, _) = Live(method, Hours);

            // Two devices for two months, and what passes before there is anything to compare with.
            Assert.InRange(alarms.Count, 0, (2 * 2 * Gate.AlarmsPerDeviceMonth * 1.3) + 60);
        }
    }

    private static (List<Alarm> Alarms, long State) Live(IContender method, int hours) =>
        (Worlds.Play(method, hours, (h, _, values) => values[8] = h % 3 == 0 ? double.NaN : values[8], devices: 2), method.StateBytes);
}
