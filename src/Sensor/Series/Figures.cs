using Sensor.State;

namespace Sensor.Series;

/// <summary>What a row of figures is about: a device (0: all that have no series of their own), a protocol (0: none) and a word of a vocabulary.</summary>
internal readonly record struct FigureKey(int Device, byte App, byte Side, int Word) : IComparable<FigureKey>
{
    public int CompareTo(FigureKey other) =>
        Device != other.Device ? Device.CompareTo(other.Device)
        : App != other.App ? App.CompareTo(other.App)
        : Word != other.Word ? Word.CompareTo(other.Word)
        : Side.CompareTo(other.Side);

    /// <summary>The same of the devices that have no series of their own.</summary>
    public FigureKey OfRest => this with { Device = SeriesDevices.Rest };
}

/// <summary>What went by.</summary>
internal struct TrafficFigures
{
    public long BytesIn;
    public long BytesOut;
    public long PacketsIn;
    public long PacketsOut;
    public long Conversations;
    public long Commands;
}

/// <summary>A command in an interval.</summary>
internal struct CommandFigures
{
    public long Count;
    public long Failures;
    public long Unanswered;

    /// <summary>Microseconds.</summary>
    public Spread Latency;
    public DurationBins Latencies;

    /// <summary>Bytes.</summary>
    public Spread Size;
}

/// <summary>What was measured beside what was expected.</summary>
internal struct QuantityFigures
{
    public Spread Observed;
    public double Low;
    public double Typical;
    public double High;

    /// <summary>Observations behind the expectation; 0: there is none.</summary>
    public long History;
    public long Judged;
    public double Score;
}

/// <summary>What an expectation of a device said.</summary>
internal struct JudgementFigures
{
    public long Judged;
    public long Informational;
    public long Surprising;

    /// <summary>The least, of those that were judged and have one.</summary>
    public double Score;
    public long Scored;
}

/// <summary>All that is added up in one interval.</summary>
internal sealed class Figures
{
    public FigureTable<FigureKey, TrafficFigures> Traffic { get; } = new();

    public FigureTable<FigureKey, CommandFigures> Commands { get; } = new();

    public FigureTable<FigureKey, QuantityFigures> Quantities { get; } = new();

    public FigureTable<FigureKey, JudgementFigures> Judgements { get; } = new();

    public FigureTable<FigureKey, long> Alerts { get; } = new();

    /// <summary>Packet time at which the interval ends, nanoseconds since the Unix epoch: the time of its points.</summary>
    public long End { get; set; } = long.MinValue;

    /// <summary>Anything was said in it.</summary>
    public bool HasAny { get; set; }

    public void Clear()
    {
        Traffic.Clear();
        Commands.Clear();
        Quantities.Clear();
        Judgements.Clear();
        Alerts.Clear();
        HasAny = false;
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(End);
        writer.Boolean(HasAny);
        Traffic.Save(writer);
        Commands.Save(writer);
        Quantities.Save(writer);
        Judgements.Save(writer);
        Alerts.Save(writer);
    }

    /// <summary>Takes what was saved into figures that are as new.</summary>
    public void Load(ref PartReader reader)
    {
        (End, HasAny) = (reader.Int64(), reader.Boolean());
        Traffic.Load(ref reader);
        Commands.Load(ref reader);
        Quantities.Load(ref reader);
        Judgements.Load(ref reader);
        Alerts.Load(ref reader);
    }
}
