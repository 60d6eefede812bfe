using Hospital.Network;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>Methods that are run over one stream of steps: the sensor by itself, or many contenders that share what is measured.</summary>
internal interface IMethodGroup : Hospital.IStepTaker
{
    /// <summary>After the end.</summary>
    /// <param name="hosts">All of the site and of attackers.</param>
    IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts);
}

/// <summary>Which methods take part in a run. Asked from several threads.</summary>
internal interface IMethodFactory
{
    IReadOnlyList<IMethodGroup> For(RunOrder order);
}

/// <summary>Where attacks come from. Asked from several threads.</summary>
internal interface IAttackSource
{
    /// <summary>Every variant of every row.</summary>
    IReadOnlyList<Wanted> Catalogue { get; }

    /// <summary>The catalogue in full, to be sealed.</summary>
    string Text { get; }

    /// <returns>A plan for that run; and what of it couldn't be placed, once it was played.</returns>
    (IAttackPlan Plan, Func<IReadOnlyList<string>> Unplaced) PlanFor(RunOrder order);
}
