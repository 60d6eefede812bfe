using Hospital.Attacks;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Tests.Attacks;

/// <summary>A service that is stopped ends what it was in the middle of.</summary>
public sealed class RansomwareTests
{
    [Fact]
    public void While_the_archive_is_down_it_refuses_and_what_was_open_is_reset_once()
    {
        var resets = 0;
        for (var seed = 1UL; seed <= 8; seed++)
        {
            var parameters = Village.Parameters();
            var plan = new AttackPlanner(seed, [new(33, "100 MB a second")]) { Earliest = parameters.Start, Latest = parameters.End };
            var (_, attacks, steps) = Village.Play(parameters, plan);
            if (attacks is not [{ Fails: false } label])
            {
                continue;
            }

            var archive = label.Devices[0];
            var refused = steps.Where(s => s.Conversation.Server == archive && s.Saying is Refused).ToList();
            var down = steps.Where(s => s.Conversation.Server == archive && refused.Count > 0 && s.Time >= refused[0].Time && s.Time <= refused[^1].Time).ToList();
            Assert.All(down, s => Assert.True(s.Saying is Refused or WasReset, $"{s.Saying}"));
            foreach (var reset in steps.Where(s => s.Conversation.Server == archive && s.Saying is WasReset && s.Time >= label.FirstSeen && s.Time <= label.LastSeen))
            {
                resets++;
                Assert.Equal(Side.Server, reset.From);
                Assert.DoesNotContain(steps, s => s.Conversation == reset.Conversation && s.Time > reset.Time);
            }
        }

        Assert.True(resets > 0, "In none of these was anything open.");
    }
}
