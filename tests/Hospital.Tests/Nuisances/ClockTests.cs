using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Tests.Nuisances;

/// <summary>Devices that believe it is another time than it is.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    [Fact]
    public void A_clock_is_right_until_it_is_set_otherwise_and_drifts_from_then_on()
    {
        var clock = new Clock();
        Assert.True(clock.IsRight);
        Assert.Equal(5 * Nanos.Day, clock.Shows(5 * Nanos.Day));

        clock.Set(Nanos.Day, 2 * Nanos.Minute, 1e-5);
        clock.Set(3 * Nanos.Day, -Nanos.Second, 0);
        Assert.Equal(0, clock.Shows(0));
        Assert.Equal(Nanos.Day + (2 * Nanos.Minute), clock.Shows(Nanos.Day));
        Assert.Equal((2 * Nanos.Day) + (2 * Nanos.Minute) + Nanos.Seconds(0.864), clock.Shows(2 * Nanos.Day));
        Assert.Equal((4 * Nanos.Day) - Nanos.Second, clock.Shows(4 * Nanos.Day));
    }

    [Fact]
    public void A_message_says_what_its_sender_s_clock_shows()
    {
        var time = new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * Nanos.Second;
        var (sender, receiver) = (Host(1, "analyser"), Host(2, "lis"));
        sender.Clock.Set(0, -Nanos.Minutes(90), 0);
        var letter = PatientLetters.Document(new Patient("1", "A^B", "19700101", "F", "9", "ward 1"), "NOTE", 2, time);
        Assert.Contains("|KLINIK|20260601103000||MDM^T02", letter.On(new Hl7Link(sender, receiver, 5100, "A", "LABOR", "LIS", "KLINIK", true), "1", time).Text, StringComparison.Ordinal);
        Assert.Contains("|LABOR|20260601120000||MDM^T02", letter.On(new Hl7Link(receiver, sender, 5100, "LIS", "KLINIK", "A", "LABOR", true), "1", time).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_devices_have_clocks_of_their_own_and_whoever_sets_one_right_is_noted()
    {
        var (own, all, corrected, hours, unaware) = (0, 0, 0, 0, 0);
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var parameters = SiteParameters.Of(seed, 120);
            var site = NuisanceTests.Furnished(parameters);
            var devices = site.Hosts.Where(h => h.Role is HostRole.Modality or HostRole.Analyser or HostRole.Monitor).ToArray();
            all += devices.Length;
            foreach (var host in devices.Where(h => !h.Clock.IsRight))
            {
                own++;
                long Off(long time) => Math.Abs(host.Clock.Shows(time) - time);
                hours += Off(parameters.Start) > Nanos.Minutes(55) ? 1 : 0;
                unaware += Enumerable.Range(1, 68).Any(d => Math.Abs(Off(parameters.Start + ((d + 1) * Nanos.Day)) - Off(parameters.Start + (d * Nanos.Day))) > Nanos.Minutes(50)) ? 1 : 0;
                foreach (var nuisance in site.Nuisances.Where(n => n.Kind == "clock-correction" && n.Devices.Contains(host)))
                {
                    corrected++;
                    Assert.False(Calendar.IsQuietDay(nuisance.From));
                    Assert.InRange(Off(nuisance.From), 0, Nanos.Minute);
                }
            }

            Assert.DoesNotContain(site.Hosts, h => h.Role is HostRole.InterfaceEngine or HostRole.ClinicalSystem or HostRole.Laboratory or HostRole.Archive && !h.Clock.IsRight);
        }

        output.WriteLine($"{own} of {all}, {hours} of them hours off at first, {unaware} jump by an hour, {corrected} corrections");
        Assert.InRange(own / (double)all, 0.1, 0.2);
        Assert.InRange(hours, 3, own / 4);
        Assert.InRange(unaware, own / 5, own);
        Assert.InRange(corrected, own / 3, own);
    }

    [Fact]
    public void Without_nuisances_every_clock_is_right() =>
        Assert.All(NuisanceTests.Furnished(SiteParameters.Of(4, 120) with { HasNuisances = false }).Hosts, h => Assert.True(h.Clock.IsRight));

    private static Host Host(int number, string name) => new() { Number = number, Name = name, Role = HostRole.Analyser, Model = "M", Place = "laboratory" };
}
