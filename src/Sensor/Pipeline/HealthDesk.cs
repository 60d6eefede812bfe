using Sensor.Health;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>
/// Adds up what partitions and the analysis came short of, and has it written: at first sight, then at most once a minute of packet time for each, and what is
/// left at the end. Analysis thread only.
/// </summary>
internal sealed class HealthDesk(HealthEvents events, Bounds bounds) : IStatePart
{
    /// <summary>Nanoseconds of packet time between two events of one shortcoming.</summary>
    public const long Interval = 60_000_000_000;

    private static readonly Shortcoming[] Kinds = Enum.GetValues<Shortcoming>();

    private readonly Tally[] _tallies = new Tally[Kinds.Length];
    private long _nextDue = long.MaxValue;

    private ShortcomingCatalogue _catalogue = new(bounds);

    /// <summary>The one bound that can change while it runs.</summary>
    public int AlertsPerMinute
    {
        set => _catalogue = new ShortcomingCatalogue(bounds with { AlertsPerMinute = value });
    }

    /// <summary>What there was, and how often.</summary>
    public IEnumerable<(ShortcomingInfo What, long Count)> Totals => All.Where(t => t.Count > 0);

    /// <summary>The same with what there wasn't.</summary>
    public IEnumerable<(ShortcomingInfo What, long Count)> All => Kinds.Select(k => (_catalogue.Of(k), _tallies[(int)k].Total));

    /// <param name="what">The shortcoming.</param>
    /// <param name="count">How often since this was last called.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">Packet that made it known.</param>
    public void Add(Shortcoming what, long count, long time, long ordinal)
    {
        ref var tally = ref _tallies[(int)what];
        tally.Total += count;
        if (!tally.WasTold || time >= tally.Due)
        {
            Write(what, time, ordinal);
        }
        else
        {
            _nextDue = Math.Min(_nextDue, tally.Due);
        }
    }

    /// <summary>The same for a count that only grows.</summary>
    public void Reach(Shortcoming what, long total, long time, long ordinal)
    {
        var more = total - _tallies[(int)what].Total;
        if (more > 0)
        {
            Add(what, more, time, ordinal);
        }
    }

    /// <summary>Time has gone on: writes what has waited long enough.</summary>
    public void Advance(long now, long ordinal)
    {
        if (now < _nextDue)
        {
            return;
        }

        _nextDue = long.MaxValue;
        foreach (var kind in Kinds)
        {
            ref readonly var tally = ref _tallies[(int)kind];
            if (tally.Total > tally.Told && now >= tally.Due)
            {
                Write(kind, now, ordinal);
            }
            else if (tally.Total > tally.Told)
            {
                _nextDue = Math.Min(_nextDue, tally.Due);
            }
        }
    }

    /// <summary>The input is over: writes what is left.</summary>
    public void End(long now, long ordinal)
    {
        foreach (var kind in Kinds.Where(k => _tallies[(int)k].Total > _tallies[(int)k].Told))
        {
            Write(kind, now, ordinal);
        }
    }

    public string Name => "health";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(_nextDue);
        foreach (var kind in Kinds)
        {
            ref readonly var tally = ref _tallies[(int)kind];
            writer.Text(_catalogue.Of(kind).Name);
            writer.Int64(tally.Total);
            writer.Int64(tally.Told);
            writer.Int64(tally.Due);
            writer.Boolean(tally.WasTold);
        }
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        if (!origin.SameInput)
        {
            // Counted for the summary of a run.
            return true;
        }

        _nextDue = reader.Int64();
        while (!reader.Complete && !reader.Failed)
        {
            var name = reader.Text(64);
            var tally = new Tally { Total = reader.Tally(), Told = reader.Tally(), Due = reader.Int64(), WasTold = reader.Boolean() };
            var place = Array.FindIndex(Kinds, k => _catalogue.Of(k).Name == name);
            if (reader.Require(place >= 0))
            {
                _tallies[place] = tally;
            }
        }

        return reader.Complete;
    }

    private void Write(Shortcoming what, long time, long ordinal)
    {
        ref var tally = ref _tallies[(int)what];
        events.Write(_catalogue.Of(what), tally.Total - tally.Told, tally.Total, time, ordinal);
        tally.Told = tally.Total;
        tally.WasTold = true;
        tally.Due = time + Interval;
    }

    private struct Tally
    {
        public long Total;
        public long Told;
        public long Due;
        public bool WasTold;
    }
}
