using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>Keeps what dissectors say, typed and as event JSON.</summary>
public sealed class ListSink : FactSink, INames
{
    private readonly List<byte[]> _facts = [];
    private readonly Dictionary<int, string> _names = [];

    public IReadOnlyDictionary<int, string> Names => _names;

    /// <summary>Facts of one kind in the order they came.</summary>
    public IReadOnlyList<T> Of<T>()
        where T : unmanaged, IFact<T> =>
        [.. _facts.Where(f => Header(f).KindId == T.Kind.Id).Select(f => MemoryMarshal.Read<T>(f.AsSpan(Unsafe.SizeOf<FactHeader>())))];

    public IReadOnlyList<FactHeader> HeadersOf<T>()
        where T : unmanaged, IFact<T> => [.. _facts.Select(Header).Where(h => h.KindId == T.Kind.Id)];

    public string Name(NameId id) => id.IsNone ? "" : _names[id.Value];

    public JsonEncodedText Text(NameId id) => JsonEncodedText.Encode(Name(id));

    /// <summary>All facts that are events, one JSON object a line, without packet numbers: equal for any segmentation of the same bytes.</summary>
    public string Events()
    {
        var lines = new StringBuilder();
        foreach (var fact in _facts)
        {
            var kind = FactKind.Get(Header(fact).KindId);
            if (kind.EventType is null)
            {
                continue;
            }

            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                json.WriteString("event_type", kind.EventType);
                kind.Write(Body(fact), new EventWriter(json, this));
                json.WriteEndObject();
            }

            lines.Append(Encoding.UTF8.GetString(stream.ToArray())).Append('\n');
        }

        return lines.ToString();
    }

    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text) => _names[id.Value] = Encoding.Latin1.GetString(text);

    protected override Span<byte> Take(int length)
    {
        var room = new byte[length];
        _facts.Add(room);
        return room;
    }

    private static FactHeader Header(byte[] fact) => MemoryMarshal.Read<FactHeader>(fact);

    private static ReadOnlySpan<byte> Body(byte[] fact) => fact.AsSpan(Unsafe.SizeOf<FactHeader>());
}
