using Hospital.Wire;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Step = Hospital.Step;

namespace Scorecard.Feed.Slices;

/// <summary>One thing that a fact means.</summary>
/// <param name="Line">Its flow, from the client to the server.</param>
/// <param name="Text">What, in words that are the same for the same thing.</param>
/// <param name="Quantity">What was measured; empty: nothing.</param>
/// <param name="Value">Of it.</param>
/// <param name="Time">Of the fact, nanoseconds since the Unix epoch; 0: it ended with the slice's last packet, wherever that was.</param>
internal readonly record struct Meaning(string Line, string Text, string Quantity, double Value, long Time);

/// <summary>Writes down what all facts of a slice mean to inventory and models.</summary>
internal sealed class MeaningTrace(NameDirectory names) : IFactConsumer, IMeaning
{
    private readonly List<Meaning> _lines = [];
    private FrontHalf? _front;
    private FactHeader _header;
    private string _line = "";

    /// <summary>By flow, in the order in which they became known.</summary>
    public ILookup<string, Meaning> ByLine => _lines.ToLookup(m => m.Line);

    public static ILookup<string, Meaning> Of(IReadOnlyList<Step> steps, WireForm form)
    {
        var names = new NameDirectory();
        var trace = new MeaningTrace(names);
        trace._front = Front.Of(trace, names, new CostMeter());
        SliceReplay.Write(steps, trace._front, form);
        return trace.ByLine;
    }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Flow.Id == 0)
        {
            return;
        }

        _header = header;
        names.Partition = header.Partition;
        var flow = header.Flow;
        _line = FormattableString.Invariant($"{flow.Client}:{flow.ClientPort} {flow.Server}:{flow.ServerPort}");
        FactKind.Get(header.KindId).Tell(body, this);
    }

    public void OnBehalf(Endpoint end, NameId family, NameId serial) => Add($"{end} speaks for {names[family].Text} {names[serial].Text}");

    public void Claim(Endpoint who, Sensor.Dissectors.Contract.Attribute attribute, NameId value, double confidence) => Add($"{who} claims {attribute} {names[value].Text}");

    public void Act(Endpoint actor, ReadOnlySpan<byte> command) => Add($"{actor} does {System.Text.Encoding.UTF8.GetString(command)}");

    public void Act(Endpoint actor, NameId command) => Add($"{actor} does {names[command].Text}");

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default) =>
        Add($"{actor} has done {System.Text.Encoding.UTF8.GetString(command)} {names[about].Text}: {outcome}");

    public void Conclude(Endpoint actor, NameId command, Outcome outcome) => Add($"{actor} has done {names[command].Text}: {outcome}");

    public void Relate(Endpoint actor, Relation relation, NameId name) => Add($"{actor} {relation} {names[name].Text}");

    public void Measure(Endpoint actor, Quantity quantity, double value) => Add($"{actor} measures {quantity.Slug}", quantity.Slug, value);

    public void OpenSession() => Add("a session opens");

    public void CloseSession(bool orderly) => Add(orderly ? "a session closes" : "a session breaks off");

    private void Add(string text, string quantity = "", double value = 0) =>
        _lines.Add(new Meaning(_line, $"{text}{((_header.Quality & ~Quality.MidStream) == Quality.Clean ? "" : $" ({_header.Quality})")}", quantity, value, _front!.IsOver ? 0 : _header.Time));
}
