namespace Contenders.Tests;

public sealed class RosterTests
{
    [Fact]
    public void All_methods_have_names_of_their_own() => Assert.Distinct(Roster.All(1).Select(m => m.Name));

    [Fact]
    public void Equal_input_gives_equal_alarms_not_many_more_than_are_wanted_and_state_that_stops_growing()
    {
        const int Hours = 1080;
        foreach (var (first, second) in Roster.All(1).Zip(Roster.All(1)).Where(p => p.First.Wants == Wants.Hours))
        {
            var early = Live(first, 700).State;
            var (alarms, late) = Live(second, Hours);
            Assert.InRange(late, 0, (early * 1.1) + 4096);

            // Devices for months, and what passes before there is anything to compare with; scores that rise over time pass more often.
            Assert.InRange(alarms.Count, 0, (Hours / 720.0 * Gate.AlarmsPerDeviceMonth * 2.5) + 60);
            Assert.Equal(alarms.Where(a => Worlds.HourOf(a) < 700), Live(Roster.All(1).Single(m => m.Name == first.Name), 700).Alarms);
        }
    }

    private static (List<Alarm> Alarms, long State) Live(IContender method, int hours) =>
        (Worlds.Play(method, hours, (h, _, values) => values[8] = h % 3 == 0 ? double.NaN : values[8]), method.StateBytes);
}
