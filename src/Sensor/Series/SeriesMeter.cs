using System.Runtime.InteropServices;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Health;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;
using Sensor.Streams;
using Verdict = Sensor.Models.Verdict;

namespace Sensor.Series;

/// <summary>
/// Adds up what facts, models and alerts say in each interval of packet time, and makes points of it when the interval is over. Intervals in which nothing was said
/// make none. Analysis thread only; allocates nothing for a fact once its tables have grown.
/// </summary>
/// <param name="settings">How.</param>
/// <param name="protocols">Those that are numbered.</param>
/// <param name="devices">The inventory.</param>
/// <param name="readHealth">How the sensor is, for the interval that ends at a time.</param>
/// <param name="taker">Where points go.</param>
internal sealed class SeriesMeter(SeriesSettings settings, IReadOnlyList<IProtocol> protocols, DeviceTable devices, Func<long, HealthReading> readHealth, ISeriesTaker taker)
    : IFactTap, IMeaningTap, IAlertTaker, IStatePart
{
    /// <summary>Most bytes of lines handed on at once, by a line.</summary>
    private const int MaxPiece = 256 * 1024;

    private const int None = -1;

    private readonly LineProtocol _lines = new();
    private readonly Vocabulary _words = new();
    private readonly SeriesDevices _devices = new(settings.Devices);
    private readonly Dictionary<Quantity, int> _quantities = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Command, int> _classes = new(ReferenceEqualityComparer.Instance);

    /// <summary>What goes on, and what is over but for samples of it that come with the same packet.</summary>
    private Figures _open = new();
    private Figures _closing = new();
    private bool _isClosing;
    private long _closedBy;

    // The fact at hand.
    private byte _app;
    private int _concluded = None;
    private int _concludedBy;
    private int _concludedFor;

    public string Name => "series";

    public int Version => 1;

    private IntervalPoints Points => field ??= new IntervalPoints(settings.Name, protocols, devices, _words);

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        _app = header.Flow.App;
        _concluded = None;
        if (_isClosing && header.Ordinal > _closedBy)
        {
            EmitClosing();
        }

        // What is told of an interval comes with the first packet after it. Loss is told of the time before its own.
        var isSample = kind == FlowProgress.Kind || kind == PartitionSample.Kind || kind == LossSample.Kind;
        var time = kind == LossSample.Kind ? header.Time - 1 : header.Time;
        if (kind == CameShort.Kind && MemoryMarshal.AsRef<CameShort>(body).What == Shortcoming.ClockStepped)
        {
            // The packets' clock was wrong before, and goes on from here.
            Emit(time);
        }
        else if (time >= _open.End)
        {
            Turn(time, header.Ordinal);
        }

        var figures = isSample && _isClosing && time < _closing.End ? _closing : _open;
        figures.HasAny = true;
        if (kind == FlowProgress.Kind)
        {
            ref readonly var progress = ref MemoryMarshal.AsRef<FlowProgress>(body);
            Count(figures, in progress.Amount, progress.IsFirst, client, server);
        }
        else if (kind == FlowEnded.Kind)
        {
            ref readonly var ended = ref MemoryMarshal.AsRef<FlowEnded>(body);
            Count(figures, ended.Untold, ended.Told.Packets == 0, client, server);
        }
    }

    public void Acted(Device? doer, Device? target, Command? command)
    {
        if (command is not null)
        {
            var word = WordOf(command);
            CountAct(doer, Part.Does, word);
            CountAct(target, Part.Serves, word);
        }
    }

    public void Concluded(Device? doer, Device? target, Command command, Outcome outcome)
    {
        _concluded = WordOf(command);
        (_concludedBy, _concludedFor) = (doer is null ? None : _devices.NumberOf(doer), target is null ? None : _devices.NumberOf(target));
        if (outcome is Outcome.Failure or Outcome.Refused or Outcome.NoAnswer)
        {
            CountFailure(_concludedBy, Part.Does, outcome);
            CountFailure(_concludedFor, Part.Serves, outcome);
        }
    }

    public void Measured(Quantity quantity, double value)
    {
        if (_concluded != None && double.IsFinite(value))
        {
            CountMeasure(_concludedBy, Part.Does, quantity, value);
            CountMeasure(_concludedFor, Part.Serves, quantity, value);
        }
    }

    public void Rated(Device device, byte app, Quantity quantity, double value, in Judgement judgement)
    {
        // Damaged: lost packets are not low traffic.
        if (judgement.Shortfall.Lacking == Lacking.CleanData || !double.IsFinite(value))
        {
            return;
        }

        ref var row = ref Of(_open.Quantities, new FigureKey(_devices.NumberOf(device), app, 0, WordOf(quantity)));
        row.Observed.Add(value);
        if (judgement.Expected.N > 0)
        {
            (row.Low, row.Typical, row.High, row.History) = (judgement.Expected.Low, judgement.Expected.Typical, judgement.Expected.High, judgement.Expected.N);
        }

        if (double.IsFinite(judgement.Score))
        {
            row.Score = row.Judged == 0 ? judgement.Score : Math.Min(row.Score, judgement.Score);
            row.Judged++;
        }
    }

    public void Judged(Device device, in Judgement judgement)
    {
        if (judgement.Verdict == Verdict.NotJudged)
        {
            return;
        }

        ref var row = ref Of(_open.Judgements, new FigureKey(_devices.NumberOf(device), 0, 0, (int)judgement.Subject.Kind));
        row.Judged++;
        row.Informational += judgement.Verdict == Verdict.Informational ? 1 : 0;
        row.Surprising += judgement.Verdict == Verdict.Surprising ? 1 : 0;
        if (double.IsFinite(judgement.Score))
        {
            row.Score = row.Scored == 0 ? judgement.Score : Math.Min(row.Score, judgement.Score);
            row.Scored++;
        }
    }

    public void Take(Alert alert)
    {
        _open.HasAny = true;
        Of(_open.Alerts, new FigureKey(0, 0, (byte)alert.Severity, _words.NumberOf(alert.Reason.Kind)))++;
    }

    /// <summary>All has been said about the packets of a block.</summary>
    public void EndBlock()
    {
        if (_isClosing)
        {
            EmitClosing();
        }
    }

    /// <summary>The input is over: what goes on is over, too.</summary>
    public void End()
    {
        EndBlock();
        Emit(_open);
    }

    public void Save(PartWriter writer)
    {
        _words.Save(writer);
        _devices.Save(writer);
        writer.Boolean(_isClosing);
        writer.Int64(_closedBy);
        _open.Save(writer);
        _closing.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var words = origin.SameInput ? _words : new Vocabulary();
        words.Load(ref reader);
        _devices.Load(ref reader, devices);
        if (!origin.SameInput)
        {
            // What was going on in another input was told when that ended.
            return !reader.Failed;
        }

        (_isClosing, _closedBy) = (reader.Boolean(), reader.Int64());
        _open.Load(ref reader, protocols.Count, _words);
        _closing.Load(ref reader, protocols.Count, _words);
        return reader.Complete;
    }

    /// <summary>An interval is over. Samples of it still come with this packet.</summary>
    private void Turn(long time, long ordinal)
    {
        EndBlock();
        (_open, _closing) = (_closing, _open);
        _isClosing = _closing.HasAny;
        _closedBy = ordinal;
        Begin(time);
    }

    private void Emit(long time)
    {
        End();
        Begin(time);
    }

    private void Begin(long time) => _open.End = (time - Modulo(time, settings.Interval)) + settings.Interval;

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private void EmitClosing()
    {
        _isClosing = false;
        Emit(_closing);
    }

    private void Emit(Figures figures)
    {
        if (!figures.HasAny)
        {
            return;
        }

        Points.Write(_lines, figures);
        var health = readHealth(figures.End);
        foreach (var group in HealthGroups.All)
        {
            group.Write(_lines, health, settings.Name, figures.End);
        }

        for (var rest = _lines.Written; !rest.IsEmpty;)
        {
            var piece = rest.Length <= MaxPiece ? rest : rest[..(rest[..MaxPiece].LastIndexOf((byte)'\n') + 1)];
            taker.Take(figures.End, piece);
            rest = rest[piece.Length..];
        }

        _lines.Clear();
        figures.Clear();
    }

    private void Count(Figures figures, in TrafficAmount amount, bool isFirst, Device? client, Device? server)
    {
        if (client is not null)
        {
            ref var row = ref Of(figures.Traffic, new FigureKey(_devices.NumberOf(client), _app, 0, 0));
            (row.BytesIn, row.BytesOut) = (row.BytesIn + amount.BytesToClient, row.BytesOut + amount.BytesToServer);
            (row.PacketsIn, row.PacketsOut) = (row.PacketsIn + amount.PacketsToClient, row.PacketsOut + amount.PacketsToServer);
            row.Conversations += isFirst ? 1 : 0;
        }

        if (server is not null)
        {
            ref var row = ref Of(figures.Traffic, new FigureKey(_devices.NumberOf(server), _app, 0, 0));
            (row.BytesIn, row.BytesOut) = (row.BytesIn + amount.BytesToServer, row.BytesOut + amount.BytesToClient);
            (row.PacketsIn, row.PacketsOut) = (row.PacketsIn + amount.PacketsToServer, row.PacketsOut + amount.PacketsToClient);
            row.Conversations += isFirst ? 1 : 0;
        }
    }

    private void CountAct(Device? device, Part part, int word)
    {
        if (device is not null)
        {
            var number = _devices.NumberOf(device);
            Of(_open.Commands, new FigureKey(number, _app, (byte)part, word)).Count++;
            Of(_open.Traffic, new FigureKey(number, _app, 0, 0)).Commands++;
        }
    }

    private void CountFailure(int number, Part part, Outcome outcome)
    {
        if (number != None)
        {
            ref var row = ref Of(_open.Commands, new FigureKey(number, _app, (byte)part, _concluded));
            row.Failures += outcome == Outcome.NoAnswer ? 0 : 1;
            row.Unanswered += outcome == Outcome.NoAnswer ? 1 : 0;
        }
    }

    private void CountMeasure(int number, Part part, Quantity quantity, double value)
    {
        if (number == None)
        {
            return;
        }

        if (quantity.IsDuration)
        {
            ref var row = ref Of(_open.Commands, new FigureKey(number, _app, (byte)part, _concluded));
            row.Latency.Add(value);
            row.Latencies.Add(value);
        }
        else if (quantity.Unit == "byte")
        {
            Of(_open.Commands, new FigureKey(number, _app, (byte)part, _concluded)).Size.Add(value);
        }
    }

    private static ref TRow Of<TRow>(FigureTable<FigureKey, TRow> table, scoped in FigureKey key)
        where TRow : unmanaged => ref table.Of(in key, key.OfRest);

    private int WordOf(Quantity quantity)
    {
        if (!_quantities.TryGetValue(quantity, out var word))
        {
            word = _words.NumberOf($"{quantity.Slug} {quantity.Unit}");
            _quantities.Add(quantity, word);
        }

        return word;
    }

    private int WordOf(Command command)
    {
        if (!_classes.TryGetValue(command, out var word))
        {
            word = _words.NumberOf(command.Class);
            _classes.Add(command, word);
        }

        return word;
    }
}
