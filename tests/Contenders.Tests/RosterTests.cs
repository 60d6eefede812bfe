namespace Contenders.Tests;

public sealed class RosterTests
{
    [Fact]
    public void All_methods_have_names_of_their_own() => Assert.Distinct(Roster.All(1).Select(m => m.Name));

    [Fact]
    public void Equal_input_gives_equal_alarms_not_many_more_than_are_wanted_and_state_that_stops_growing()
    {
        const int Hours = 1080;
        foreach (var name in Roster.All(1).Where(m => m.Wants == Wants.Hours).Select(m => m.Name))
        {
            var (before, early) = Live(name, 700);
            var (alarms, late) = Live(name, Hours);
            Assert.Equal(before, alarms.Where(a => Worlds.HourOf(a) < 700));
            Assert.InRange(late, 0, (early * 1.1) + 4096);

            // Devices for months, and what passes before there is anything to compare with; scores that rise over time pass more often.
            Assert.InRange(alarms.Count, 0, (Hours / 720.0 * Gate.AlarmsPerDeviceMonth * 2.5) + 60);
        }
    }

    private static (List<Alarm> Alarms, long State) Live(string name, int hours)
    {
        var method = Roster.All(1).Single(m => m.Name == name);
        return (Worlds.Play(method, hours, (h, _, values) => values[8] = h % 3 == 0 ? double.NaN : values[8]), method.StateBytes);
    }
}
