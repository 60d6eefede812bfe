using Sensor.Alerts;
using Sensor.Detection;
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
    /// <param name="reader">What was saved.</param>
    /// <param name="protocols">How many are numbered.</param>
    /// <param name="words">That of the tags.</param>
    public void Load(ref PartReader reader, int protocols, Vocabulary words)
    {
        (End, HasAny) = (reader.Int64(), reader.Boolean());
        Traffic.Load(ref reader, (key, _) => IsSound(key) && key is { Word: 0, Side: 0 });
        Commands.Load(ref reader, (key, row) => IsSound(key) && words.Has(key.Word) && key.Side <= (byte)Part.Serves && row is { Latency.IsSound: true, Size.IsSound: true });
        Quantities.Load(ref reader, (key, row) => IsSound(key) && words.Has(key.Word) && key.Side == 0 && row.Observed.IsSound);
        Judgements.Load(ref reader, (key, _) => IsSound(key) && key is { App: 0, Side: 0, Word: >= 0 } && key.Word < IntervalPoints.Expectations.Length);
        Alerts.Load(ref reader, (key, _) => key is { Device: 0, App: 0 } && Enum.IsDefined((Severity)key.Side) && words.Has(key.Word));

        bool IsSound(FigureKey key) => key.Device >= 0 && key.App <= protocols;
    }
}
