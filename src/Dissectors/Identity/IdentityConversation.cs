using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity;

/// <summary>A conversation of which only the beginning, or heads between bulk, are of interest.</summary>
public abstract class IdentityConversation(PartitionContext context) : ReusedConversation(context)
{
    /// <summary>Nothing more of this direction is wanted: the rest costs nothing, whatever it is.</summary>
    protected static Step NoMore(int consumed) => Step.SkipAfter(consumed, long.MaxValue / 2);

    /// <summary>A fact that rests on the conversation from its beginning.</summary>
    protected void Write<T>(in T fact, in Moment at, Endpoint actor)
        where T : unmanaged, IFact<T> => Write(in fact, at, actor, FirstOrdinal == 0 ? at.Ordinal : FirstOrdinal);

    protected void Write<T>(in T fact, in Moment at, Endpoint actor, long firstOrdinal)
        where T : unmanaged, IFact<T> => Context.Facts.Write(in fact, Flow, at.Time, firstOrdinal, Quality, actor);
}
