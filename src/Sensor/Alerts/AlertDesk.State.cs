using Sensor.State;

namespace Sensor.Alerts;

/// <summary>What the desk remembers from run to run, and within one.</summary>
internal sealed partial class AlertDesk : IStatePart
{
    public string Name => "alerts";

    public int Version => 3;

    public void Save(PartWriter writer)
    {
        writer.Int64(_number);
        writer.Int32(_closings.Count);
        foreach (var (signature, time) in _closings.OrderBy(c => c.Key))
        {
            writer.Int32(signature);
            writer.Int64(time);
        }

        IncidentTableState.Save(_incidents, writer);
        writer.Int32(Total);
        writer.Int32(Incidents);
        foreach (var tally in (long[])[Folded, Withheld, Muted, Forgotten])
        {
            writer.Int64(tally);
        }

        foreach (var severity in Enum.GetValues<Severity>())
        {
            writer.Int32(Count(severity));
        }

        writer.Int64(_minuteEnds);
        writer.Int32(_inMinute);
        _flood.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        _number = reader.Tally();
        if (origin.Version == 1)
        {
            // It knew no incidents: what goes on is told once more.
            return !reader.Failed;
        }

        for (var rest = reader.Count(int.MaxValue, least: 12); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_closings.TryAdd(reader.Int32(), reader.Int64()));
        }

        return IncidentTableState.TryLoad(_incidents, ref reader, origin.SameInput, byAddress: origin.Version < 3)

            // Numbers are given once.
            && reader.Require(_incidents.Open.Concat(_incidents.Closed).All(i => i.Number <= _number))
            && (!origin.SameInput || (LoadRun(ref reader) && reader.Complete));
    }

    /// <summary>What was counted for the summary, and what the rate is measured by.</summary>
    private bool LoadRun(ref PartReader reader)
    {
        (Total, Incidents) = (reader.Int32(int.MaxValue), reader.Int32(int.MaxValue));
        (Folded, Withheld, Muted, Forgotten) = (reader.Tally(), reader.Tally(), reader.Tally(), reader.Tally());
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (reader.Int32(int.MaxValue) is > 0 and var count)
            {
                _counts[severity] = count;
            }
        }

        (_minuteEnds, _inMinute) = (reader.Int64(), reader.Int32(int.MaxValue));
        return _flood.TryLoad(ref reader);
    }
}
