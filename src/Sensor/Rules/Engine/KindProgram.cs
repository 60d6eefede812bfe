using System.Numerics;
using Sensor.Rules.Language;

namespace Sensor.Rules.Engine;

/// <summary>A step of a rule at work.</summary>
internal sealed record WatchStep(Watch Watch, int Index, RuleStep Step);

/// <summary>
/// The steps that ask for one kind of fact. A step whose condition asks for certain values of something is only tested where it has one of them: sets of bits say
/// for each value which steps that leaves. Those are tested in the order they are given in.
/// </summary>
internal sealed class KindProgram
{
    private readonly WatchStep[] _steps;
    private readonly ulong[] _always;
    private readonly GuardIndex[] _guards;
    private readonly ulong[] _left;

    /// <param name="steps">In the order in which they take a fact.</param>
    public KindProgram(IReadOnlyList<WatchStep> steps)
    {
        _steps = [.. steps];
        _always = NoSteps();
        _left = NoSteps();
        var guards = new List<(Guard Guard, int Step)>();
        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i].Step.When.Guards is { } needed)
            {
                guards.AddRange(needed.Select(g => (g, i)));
            }
            else
            {
                _always[i / 64] |= 1UL << (i % 64);
            }
        }

        _guards = [.. guards.GroupBy(g => g.Guard.Operand.Slot).Select(g => new GuardIndex(g.First().Guard.Operand, [.. g], _steps.Length))];
        Absences = [.. _steps.Select(s => s.Watch).OfType<AbsenceWatch>().Distinct()];
    }

    /// <summary>Rules of these steps that wait for something.</summary>
    public AbsenceWatch[] Absences { get; }

    /// <summary>Shows a fact to the steps that it may concern.</summary>
    /// <returns>Something may have begun to be waited for.</returns>
    public bool Run(FactView view, IRuleListener listener)
    {
        _always.CopyTo(_left, 0);
        foreach (var guard in _guards)
        {
            var set = guard.Find(in view[guard.Slot]);
            for (var i = 0; i < set.Length; i++)
            {
                _left[i] |= set[i];
            }
        }

        var waits = false;
        for (var i = 0; i < _left.Length; i++)
        {
            for (var left = _left[i]; left != 0; left &= left - 1)
            {
                var step = _steps[(i * 64) + BitOperations.TrailingZeroCount(left)];
                if (step.Step.When.Holds(view))
                {
                    step.Watch.Take(step.Index, view, listener);
                    waits |= step.Watch is AbsenceWatch;
                }
            }
        }

        return waits;
    }

    private ulong[] NoSteps() => new ulong[(_steps.Length + 63) / 64];
}
