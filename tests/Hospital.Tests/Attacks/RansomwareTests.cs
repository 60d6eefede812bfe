using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

/// <summary>A service that is stopped ends what it was in the middle of.</summary>
public sealed class RansomwareTests
{
    [Fact]
    public void What_was_open_when_the_archive_stopped_is_reset_and_never_goes_on()
    {
        var parameters = Village.Parameters();
        Site site = null!;
        var plan = new AttackPlanner(Village.OtherSeed, [new(33, "100 MB a second")]) { Earliest = parameters.Start, Latest = parameters.End };
        var attack = Assert.Single(Village.Plan(parameters, plan, s => site = s));
        var (label, archive) = (attack.Label, attack.Label.Devices[0]);
        Assert.False(label.Fails);

        // A connection that was there before, says something every five seconds, and never ends of its own.
        var life = new Lane(site.Agenda, 1, 0);
        var talk = life.Converse(site.Hosts.First(h => h.Role == HostRole.Modality), archive, 104, Language.Opaque);
        life.Say(label.From, talk, Side.Client, Opened.It);
        for (var time = label.From + Nanos.Second; time < label.Until + Nanos.Hour; time += 5 * Nanos.Second)
        {
            life.Say(time, talk, Side.Client, new Payload(200));
        }

        var heard = new List<Step>();
        site.Agenda.Out = step =>
        {
            if (!attack.Alteration!.Concerns(in step))
            {
                heard.Add(step);
                return;
            }

            attack.Alteration.Take(in step, heard.Add);
        };
        attack.Begin();
        site.Agenda.RunUntil(label.Until + Nanos.Hour);

        var own = heard.Where(s => s.Conversation == talk).ToList();
        Assert.InRange(own.Count, 3, 1000);
        Assert.Equal((Side.Server, (Saying)WasReset.It), (own[^1].From, own[^1].Saying));
        Assert.True(own[^1].Time > heard.Last(s => s.Conversation.Attack is not null).Time, "The service stops after the last that was written.");
        Assert.Single(own, s => s.Saying is WasReset);
    }
}
