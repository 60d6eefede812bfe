using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sensor.Dissectors.Contract;

/// <summary>Counts by short keys off the wire. Allocates for a new key only; after <see cref="MaxKeys"/> keys, more are counted under <c>other</c>.</summary>
public sealed class Tally
{
    public const int MaxKeys = 256;

    private readonly Dictionary<byte[], long> _counts = new(Bytes.Comparer);
    private readonly Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private long _other;

    public Tally() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<byte>>();

    public long this[ReadOnlySpan<byte> key] => _bySpan.TryGetValue(key, out var count) ? count : 0;

    public void Count(ReadOnlySpan<byte> key, long by = 1)
    {
        if (_counts.Count < MaxKeys || _bySpan.ContainsKey(key))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, key, out _) += by;
        }
        else
        {
            _other += by;
        }
    }

    public void Add(Tally other)
    {
        foreach (var (key, count) in other._counts)
        {
            Count(key, count);
        }

        _other += other._other;
    }

    /// <summary>Writes an object, keys sorted ordinally.</summary>
    public void WriteTo(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        var sorted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, count) in _counts)
        {
            sorted[Encoding.Latin1.GetString(key)] = count;
        }

        if (_other != 0)
        {
            sorted["other"] = sorted.GetValueOrDefault("other") + _other;
        }

        json.WriteStartObject(name);
        foreach (var (key, count) in sorted)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    /// <summary>A plain hash is enough: no more than <see cref="MaxKeys"/> keys can ever be made to collide.</summary>
    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Bytes Comparer { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = (uint)alternate.Length;
            foreach (var value in alternate)
            {
                hash = (hash ^ value) * 0x01000193;
            }

            return (int)hash;
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
