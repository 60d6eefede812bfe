namespace Sensor.Capture.Inputs;

/// <summary>
/// Which packet of the whole input is which packet of which capture. Captures read one after the other cost nothing; where they are merged a packet costs
/// as few bits as tell apart the captures at hand. Not thread-safe.
/// </summary>
internal sealed class PacketOrigins
{
    /// <summary>Packets of a merged stretch: what has to be counted through to find one.</summary>
    private const int MaxMixed = 1 << 16;

    /// <summary>Captures that a merged stretch can tell apart.</summary>
    private const int MaxSlots = 256;

    private readonly List<Stretch> _stretches = [];
    private readonly List<long> _numbers = [];
    private long _count;

    /// <summary>Packets of a capture so far.</summary>
    public long CountOf(int capture) => capture < _numbers.Count ? _numbers[capture] : 0;

    /// <summary>The next packets all come from this capture.</summary>
    public void Append(int capture, int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_stretches.Count == 0 || !_stretches[^1].IsOnly(capture))
        {
            _stretches.Add(new Stretch(_count + 1, bits: 0));
            _stretches[^1].SlotOf(capture, CountOf(capture));
        }

        _stretches[^1].Count += count;
        Advance(capture, count);
    }

    /// <summary>The next packets come from this capture, and soon some will come from another.</summary>
    /// <param name="capture">Number of the capture.</param>
    /// <param name="count">Packets.</param>
    /// <param name="captures">How many captures are being merged.</param>
    public void AppendMixed(int capture, int count, int captures)
    {
        while (count > 0)
        {
            var slot = -1;
            if (_stretches.Count > 0 && _stretches[^1] is { Bits: > 0, Count: < MaxMixed } last)
            {
                slot = last.SlotOf(capture, CountOf(capture));
            }

            if (slot < 0)
            {
                _stretches.Add(new Stretch(_count + 1, BitsFor(Math.Min(captures, MaxSlots))));
                slot = _stretches[^1].SlotOf(capture, CountOf(capture));
            }

            var part = (int)Math.Min(count, MaxMixed - _stretches[^1].Count);
            _stretches[^1].Append(slot, part);
            Advance(capture, part);
            count -= part;
        }
    }

    /// <summary>The capture and the packet's number in it, from 1; null for a packet that wasn't read.</summary>
    public (int Capture, long Number)? Find(long ordinal)
    {
        if (ordinal < 1 || ordinal > _count)
        {
            return null;
        }

        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].First <= ordinal ? (middle, high) : (low, middle - 1);
        }

        return _stretches[low].Find(ordinal);
    }

    /// <summary>Forgets all packets behind the first <paramref name="count"/>.</summary>
    public void Truncate(long count)
    {
        while (_count > count)
        {
            var last = _stretches[^1];
            var left = Math.Max(0, count - last.First + 1);
            foreach (var (capture, packets) in last.Truncate(left))
            {
                _numbers[capture] -= packets;
            }

            _count = last.First - 1 + left;
            if (left == 0)
            {
                _stretches.RemoveAt(_stretches.Count - 1);
            }
        }
    }

    private void Advance(int capture, int count)
    {
        while (_numbers.Count <= capture)
        {
            _numbers.Add(0);
        }

        _numbers[capture] += count;
        _count += count;
    }

    private static int BitsFor(int captures) => captures <= 2 ? 1 : captures <= 4 ? 2 : captures <= 16 ? 4 : 8;

    /// <summary>Packets that follow each other: all of one capture, or of a few that take turns.</summary>
    private sealed class Stretch(long first, int bits)
    {
        private readonly List<(int Capture, long Before)> _slots = new(1);
        private byte[] _turns = [];

        public long First => first;

        public int Bits => bits;

        public long Count { get; set; }

        public bool IsOnly(int capture) => bits == 0 && _slots[0].Capture == capture;

        /// <summary>The capture's place in this stretch, or -1 when there is no place left.</summary>
        public int SlotOf(int capture, long before)
        {
            for (var slot = 0; slot < _slots.Count; slot++)
            {
                if (_slots[slot].Capture == capture)
                {
                    return slot;
                }
            }

            if (_slots.Count == 1 << bits)
            {
                return -1;
            }

            _slots.Add((capture, before));
            return _slots.Count - 1;
        }

        public void Append(int slot, int count)
        {
            var bytes = (int)(((Count + count) * bits) + 7) / 8;
            if (_turns.Length < bytes)
            {
                Array.Resize(ref _turns, Math.Max(bytes, 2 * _turns.Length));
            }

            for (var i = 0; i < count; i++, Count++)
            {
                var at = (int)Count * bits;
                _turns[at >> 3] |= (byte)(slot << (at & 7));
            }
        }

        /// <summary>Forgets all packets behind the first <paramref name="count"/>; tells how many of each capture these were.</summary>
        public IEnumerable<(int Capture, long Packets)> Truncate(long count)
        {
            if (bits == 0)
            {
                yield return (_slots[0].Capture, Count - count);
            }

            for (var i = count; bits > 0 && i < Count; i++)
            {
                var slot = TurnAt(i);
                var at = (int)i * bits;
                _turns[at >> 3] &= (byte)~(slot << (at & 7));
                yield return (_slots[slot].Capture, 1);
            }

            Count = count;
        }

        public (int Capture, long Number) Find(long ordinal)
        {
            var index = ordinal - first;
            if (bits == 0)
            {
                return (_slots[0].Capture, _slots[0].Before + index + 1);
            }

            var slot = TurnAt(index);
            var number = _slots[slot].Before + 1;
            for (long i = 0; i < index; i++)
            {
                number += TurnAt(i) == slot ? 1 : 0;
            }

            return (_slots[slot].Capture, number);
        }

        private int TurnAt(long index)
        {
            var at = (int)index * bits;
            return (_turns[at >> 3] >> (at & 7)) & ((1 << bits) - 1);
        }
    }
}
