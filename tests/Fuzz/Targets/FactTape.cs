using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Facts;

namespace Sensor.Fuzz.Targets;

/// <summary>Keeps facts as bytes and allocates nothing once it is long enough. Afterwards it can say what they say.</summary>
internal sealed class FactTape : FactSink, IMeaning
{
    /// <summary>More facts of one input than this mean a loop.</summary>
    private const int MostBytes = 64 << 20;

    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    private readonly NameDirectory _names = new();
    private readonly StringBuilder _text = new();
    private ulong[] _tape = new ulong[8192];
    private int _length;

    public int Count { get; private set; }

    public void Clear() => (_length, Count) = (0, 0);

    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text) => _names.Define(partition, id, text);

    /// <summary>Bodies of one kind of fact.</summary>
    public IEnumerable<T> Of<T>()
        where T : unmanaged, IFact<T>
    {
        for (var at = 0; at < _length;)
        {
            var header = MemoryMarshal.Read<FactHeader>(Bytes(at));
            if (header.KindId == T.Kind.Id)
            {
                yield return MemoryMarshal.Read<T>(Bytes(at + HeaderSize));
            }

            at += HeaderSize + header.BodyLength;
        }
    }

    /// <summary>Every fact in words: header, event, meaning. Facts must come in the order of packets.</summary>
    public string Describe()
    {
        _text.Clear();
        var (buffer, last) = (new MemoryStream(), long.MinValue);
        using var json = new Utf8JsonWriter(buffer);
        for (var at = 0; at < _length;)
        {
            var header = MemoryMarshal.Read<FactHeader>(Bytes(at));
            var body = Bytes(at + HeaderSize)[..header.BodyLength];
            var kind = FactKind.Get(header.KindId);
            Require.That(header.Ordinal >= last, $"a fact of packet {header.Ordinal} follows one of {last}");
            Require.That(header.FirstOrdinal <= header.Ordinal, $"a fact of packet {header.Ordinal} rests on packet {header.FirstOrdinal} first");
            last = header.Ordinal;
            _names.Partition = header.Partition;
            Add($"{header.KindId} {header.Ordinal} {header.FirstOrdinal} {header.Time} {header.Quality} {header.Actor} {header.Flow.Id}");
            if (kind.EventType is { } type)
            {
                json.WriteStartObject();
                json.WriteStartObject(type);
                kind.Write(body, new EventWriter(json, _names));
                json.WriteEndObject();
                json.WriteEndObject();
                json.Flush();
                _text.Append(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length))).Append('\n');
                buffer.SetLength(0);
                json.Reset();
            }

            kind.Tell(body, this);
            at += HeaderSize + header.BodyLength;
        }

        return _text.ToString();
    }

    public void Claim(Endpoint who, Dissectors.Contract.Attribute attribute, NameId value, double confidence)
    {
        Require.That(confidence is > 0 and <= 1, $"a claim's confidence is {confidence}");
        Add($"{who} is {attribute} {_names[value].Text} {confidence}");
    }

    public void Act(Endpoint actor, ReadOnlySpan<byte> command) => Add($"{actor} {Encoding.Latin1.GetString(command)}");

    public void Act(Endpoint actor, NameId command) => Add($"{actor} {_names[command].Text}");

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default) =>
        Add($"{actor} {Encoding.Latin1.GetString(command)} {outcome}");

    public void Conclude(Endpoint actor, NameId command, Outcome outcome) => Add($"{actor} {_names[command].Text} {outcome}");

    public void Relate(Endpoint actor, Relation relation, NameId name) => Add($"{actor} {relation} {_names[name].Text}");

    public void Measure(Endpoint actor, Quantity quantity, double value)
    {
        Require.That(double.IsFinite(value) && value >= 0, $"{quantity.Slug} is {value}");
        Add($"{actor} {quantity.Slug} {value}");
    }

    public void OnBehalf(Endpoint end, NameId family, NameId serial) => Add($"{end} for {_names[family].Text} {_names[serial].Text}");

    public void OpenSession() => Add($"open");

    public void CloseSession(bool orderly) => Add($"close {orderly}");

    protected override Span<byte> Take(int length)
    {
        while (_length + length > _tape.Length * sizeof(ulong))
        {
            Require.That(_length < MostBytes, "facts don't end");
            Array.Resize(ref _tape, 2 * _tape.Length);
        }

        var room = Bytes(_length)[..length];
        _length += length;
        Count++;
        return room;
    }

    private Span<byte> Bytes(int from) => MemoryMarshal.AsBytes(_tape.AsSpan())[from..];

    private void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
