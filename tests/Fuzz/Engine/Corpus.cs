using System.Numerics;
using Sensor.Fuzz.Coverage;

namespace Sensor.Fuzz.Engine;

/// <summary>
/// Inputs worth changing further. A feature is a basic block run so many times (1, 2, 3, 4 to 7, … 128 or more); each belongs to the smallest input that has it, and
/// an input to which none belongs is dropped. So the corpus is bounded by what the code can do.
/// </summary>
internal sealed class Corpus
{
    private readonly Entry?[] _owners = new Entry?[Trace.MostBlocks * 8];
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Blocks that some input runs.</summary>
    public int Blocks { get; private set; }

    public IEnumerable<byte[]> Inputs => _entries.Select(e => e.Input);

    public byte[] this[int index] => _entries[index].Input;

    /// <summary>Takes an input if what the trace now shows has something new, or something known at half the size.</summary>
    /// <returns>Whether it shows something new.</returns>
    public bool Take(byte[] input)
    {
        var entry = new Entry(input);
        var isNew = false;
        var isSmaller = false;
        var hits = Trace.Hits.AsSpan(0, Trace.Count);
        for (var i = 0; i < hits.Length; i++)
        {
            if (hits[i] != 0)
            {
                var owner = _owners[Feature(i, hits[i])];
                isNew |= owner is null;
                isSmaller |= owner is not null && owner.Input.Length > 2 * input.Length;
            }
        }

        if (isNew || isSmaller)
        {
            Settle(entry, hits);
        }

        return isNew;
    }

    /// <summary>Whether what the trace now shows includes everything that is new in these features.</summary>
    public static bool Shows(IReadOnlyList<int> features) => features.All(f => Trace.Hits[f / 8] != 0 && Feature(f / 8, Trace.Hits[f / 8]) == f);

    /// <summary>What the trace shows and no input has.</summary>
    public List<int> New()
    {
        var features = new List<int>();
        for (var i = 0; i < Trace.Count; i++)
        {
            if (Trace.Hits[i] != 0 && _owners[Feature(i, Trace.Hits[i])] is null)
            {
                features.Add(Feature(i, Trace.Hits[i]));
            }
        }

        return features;
    }

    private void Settle(Entry entry, ReadOnlySpan<uint> hits)
    {
        for (var i = 0; i < hits.Length; i++)
        {
            if (hits[i] == 0)
            {
                continue;
            }

            ref var owner = ref _owners[Feature(i, hits[i])];
            if (owner is null || owner.Input.Length > entry.Input.Length)
            {
                Blocks += owner is null && !_owners.AsSpan(i * 8, 8).ContainsAnyExcept((Entry?)null) ? 1 : 0;
                if (owner is not null && --owner.Owned == 0)
                {
                    _entries.Remove(owner);
                }

                owner = entry;
                entry.Owned++;
            }
        }

        _entries.Add(entry);
    }

    private static int Feature(int block, uint hits) => (block * 8) + (hits <= 3 ? (int)hits - 1 : Math.Min(BitOperations.Log2(hits) + 1, 7));

    private sealed class Entry(byte[] input)
    {
        public byte[] Input => input;

        public int Owned { get; set; }
    }
}
