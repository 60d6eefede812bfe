namespace Sensor.Models;

/// <summary>
/// Remembers relations that were known and had to make room, so that they aren't announced again: two Bloom filters of 512 bytes that take
/// turns every 90 days, so a key is remembered for 90 to 180 days. Three probes; with 300 keys in an epoch 0.8 % of new keys
/// pass as known. Takes no room until the first key.
/// </summary>
internal sealed class EverSeen
{
    private const int Words = 64;
    private const int Bits = Words * 64;
    private const uint EpochMinutes = 90 * 24 * 60;

    private ulong[] _bits = [];
    private uint _epochStart;

    public int StateBytes => _bits.Length == 0 ? 1 : 1 + 4 + (2 * Words * 8);

    public int MemoryBytes => _bits.Length * 8;

    public void Add(RelationKind kind, ulong key, uint now)
    {
        if (_bits.Length == 0)
        {
            _bits = new ulong[2 * Words];
            _epochStart = now;
        }

        if (PacketTime.Between(_epochStart, now) >= EpochMinutes)
        {
            _bits.AsSpan(0, Words).CopyTo(_bits.AsSpan(Words));
            _bits.AsSpan(0, Words).Clear();
            _epochStart = now;
        }

        for (var probe = 0; probe < 3; probe++)
        {
            var bit = Probe(kind, key, probe);
            _bits[bit / 64] |= 1UL << (bit % 64);
        }
    }

    public bool Contains(RelationKind kind, ulong key) => _bits.Length > 0 && (Contains(kind, key, 0) || Contains(kind, key, Words));

    public void MergeFrom(EverSeen other)
    {
        if (other._bits.Length == 0)
        {
            return;
        }

        if (_bits.Length == 0)
        {
            _bits = new ulong[2 * Words];
            _epochStart = other._epochStart;
        }

        for (var i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.Byte((byte)(_bits.Length == 0 ? 0 : 1));
        if (_bits.Length > 0)
        {
            writer.UInt32(_epochStart);
            foreach (var word in _bits)
            {
                writer.UInt64(word);
            }
        }
    }

    public static EverSeen Load(ref StateReader reader)
    {
        var seen = new EverSeen();
        if (reader.Byte() != 0)
        {
            seen._epochStart = reader.UInt32();
            seen._bits = new ulong[2 * Words];
            foreach (ref var word in seen._bits.AsSpan())
            {
                word = reader.UInt64();
            }
        }

        return seen;
    }

    private bool Contains(RelationKind kind, ulong key, int from)
    {
        for (var probe = 0; probe < 3; probe++)
        {
            var bit = Probe(kind, key, probe);
            if ((_bits[from + (bit / 64)] & (1UL << (bit % 64))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Probe(RelationKind kind, ulong key, int probe) => (int)((Hash.Mix((ulong)kind, key) >> (probe * 16)) % Bits);
}
