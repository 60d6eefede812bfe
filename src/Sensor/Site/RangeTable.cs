using Sensor.Dissectors.Packets;

namespace Sensor.Site;

/// <summary>
/// What ranges of addresses mean: the smallest that holds an address says it, of equals the first. They are laid flat, so that a look-up is one binary search.
/// IPv6 ranges hold no IPv4 addresses.
/// </summary>
internal sealed class RangeTable<T>
    where T : class
{
    private readonly Flat _v4;
    private readonly Flat _v6;

    /// <param name="ranges">Ranges and what they mean, in any order, overlapping or not.</param>
    public RangeTable(IEnumerable<(AddressRange Range, T Value)> ranges)
    {
        var all = ranges.ToList();
        _v4 = new Flat(all.Where(r => r.Range.First.IsV4));
        _v6 = new Flat(all.Where(r => !r.Range.First.IsV4));
    }

    public T? Find(in IpAddress address) => address.IsV4 ? _v4.Find(address) : _v6.Find(address);

    /// <summary>Addresses at which the meaning changes, in order, and what holds from there on.</summary>
    private readonly struct Flat
    {
        private readonly IpAddress[] _starts;
        private readonly T?[] _values;

        public Flat(IEnumerable<(AddressRange Range, T Value)> ranges)
        {
            var all = ranges.Select(r => (First: r.Range.First.ToNumber(), Last: r.Range.Last.ToNumber(), r.Value)).ToArray();
            var changes = new SortedDictionary<UInt128, List<int>>();
            for (var i = 0; i < all.Length; i++)
            {
                Note(changes, all[i].First, i);
                if (all[i].Last != UInt128.MaxValue)
                {
                    Note(changes, all[i].Last + 1, i);
                }
            }

            var (starts, values) = (new List<IpAddress>(), new List<T?>());
            var open = new SortedSet<(UInt128 Size, int Index)>();
            foreach (var (at, indexes) in changes)
            {
                foreach (var i in indexes)
                {
                    // Begun before, a range ends here.
                    var entry = (all[i].Last - all[i].First, i);
                    _ = all[i].First == at ? open.Add(entry) : open.Remove(entry);
                }

                starts.Add(IpAddress.FromNumber(at));
                values.Add(open.Count == 0 ? null : all[open.Min.Index].Value);
            }

            (_starts, _values) = ([.. starts], [.. values]);
        }

        public T? Find(in IpAddress address)
        {
            var (low, high) = (0, _starts.Length - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                if (_starts[middle].CompareTo(address) <= 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return high < 0 ? null : _values[high];
        }

        private static void Note(SortedDictionary<UInt128, List<int>> changes, UInt128 at, int index)
        {
            if (!changes.TryGetValue(at, out var indexes))
            {
                changes.Add(at, indexes = []);
            }

            indexes.Add(index);
        }
    }
}
