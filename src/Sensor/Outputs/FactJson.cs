using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Outputs.Delivery;

namespace Sensor.Outputs;

/// <summary>Makes events of facts: a line of JSON each. One thread only.</summary>
internal sealed class FactJson(JsonLines lines, Envelope envelope, IReadOnlyList<IProtocol> protocols, long nameBytes, IEventTap? tap)
{
    private readonly NameDirectory _names = new(nameBytes);
    private EventWriter? _writer;

    /// <summary>Writes a fact of a kind that has an event type, or learns a name.</summary>
    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_names.TryDefine(in header, body))
        {
            return;
        }

        _names.Partition = header.Partition;
        var kind = FactKind.Get(header.KindId);
        var json = lines.Json;
        json.WriteStartObject();
        envelope.Write(json, kind.EventType!, in header, Envelope.AppProto(in header, protocols));
        json.WriteStartObject(kind.EventType!);
        kind.Write(body, _writer ??= new EventWriter(json, _names));
        json.WriteEndObject();
        json.WriteEndObject();
        if (tap?.Wants(kind.EventType!) == true)
        {
            tap.Take(kind.EventType!, header.Time, lines.LineAtHand);
        }

        lines.EndLine();
    }
}
