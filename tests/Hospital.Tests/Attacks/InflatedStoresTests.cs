using Hospital.Attacks;
using Hospital.Sayings;

namespace Hospital.Tests.Attacks;

/// <summary>Of what is sent larger than it should be.</summary>
public sealed class InflatedStoresTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_object_is_answered_once_and_by_its_own_answer(bool fails)
    {
        var parameters = Village.Parameters();
        var seed = fails ? Village.FailingSeed : Village.OtherSeed;
        var plan = new AttackPlanner(seed, [new(1, "x2")]) { Earliest = parameters.Start, Latest = parameters.End };
        var (_, attacks, steps) = Village.Play(parameters, plan);
        var label = Assert.Single(attacks);
        Assert.Equal(fails, label.Fails);

        var refused = 0;
        foreach (var talk in steps.Where(s => s.Conversation.Client == label.Devices[0]).GroupBy(s => s.Conversation.Number))
        {
            var asked = talk.Select(s => s.Saying).OfType<DimseRequest>().Where(r => r.Operation == DimseOperation.Store).ToList();
            var answered = talk.Select(s => s.Saying).OfType<DimseResponse>().Where(r => r.Request.Operation == DimseOperation.Store).ToList();
            Assert.Equal(asked.Select(r => (r.MessageId, r.DataLength)), answered.Select(r => (r.Request.MessageId, r.Request.DataLength)));
            refused += answered.Count(r => r.Status == 0xC000);
        }

        Assert.Equal(fails ? 1 : 0, refused);
    }
}
