using Hospital.Labels;
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

    /// <summary>Those that may be there before a site begins.</summary>
    IReadOnlyList<Wanted> Lasting { get; }

    /// <summary>The catalogue in full, to be sealed.</summary>
    string Text { get; }

    /// <returns>A plan for that run; and what of it couldn't be placed, once it was played.</returns>
    (IAttackPlan Plan, Func<IReadOnlyList<string>> Unplaced) PlanFor(RunOrder order);

    /// <summary>Tries what a run has room for, without playing it.</summary>
    /// <param name="order">Which; its attacks aren't placed by themselves.</param>
    /// <returns>Places one attack after another: what would come about, or null, and then it takes no number.</returns>
    Func<Wanted, AttackLabel?> Placing(RunOrder order);
}
