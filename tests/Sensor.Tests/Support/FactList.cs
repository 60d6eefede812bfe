using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Tests.Support;

/// <summary>Keeps the facts of a partition.</summary>
internal sealed class FactList : FactSink
{
    private readonly List<byte[]> _facts = [];

    public int Count => _facts.Count;

    public IReadOnlyList<FactHeader> Headers => [.. _facts.Select(f => MemoryMarshal.Read<FactHeader>(f))];

    public IReadOnlyList<T> Of<T>()
        where T : unmanaged, IFact<T> => [.. WithHeaders<T>().Select(f => f.Fact)];

    public IReadOnlyList<(FactHeader Header, T Fact)> WithHeaders<T>()
        where T : unmanaged, IFact<T> =>
    [
        .. _facts.Select(f => (Header: MemoryMarshal.Read<FactHeader>(f), Body: f)).Where(f => f.Header.KindId == T.Kind.Id)
            .Select(f => (f.Header, MemoryMarshal.Read<T>(f.Body.AsSpan(Unsafe.SizeOf<FactHeader>())))),
    ];

    /// <summary>Names as they were announced.</summary>
    public List<(byte Partition, int Id, string Text)> Names { get; } = [];

    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text) =>
        Names.Add((partition, id.Value, System.Text.Encoding.Latin1.GetString(text)));

    protected override Span<byte> Take(int length)
    {
        var room = new byte[length];
        _facts.Add(room);
        return room;
    }
}
