using System.Text;
using System.Text.Json;
using Sensor.Capture;
using Sensor.Dissectors.Contract;

namespace Sensor.Facts;

/// <summary>A name as the analysis knows it: one for the whole sensor, whatever numbers partitions gave it.</summary>
internal sealed class Name(string text, ulong key)
{
    public static readonly Name None = new("", 0);

    /// <summary>Stands for all names beyond the bound.</summary>
    public static readonly Name Other = new("(other)", StableKey.Of("(other)")) { IsCounted = true };

    public string Text { get; } = text;

    public JsonEncodedText Json { get; } = JsonEncodedText.Encode(text);

    /// <summary>Stable hash of the text: what models know it by.</summary>
    public ulong Key { get; } = key;

    /// <summary>The input said it, so that it takes up room.</summary>
    public bool IsCounted { get; set; }
}

/// <summary>Brings the partitions' numbers for names together. One thread only; a bounded number of bytes of names, the rest are one.</summary>
/// <param name="maxBytes">Bytes all names may take up, by estimate.</param>
internal sealed class NameDirectory(long maxBytes = NameDirectory.MaxBytes) : INames
{
    /// <summary>Unless the settings say otherwise: half a million of ordinary length.</summary>
    public const long MaxBytes = 128L << 20;

    private readonly List<Name>[] _byPartition = [.. Enumerable.Range(0, Partitioning.Count).Select(_ => new List<Name> { Name.None })];
    private readonly Dictionary<string, Name> _byText = new() { [Name.Other.Text] = Name.Other };
    private readonly List<Name> _lent = [];
    private long _bytes;

    /// <summary>Names for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Partition of the fact at hand.</summary>
    public byte Partition { get; set; }

    public Name this[NameId id] => id.Value < 0 ? _lent[~id.Value] : _byPartition[Partition][id.Value];

    public JsonEncodedText Text(NameId id) => this[id].Json;

    /// <summary>A number for a name that isn't the partition's: remembered of another, or made of several. Holds until <see cref="TakeBack"/>.</summary>
    public NameId Lend(Name name)
    {
        _lent.Add(name);
        return new NameId(~(_lent.Count - 1));
    }

    /// <summary>What was lent is needed no more.</summary>
    public void TakeBack() => _lent.Clear();

    /// <summary>Learns a name where that is what a fact is.</summary>
    public bool TryDefine(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (header.KindId != FactPublisher.NameDefinition)
        {
            return false;
        }

        var (id, length) = FactPublisher.ReadName(body);
        Define(header.Partition, id, body.Slice(8, length));
        return true;
    }

    public void Define(byte partition, NameId id, ReadOnlySpan<byte> bytes)
    {
        var names = _byPartition[partition];
        if (names.Count != id.Value)
        {
            throw new InvalidOperationException($"Name {id.Value} of partition {partition} came out of order.");
        }

        names.Add(Of(ReadableText.Of(bytes)));
    }

    public Name Of(string text)
    {
        if (_byText.TryGetValue(text, out var name) && name.IsCounted)
        {
            return name;
        }

        if (_bytes > maxBytes)
        {
            Refused++;
            return Name.Other;
        }

        name = Restore(text);
        name.IsCounted = true;

        // Objects and table places; the text twice as a string, once as JSON.
        _bytes += 200 + (2 * text.Length) + (3 * name.Json.EncodedUtf8Bytes.Length);
        return name;
    }

    /// <summary>
    /// A name that saved state brings along, bounded by what it belongs to. It takes up no room here, so that an input meets the bound at the same name
    /// whether it is read in one go or with restarts.
    /// </summary>
    public Name Restore(string text)
    {
        if (!_byText.TryGetValue(text, out var name))
        {
            name = new Name(text, StableKey.Of(text));
            _byText.Add(text, name);
        }

        return name;
    }
}

/// <summary>64-bit hashes that stay the same from run to run and machine to machine: keys of saved models.</summary>
internal static class StableKey
{
    private const ulong Seed = 0x5345_4E53_4F52_0001;

    public static ulong Of(string text) => KeyedHash.Of(Seed, Encoding.UTF8.GetBytes(text));

    public static ulong Of(ReadOnlySpan<byte> text) => KeyedHash.Of(Seed, text);

    public static ulong Combine(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ 0xA0761D6478BD642FUL, b ^ 0xE7037ED1A0B428DBUL, out var low);
        return high ^ low ^ (a << 1);
    }
}
