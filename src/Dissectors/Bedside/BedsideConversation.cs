using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside;

/// <summary>What conversations with bedside devices have in common: the event they are told as.</summary>
internal abstract class BedsideConversation(PartitionContext context) : ReusedConversation(context)
{
    /// <summary>Its name in events and in the summary.</summary>
    protected abstract ReadOnlySpan<byte> Family { get; }

    protected NameId Term(ReadOnlySpan<byte> text) => Context.Intern(NameKind.Term, text);

    /// <summary>An event of this family without an answer's time.</summary>
    protected PumpEvent NewEvent(PumpEventKind what, ReadOnlySpan<byte> command, Endpoint actor, Endpoint device) => new()
    {
        Family = Term(Family),
        What = what,
        Command = Term(command),
        Actor = actor,
        Pump = device,
        LatencyNanoseconds = PumpEvent.NoLatency,
        Confidence = Confidence.Verified,
        IsAtOwnAddress = true,
    };

    protected void Tell(ref PumpEvent told, in Moment at, long firstOrdinal)
    {
        told.Act = told.Act.IsNone ? told.Command : told.Act;
        told.Quality = Quality;
        Context.Facts.Write(in told, Flow, at.Time, firstOrdinal, Quality, told.Actor);
    }

    protected void TellSession(bool isOrderly, Endpoint actor, in Moment at)
    {
        var session = new PumpSession { IsOrderly = isOrderly && Quality == Quality.Clean };
        Context.Facts.Write(in session, Flow, at.Time, at.Ordinal, Quality, actor);
    }
}
