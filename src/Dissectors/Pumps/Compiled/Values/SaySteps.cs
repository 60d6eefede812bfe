using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>Hears what a message says, value by value. A class, as this is called for every value.</summary>
internal abstract class Listener
{
    /// <summary>A value; <paramref name="unit"/> is what its unit field says.</summary>
    public abstract void Hear(ValuePlan plan, ReadOnlySpan<byte> value, ReadOnlySpan<byte> unit);

    /// <summary>What follows is about the pump of this address.</summary>
    public abstract void TurnTo(ReadOnlySpan<byte> address);
}

/// <summary>Says the values of a part of a message that has been taken apart. Immutable, shared by all partitions.</summary>
internal abstract class SayStep
{
    /// <summary>Most values of one list.</summary>
    public const int MaxValues = 512;

    /// <summary>Values of a list, or of one address in it, among which a unit is looked for.</summary>
    protected const int MaxLookedThrough = 64;

    public abstract void Say(in Excerpt excerpt, Listener to);
}

internal sealed class FieldSay(int slot, ValuePlan plan) : SayStep
{
    public override void Say(in Excerpt excerpt, Listener to)
    {
        if (excerpt.Has(slot))
        {
            to.Hear(plan, excerpt[slot], excerpt[plan.UnitSlot]);
        }
    }
}

internal sealed class ItemsSay(int slot, ItemsPart part, TablePlan table) : SayStep
{
    private readonly byte[] _by = part.By;
    private readonly int _keySize = part.KeySize;
    private readonly byte[] _keyEnd = part.KeyEnd ?? [];

    public override void Say(in Excerpt excerpt, Listener to)
    {
        var all = excerpt[slot];
        var rest = all;
        for (var n = 0; n < MaxValues && TryNext(ref rest, out var key, out var value); n++)
        {
            if (table.Find(key) is { } plan)
            {
                to.Hear(plan, value, plan.UnitKey.Length > 0 ? UnitOf(all, plan) : excerpt[plan.UnitSlot]);
            }
        }
    }

    private ReadOnlySpan<byte> UnitOf(ReadOnlySpan<byte> rest, ValuePlan plan)
    {
        for (var n = 0; n < MaxLookedThrough && TryNext(ref rest, out var key, out var value); n++)
        {
            if (key.SequenceEqual(plan.UnitKey))
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The next item; an item without a key has an empty one.</summary>
    private bool TryNext(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var end = rest.PlaceOf(_by);
        var item = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + _by.Length)..];
        var keyEnd = _keySize > 0 ? Math.Min(_keySize, item.Length) : item.PlaceOf(_keyEnd);
        if (keyEnd >= 0)
        {
            key = item[..keyEnd];
            value = item[(_keySize > 0 ? keyEnd : keyEnd + _keyEnd.Length)..];
        }

        return true;
    }
}

internal sealed class RecordsSay(int slot, RecordsPart part, TablePlan table) : SayStep
{
    private readonly byte[] _by = part.By;
    private readonly byte[] _fieldBy = part.FieldBy;
    private readonly int _count = part.Fields.Count;
    private readonly int _address = part.Fields.ToList().IndexOf("address");
    private readonly int _key = part.Fields.ToList().IndexOf("key");
    private readonly int _value = part.Fields.ToList().IndexOf("value");

    public override void Say(in Excerpt excerpt, Listener to)
    {
        var rest = excerpt[slot];
        ReadOnlySpan<byte> lastAddress = default, ofAddress = rest;
        for (var n = 0; n < MaxValues; n++)
        {
            var here = rest;
            if (!TryNext(ref rest, out var address, out var key, out var value))
            {
                return;
            }

            if (key.IsEmpty || table.Find(key) is not { } plan)
            {
                continue;
            }

            if (_address >= 0 && (lastAddress.IsEmpty || !address.SequenceEqual(lastAddress)))
            {
                to.TurnTo(address);
                lastAddress = address;
                ofAddress = here;
            }

            to.Hear(plan, value, plan.UnitKey.Length > 0 ? UnitOf(ofAddress, address, plan) : excerpt[plan.UnitSlot]);
        }
    }

    private ReadOnlySpan<byte> UnitOf(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> of, ValuePlan plan)
    {
        for (var n = 0; n < MaxLookedThrough && TryNext(ref rest, out var address, out var key, out var value); n++)
        {
            if (key.SequenceEqual(plan.UnitKey) && address.SequenceEqual(of))
            {
                return value;
            }
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryNext(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> address, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        address = key = value = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var end = rest.PlaceOf(_by);
        var record = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + _by.Length)..];
        for (var i = 0; i < _count; i++)
        {
            var length = i == _count - 1 ? -1 : record.PlaceOf(_fieldBy);
            var field = length < 0 ? record : record[..length];
            if (i == _address)
            {
                address = field;
            }
            else if (i == _key)
            {
                key = field;
            }
            else if (i == _value)
            {
                value = field;
            }

            if (length < 0)
            {
                break;
            }

            record = record[(length + _fieldBy.Length)..];
        }

        return true;
    }
}

internal sealed class TlvSay(int slot, TlvPart part, TablePlan table) : SayStep
{
    private readonly LengthCoding _tag = part.Tag;
    private readonly LengthCoding _length = part.Length;

    public override void Say(in Excerpt excerpt, Listener to)
    {
        var rest = excerpt[slot];
        for (var n = 0; n < MaxValues && TryLength(_tag, ref rest, out var tag) && TryLength(_length, ref rest, out var length); n++)
        {
            if (length > (uint)rest.Length)
            {
                return;
            }

            if (table.Find(tag) is { } plan)
            {
                to.Hear(plan, rest[..(int)length], excerpt[plan.UnitSlot]);
            }

            rest = rest[(int)length..];
        }
    }

    private static bool TryLength(LengthCoding coding, ref ReadOnlySpan<byte> rest, out uint value)
    {
        var size = coding switch
        {
            LengthCoding.U8 => 1,
            LengthCoding.U16BigEndian or LengthCoding.U16LittleEndian => 2,
            LengthCoding.U32BigEndian or LengthCoding.U32LittleEndian => 4,
            _ => rest.Length > 0 && rest[0] > 0x80 ? 1 + (rest[0] & 0x7f) : 1,
        };
        value = 0;
        if (rest.Length < size || size > 5)
        {
            return false;
        }

        var bytes = rest[..size];
        rest = rest[size..];
        if (coding == LengthCoding.Ber && size > 1)
        {
            bytes = bytes[1..];
        }

        var littleEndian = coding is LengthCoding.U16LittleEndian or LengthCoding.U32LittleEndian;
        for (var i = 0; i < bytes.Length; i++)
        {
            value = (value << 8) | bytes[littleEndian ? bytes.Length - 1 - i : i];
        }

        return true;
    }
}

/// <summary>A table of values by key.</summary>
internal sealed class TablePlan(ByteKeys keys, ValuePlan[] plans)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValuePlan? Find(ReadOnlySpan<byte> key)
    {
        var index = keys.Find(key);
        return index < 0 ? null : plans[index];
    }

    public ValuePlan? Find(uint tag)
    {
        Span<byte> text = stackalloc byte[10];
        tag.TryFormat(text, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return Find(text[..length]);
    }
}
