using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>What the analysis itself remembers: what time it is.</summary>
internal sealed partial class Analysis
{
    public string Name => "clock";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(_now);
        writer.Int64(_before);
        writer.Int64(_nextReview);
        writer.Int64(_ordinal);
        writer.Boolean(_declared);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var (now, before, nextReview, ordinal, declared) = (reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Boolean());
        if (origin.SameInput)
        {
            (_now, _before, _nextReview, _ordinal) = (now, before, nextReview, ordinal);

            // The plan is the present run's.
            _declared = declared && _now >= _plan.Until;
        }
        else
        {
            _before = now == long.MinValue ? before : now;
        }

        return reader.Complete;
    }
}
