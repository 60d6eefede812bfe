using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Streams;

namespace Sensor.Tests.Support;

/// <summary>Puts in words what a fact says: its event, what it means, and the fields of those that are neither. Its bytes also hold padding, which says nothing.</summary>
internal sealed class FactContent : IMeaning
{
    private readonly StringBuilder _text = new();
    private NameDirectory? _names;

    public string Of(in FactHeader header, ReadOnlySpan<byte> body, NameDirectory names)
    {
        if (header.KindId == FactPublisher.NameDefinition)
        {
            return "";
        }

        _text.Clear();
        _names = names;
        names.Partition = header.Partition;
        var kind = FactKind.Get(header.KindId);
        if (kind == FlowStarted.Kind)
        {
            ref readonly var started = ref MemoryMarshal.AsRef<FlowStarted>(body);
            Add($"{started.SourceMac} {started.Sender}");
        }
        else if (kind == FlowAnswered.Kind)
        {
            ref readonly var answered = ref MemoryMarshal.AsRef<FlowAnswered>(body);
            Add($"{answered.SourceMac} {answered.Sender}");
        }

        if (kind.EventType is not null)
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                kind.Write(body, new EventWriter(json, names));
                json.WriteEndObject();
            }

            _text.Append(Encoding.UTF8.GetString(stream.ToArray()));
        }

        kind.Tell(body, this);
        return _text.ToString();
    }

    public void Claim(Endpoint who, Dissectors.Contract.Attribute attribute, NameId value, double confidence) =>
        Add($"{who} is {attribute} {_names![value].Text} {confidence}");

    public void Act(Endpoint actor, ReadOnlySpan<byte> command) => Add($"{actor} {Encoding.Latin1.GetString(command)}");

    public void Act(Endpoint actor, NameId command) => Add($"{actor} {_names![command].Text}");

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default) => Add($"{actor} {Encoding.Latin1.GetString(command)} {outcome}");

    public void Conclude(Endpoint actor, NameId command, Outcome outcome) => Add($"{actor} {_names![command].Text} {outcome}");

    public void Relate(Endpoint actor, Relation relation, NameId name) => Add($"{actor} {relation} {_names![name].Text}");

    public void Measure(Endpoint actor, Quantity quantity, double value) => Add($"{actor} {quantity.Slug} {value}");

    public void OnBehalf(Endpoint end, NameId family, NameId serial) => Add($"{end} for {_names![family].Text} {_names[serial].Text}");

    public void OpenSession() => Add($"open");

    public void CloseSession(bool orderly) => Add($"close {orderly}");

    private void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
