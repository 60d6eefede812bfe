using System.Numerics;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>The pumps of one connection by address, at most <see cref="Max"/>. Grows to what a connection needs and is reused.</summary>
internal sealed class KnownPumps(PumpQuantity[] quantities)
{
    public const int Max = 48;

    private const ulong Seed = 0x6164647265737365;

    private readonly List<KnownPump> _all = [];
    private int _count;
    private ulong _touched;
    private long _overflows;

    /// <summary>Addresses that found no room since this was last asked.</summary>
    public long TakeOverflows()
    {
        var overflows = _overflows;
        _overflows = 0;
        return overflows;
    }

    public void Reset()
    {
        _count = 0;
        _touched = 0;
    }

    /// <summary>An address as a key: its bytes, or where it is long a hash of them.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> address) => address.IsEmpty ? UInt128.Zero : KeyOfSome(address);

    private static UInt128 KeyOfSome(ReadOnlySpan<byte> address)
    {
        if (address.Length > 15)
        {
            return new UInt128((0xffUL << 56) | (uint)address.Length, KeyedHash.Of(Seed, address));
        }

        var high = (ulong)address.Length << 56;
        return new UInt128(address.Length > 8 ? high | address[8..].Word() : high, address.Word());
    }

    /// <summary>The pump at an address; null where it hasn't said anything.</summary>
    public KnownPump? Find(UInt128 address, long now)
    {
        var index = IndexOf(address);
        if (index < 0)
        {
            return null;
        }

        _all[index].Lapse(now);
        return _all[index];
    }

    /// <summary>The pump at an address that says something; null where there is no room for it.</summary>
    public KnownPump? Touch(UInt128 address, in Moment at)
    {
        var index = IndexOf(address);
        if (index < 0)
        {
            if (_count == Max)
            {
                _overflows++;
                return null;
            }

            index = _count++;
            if (index == _all.Count)
            {
                _all.Add(new KnownPump(quantities));
            }

            _all[index].Reset(address);
        }

        var pump = _all[index];
        pump.Lapse(at.Time);
        if ((_touched & (1UL << index)) == 0)
        {
            _touched |= 1UL << index;
            pump.SaidOrdinal = at.Ordinal;
        }

        return pump;
    }

    /// <summary>The next pump that has said something since it was last taken; null where there is none.</summary>
    public KnownPump? TakeTouched()
    {
        if (_touched == 0)
        {
            return null;
        }

        var index = BitOperations.TrailingZeroCount(_touched);
        _touched &= _touched - 1;
        return _all[index];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(UInt128 address)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_all[i].Address == address)
            {
                return i;
            }
        }

        return -1;
    }
}
