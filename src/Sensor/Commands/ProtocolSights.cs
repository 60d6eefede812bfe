using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Outputs;
using Sensor.Streams;

namespace Sensor.Commands;

/// <summary>Gathers what one protocol's connections said, and what became of all others. Bounded: further names and ports are left out.</summary>
/// <param name="app">The protocol's number in flows.</param>
internal sealed class ProtocolSights(byte app) : IFactConsumer
{
    private const int MaxNames = 1000;

    private readonly NameDirectory _names = new();

    /// <summary>Requests and their outcomes by kind, class and command.</summary>
    public SortedDictionary<(string Kind, string Class, string Command), long> Requests { get; } = [];

    /// <summary>Statuses, alarms and damage.</summary>
    public SortedDictionary<string, long> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests by outcome.</summary>
    public SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Serials { get; } = new(StringComparer.Ordinal);

    /// <summary>The least and the most of each quantity, by its unit.</summary>
    public SortedDictionary<(string Quantity, string Unit), (double Least, double Most, long Count)> Values { get; } = [];

    /// <summary>The first event with values, else the first: what the output looks like.</summary>
    public string? Example { get; private set; }

    /// <summary>Connections by server port and what they were recognised as.</summary>
    public SortedDictionary<(ushort Port, byte App), (long Flows, long Bytes)> Ports { get; } = [];

    private bool _exampleHasValues;

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_names.TryDefine(in header, body))
        {
            return;
        }

        _names.Partition = header.Partition;
        if (header.KindId == FlowEnded.Kind.Id)
        {
            Take(header.Flow, MemoryMarshal.Read<FlowEnded>(body));
        }
        else if (header.KindId == PumpEvent.Kind.Id && header.Flow.App == app)
        {
            Take(MemoryMarshal.Read<PumpEvent>(body));
        }
    }

    public void EndBlock(long number)
    {
    }

    private void Take(in FlowIdentity flow, in FlowEnded ended)
    {
        var bytes = ended.Tcp ? ended.PayloadToClient + ended.PayloadToServer : ended.BytesToClient + ended.BytesToServer;
        if (flow.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp) || bytes == 0)
        {
            return;
        }

        var key = (flow.ServerPort, flow.App);
        if (Ports.TryGetValue(key, out var known) || Ports.Count < MaxNames)
        {
            Ports[key] = (known.Flows + 1, known.Bytes + bytes);
        }
    }

    private void Take(in PumpEvent told)
    {
        if (told.What is PumpEventKind.Query or PumpEventKind.Set)
        {
            Count(Requests, (Text(told.What.Word()), Text(told.Class.Word()), _names[told.Command].Text + (told.IsForeign ? " (not in the table)" : "")));
            Count(Outcomes, Text(PumpEvent.OutcomeWord(told.Outcome)));
        }
        else
        {
            Count(Others, Text(told.What.Word()));
        }

        if (!told.Serial.IsNone && Serials.Count < MaxNames)
        {
            Serials.Add(_names[told.Serial].Text);
        }

        for (var i = 0; i < told.ReadingCount; i++)
        {
            var reading = told.Readings[i];
            if (double.IsFinite(reading.New))
            {
                var key = (Text(reading.Quantity.Word()), Text(reading.Unit.Ucum()));
                var known = Values.GetValueOrDefault(key, (reading.New, reading.New, 0));
                Values[key] = (Math.Min(known.Item1, reading.New), Math.Max(known.Item2, reading.New), known.Item3 + 1);
            }
        }

        if (Example is null || (!_exampleHasValues && told.ReadingCount > 0))
        {
            (Example, _exampleHasValues) = (Shown(in told), told.ReadingCount > 0);
        }
    }

    private string Shown(in PumpEvent told)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = JsonLines.WriterOn(buffer))
        {
            json.WriteStartObject();
            PumpEvent.Write(in told, new EventWriter(json, _names));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Count<T>(SortedDictionary<T, long> of, T key)
        where T : notnull
    {
        if (of.TryGetValue(key, out var count) || of.Count < MaxNames)
        {
            of[key] = count + 1;
        }
    }

    private static string Text(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word);

    /// <summary>A number as people read it.</summary>
    public static string Number(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
}
