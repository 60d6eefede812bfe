using Hospital.Sayings;

namespace Hospital.Tests.Radiology;

/// <summary>What is said is DICOM: connections open, are answered in order and closed.</summary>
public sealed class ConversationsTests
{
    private static readonly Days Days = Days.Live(120, 2);

    [Fact]
    public void Steps_come_in_order_of_time() => Assert.All(Days.Steps.Zip(Days.Steps.Skip(1)), p => Assert.True(p.First.Time <= p.Second.Time));

    [Fact]
    public void Every_association_is_well_formed()
    {
        // The last ones may still go on.
        var conversations = Days.Steps.GroupBy(s => s.Conversation).Where(c => c.Last().Time < Days.Site.Agenda.Now - (30 * Kernel.Nanos.Minute)).ToList();
        Assert.NotEmpty(conversations);
        Assert.All(conversations, c => Check([.. c]));
    }

    private static void Check(List<Step> steps)
    {
        for (var i = 1; i < steps.Count; i++)
        {
            Assert.True(steps[i].Time >= steps[i - 1].End, "A side speaks before the other has finished.");
        }

        if (steps[0].Saying is Refused)
        {
            Assert.Single(steps);
            return;
        }

        Assert.IsType<Opened>(steps[0].Saying);
        var request = Assert.IsType<AssociateRequest>(steps[1].Saying);
        Assert.IsType<Closed>(steps[^1].Saying);
        if (steps[2].Saying is AssociateReject)
        {
            Assert.Equal(4, steps.Count);
            return;
        }

        Assert.Same(request, Assert.IsType<AssociateAccept>(steps[2].Saying).Request);
        var ids = request.Contexts.ToDictionary(c => c.Id, c => c.AbstractSyntax);
        var open = new Stack<DimseRequest>();
        foreach (var step in steps.Skip(3))
        {
            switch (step.Saying)
            {
                case DimseRequest { Operation: DimseOperation.Cancel } cancel:
                    Assert.Equal(open.Peek().MessageId, cancel.MessageId);
                    break;
                case DimseRequest asked:
                    Assert.Equal(ids[asked.ContextId], asked.SopClass);
                    open.Push(asked);
                    break;
                case DimseResponse { Status: not 0xFF00 } answer:
                    Assert.Same(open.Pop(), answer.Request);
                    break;
                case DimseResponse pending:
                    Assert.Contains(pending.Request, open);
                    break;
                case Abort:
                    open.Clear();
                    break;
                case ReleaseRequest:
                    Assert.Empty(open);
                    break;
                default:
                    break;
            }
        }

        Assert.Empty(open);
        Assert.True(steps[^2].Saying is Abort or ReleaseResponse);
    }
}
