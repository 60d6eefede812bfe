using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

/// <summary>As for the village, on a site as it is measured, with many attacks at a time.</summary>
public sealed class RealSiteTests
{
    [Fact]
    public void Many_attacks_leave_the_rest_of_a_real_site_as_it_was_and_equal_seeds_give_equal_steps()
    {
        var parameters = SiteParameters.Of(6, 20) with { Weeks = 1 };
        var (clean, _) = Play(parameters, null);
        var (attacked, labels) = Play(parameters, Planner(parameters));
        var (again, _) = Play(parameters, Planner(parameters));

        Assert.InRange(labels.Count, 25, AttackCatalogue.Draws.Count);
        Assert.True(attacked.SequenceEqual(again), "equal seeds give equal steps");

        var left = clean.ToHashSet();
        left.SymmetricExceptWith(attacked.Where(s => s.Attack == 0));
        Assert.NotEmpty(left);
        var named = labels.SelectMany(l => l.Devices).Select(d => d.Number).ToHashSet();
        Assert.All(left, s => Assert.True(named.Contains(s.Client) || named.Contains(s.Server), "whatever differs is of devices that a label names"));
        Assert.All(labels.Where(l => attacked.Any(s => s.Attack == l.Number)), l => Assert.NotNull(l.FirstSeen));
    }

    private static AttackPlanner Planner(SiteParameters parameters) => new(11, AttackCatalogue.Draws) { Earliest = parameters.Start + Nanos.Day, Latest = parameters.End };

    private static (List<Line> Lines, IReadOnlyList<AttackLabel> Labels) Play(SiteParameters parameters, IAttackPlan? plan)
    {
        var heard = new Lines();
        var (_, labels) = Run.Play(parameters, plan, heard);
        return (heard.All, labels);
    }

    /// <summary>What a step looks like, without what it is made of.</summary>
    private readonly record struct Line(long Time, long Duration, long Conversation, int Client, int Server, int Ports, byte Life, long Length, string Kind, int Attack);

    private sealed class Lines : IStepTaker
    {
        public List<Line> All { get; } = [];

        public void Take(in Step step)
        {
            var c = step.Conversation;
            var length = step.Saying switch
            {
                Sayings.DimseRequest request => request.DataLength + ((long)request.MessageId << 40),
                Sayings.Payload payload => payload.Length,
                Sayings.TlsData data => data.Length,
                Sayings.Hl7Message message => message.Text.Length,
                _ => 0,
            };
            All.Add(new Line(step.Time, step.Duration, c.Number, c.Client.Number, c.Server.Number, (c.ClientPort << 16) + c.ServerPort, step.Speaker.TimeToLive, length, step.Saying.GetType().Name, c.Attack?.Number ?? 0));
        }

        public void End(long time)
        {
        }
    }
}
