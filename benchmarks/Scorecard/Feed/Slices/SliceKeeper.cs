using Hospital;

namespace Scorecard.Feed.Slices;

/// <summary>Keeps what is said in some stretches of time, which may overlap: around attacks, or a sample of the whole.</summary>
/// <param name="stretches">From, inclusive, until, exclusive; nanoseconds since the Unix epoch.</param>
internal sealed class SliceKeeper(params IReadOnlyList<(long From, long Until)> stretches) : IStepTaker
{
    private readonly List<Step>[] _slices = [.. stretches.Select(_ => new List<Step>())];

    /// <summary>Steps of each stretch, in order of time.</summary>
    public IReadOnlyList<IReadOnlyList<Step>> Slices => _slices;

    public void Take(in Step step)
    {
        for (var i = 0; i < _slices.Length; i++)
        {
            if (step.Time >= stretches[i].From && step.Time < stretches[i].Until)
            {
                _slices[i].Add(step);
            }
        }
    }

    public void End(long time)
    {
    }
}
