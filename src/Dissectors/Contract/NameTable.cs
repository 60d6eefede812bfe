namespace Sensor.Dissectors.Contract;

/// <summary>
/// Interned strings of one partition. A name's number is announced to the fact sink once, before its first use.
/// Bounds: <see cref="MaxLength"/> bytes a name (longer ones are cut); a number of names for each kind, and <see cref="MeanLength"/> times as many bytes. Past
/// them a name is 0 and counted.
/// </summary>
public sealed class NameTable
{
    public const int MaxLength = 256;

    /// <summary>Bytes of a kind's names together, for each name it has room for: only a flood is longer on average.</summary>
    public const int MeanLength = 32;

    /// <summary>Names of one kind, unless the settings say otherwise.</summary>
    public const int DefaultPerKind = 4096;

    private readonly int[] _remaining = new int[Enum.GetValues<NameKind>().Length];
    private readonly int[] _remainingBytes = new int[Enum.GetValues<NameKind>().Length];
    private readonly ulong _seed;
    private int[] _slots = new int[256];
    private Entry[] _entries = new Entry[128];
    private byte[] _text = new byte[4096];
    private int _count;
    private int _textLength;

    /// <param name="perKind">Most names of one kind.</param>
    /// <param name="seed">Keeps hostile names from colliding; doesn't show in any output.</param>
    public NameTable(int perKind, ulong seed)
    {
        Array.Fill(_remaining, perKind);
        Array.Fill(_remainingBytes, Math.Max(perKind * MeanLength, 4 * MaxLength));
        _seed = seed;
    }

    /// <summary>Names that found no room.</summary>
    public long Overflows { get; private set; }

    public int Count => _count;

    public NameId Intern(NameKind kind, ReadOnlySpan<byte> text, FactSink announce)
    {
        if (text.IsEmpty)
        {
            return NameId.None;
        }

        if (text.Length > MaxLength)
        {
            text = text[..MaxLength];
        }

        var hash = (uint)KeyedHash.Of(_seed, text);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref readonly var entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash == hash && text.SequenceEqual(_text.AsSpan(entry.Offset, entry.Length)))
            {
                return new NameId(_slots[slot]);
            }
        }

        if (_remaining[(int)kind] == 0 || _remainingBytes[(int)kind] < text.Length)
        {
            Overflows++;
            return NameId.None;
        }

        _remaining[(int)kind]--;
        _remainingBytes[(int)kind] -= text.Length;
        var id = Add(text, hash, slot);
        announce.DefineName(announce.Partition, id, text);
        return id;
    }

    public ReadOnlySpan<byte> this[NameId id] => id.IsNone ? default : _text.AsSpan(_entries[id.Value - 1].Offset, _entries[id.Value - 1].Length);

    private NameId Add(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        if (_textLength + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + text.Length));
        }

        text.CopyTo(_text.AsSpan(_textLength));
        _entries[_count++] = new Entry(hash, _textLength, text.Length);
        _textLength += text.Length;
        _slots[slot] = _count;
        if (_count * 2 > _slots.Length)
        {
            Rehash();
        }

        return new NameId(_count);
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = (int)_entries[i].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }

    private readonly record struct Entry(uint Hash, int Offset, int Length);
}
