using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>
/// Puts IP fragments together (RFC 791 section 3.2, RFC 8200 section 4.5). First copy of a byte wins; a bounded number of datagrams at a time, of which the oldest
/// gives way, of the pair of addresses that has most; 30 s of packet time each.
/// </summary>
/// <param name="maxDatagrams">Datagrams at a time; each takes 64 KiB.</param>
internal sealed class FragmentTable(int maxDatagrams = FragmentTable.MaxDatagrams)
{
    /// <summary>Datagrams at a time in a partition.</summary>
    public const int MaxDatagrams = 16;

    /// <summary>Datagrams at a time of those that may carry other packets.</summary>
    public const int MaxOuterDatagrams = 64;

    private const int MaxDatagram = 65_535;
    private const int MaxPieces = 128;
    private const long Lifetime = 30_000_000_000;

    private readonly List<Datagram> _open = [];
    private readonly Stack<Datagram> _free = new();

    /// <summary>Datagrams given up: too old, too many or malformed.</summary>
    public long Abandoned { get; private set; }

    /// <summary>Adds a fragment.</summary>
    /// <param name="header">Its IP header.</param>
    /// <param name="data">Captured bytes of its payload.</param>
    /// <param name="now">Running maximum of packet time, ns.</param>
    /// <param name="payload">The datagram's payload when this completes it: the captured bytes up to the first that was cut; valid until the next call.</param>
    /// <param name="length">The payload's length on the wire.</param>
    public bool TryComplete(scoped in IpHeader header, ReadOnlySpan<byte> data, long now, out ReadOnlySpan<byte> payload, out int length)
    {
        payload = default;
        length = 0;
        var end = header.FragmentOffset + header.PayloadLength;
        if (end > MaxDatagram || header.PayloadLength == 0 || (header.MoreFragments && (header.PayloadLength & 7) != 0))
        {
            Abandoned++;
            return false;
        }

        var datagram = FindOrOpen(in header, now);
        if (!datagram.Add(header.FragmentOffset, header.PayloadLength, data, !header.MoreFragments))
        {
            Abandoned++;
            Close(datagram);
            return false;
        }

        if (!datagram.IsComplete)
        {
            return false;
        }

        payload = datagram.Payload;
        length = datagram.Length;
        Close(datagram);
        return true;
    }

    private Datagram FindOrOpen(in IpHeader header, long now)
    {
        var siblings = 0;
        for (var i = 0; i < _open.Count; i++)
        {
            if (now - _open[i].Since > Lifetime)
            {
                Abandoned++;
                Close(_open[i--]);
            }
            else if (_open[i].Matches(in header))
            {
                return _open[i];
            }
            else
            {
                siblings += _open[i].IsSibling(in header) ? 1 : 0;
            }
        }

        if (_open.Count == maxDatagrams)
        {
            Abandoned++;
            Close(Victim());
        }

        var datagram = _free.TryPop(out var free) ? free : new Datagram();
        datagram.Open(in header, now, siblings);
        _open.Add(datagram);
        return datagram;
    }

    /// <summary>The oldest of the pair of addresses that had most when one of its own was opened: a flood drowns itself first.</summary>
    private Datagram Victim()
    {
        var most = _open[0];
        foreach (var datagram in _open)
        {
            most = datagram.Siblings > most.Siblings ? datagram : most;
        }

        return _open.Find(most.IsSibling)!;
    }

    private void Close(Datagram datagram)
    {
        _open.Remove(datagram);
        _free.Push(datagram);
    }

    private sealed class Datagram
    {
        private readonly byte[] _bytes = new byte[MaxDatagram];

        /// <summary>Ranges that are there, in order of arrival, not overlapping.</summary>
        private readonly (int From, int To)[] _pieces = new (int, int)[MaxPieces];
        private IpHeader _first;
        private int _count;
        private int _present;
        private int _firstCut;

        public long Since { get; private set; }

        /// <summary>Known once the last fragment is there, -1 before.</summary>
        public int Length { get; private set; }

        public bool IsComplete => Length >= 0 && _present == Length;

        public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, Math.Min(_firstCut, Length));

        /// <summary>Datagrams of the same two addresses that were there when this one was opened.</summary>
        public int Siblings { get; private set; }

        public bool IsSibling(Datagram other) => IsSibling(in other._first);

        public bool IsSibling(in IpHeader header) => header.Source == _first.Source && header.Destination == _first.Destination;

        public void Open(in IpHeader header, long now, int siblings)
        {
            Siblings = siblings;
            _first = header;
            _count = _present = 0;
            _firstCut = int.MaxValue;
            Length = -1;
            Since = now;
        }

        public bool Matches(in IpHeader header) =>
            header.FragmentId == _first.FragmentId
            && header.Protocol == _first.Protocol
            && IsSibling(in header);

        public bool Add(int offset, int length, ReadOnlySpan<byte> data, bool last)
        {
            var end = offset + length;
            if (last)
            {
                if (Length >= 0 && Length != end)
                {
                    return false;
                }

                Length = end;
            }

            if (Length >= 0 && end > Length)
            {
                return false;
            }

            // Only bytes that no earlier fragment brought are taken.
            var from = offset;
            while (from < end)
            {
                var to = end;
                var covered = false;
                for (var i = 0; i < _count && !covered; i++)
                {
                    var (pieceFrom, pieceTo) = _pieces[i];
                    if (from >= pieceFrom && from < pieceTo)
                    {
                        from = pieceTo;
                        covered = true;
                    }
                    else if (pieceFrom > from && pieceFrom < to)
                    {
                        to = pieceFrom;
                    }
                }

                if (covered)
                {
                    continue;
                }

                if (_count == MaxPieces)
                {
                    return false;
                }

                var captured = Math.Clamp(data.Length - (from - offset), 0, to - from);
                data.Slice(Math.Min(from - offset, data.Length), captured).CopyTo(_bytes.AsSpan(from));
                _firstCut = captured < to - from ? Math.Min(_firstCut, from + captured) : _firstCut;
                _pieces[_count++] = (from, to);
                _present += to - from;
                from = to;
            }

            return true;
        }
    }
}
