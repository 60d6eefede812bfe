using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>Where a field's bytes lie in an <see cref="Excerpt"/>. One word, as slots are passed on all the time.</summary>
internal readonly record struct Slot
{
    private readonly ulong _place;

    public Slot(int start, int length) => _place = ((ulong)(uint)length << 32) | (uint)start;

    public static Slot None => new(0, -1);

    public int Start => (int)_place;

    public int Length => (int)(_place >> 32);

    public bool IsThere => (long)_place >= 0;
}

/// <summary>A message taken apart: its bytes, those decoded from it, and where its fields lie in either. Slots are numbered when a definition is compiled.</summary>
internal ref struct Excerpt
{
    /// <summary>Slots of one message, of its command's arguments and of their variant.</summary>
    public const int MaxSlots = 64;

    /// <summary>Where decoded bytes begin: behind the longest frame.</summary>
    private const int Decoded = 1 << 20;

    private readonly ReadOnlySpan<byte> _content;
    private readonly Span<byte> _scratch;
    private readonly Span<Slot> _slots;
    private int _used;

    /// <param name="content">The message.</param>
    /// <param name="scratch">Room for decoded bytes; what doesn't fit isn't there.</param>
    /// <param name="slots">At least as many as the plan needs; emptied.</param>
    public Excerpt(ReadOnlySpan<byte> content, Span<byte> scratch, Span<Slot> slots)
    {
        _content = content;
        _scratch = scratch;
        _slots = slots;
        Clear();
    }

    /// <summary>All of the message.</summary>
    public readonly Slot All => new(0, _content.Length);

    /// <summary>Bytes of a field; empty where it isn't there.</summary>
    public readonly ReadOnlySpan<byte> this[int slot] => slot < 0 ? default : this[_slots[slot]];

    public readonly ReadOnlySpan<byte> this[Slot slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !slot.IsThere ? default
            : slot.Start >= Decoded ? _scratch.Slice(slot.Start - Decoded, slot.Length)
            : _content.Slice(slot.Start, slot.Length);
    }

    public readonly Slot At(int slot) => slot < 0 ? Slot.None : _slots[slot];

    public readonly bool Has(int slot) => slot >= 0 && _slots[slot].IsThere;

    public readonly void Put(int slot, Slot where)
    {
        if (slot >= 0)
        {
            _slots[slot] = where;
        }
    }

    /// <summary>Another message in the same room: this one is forgotten.</summary>
    public readonly Excerpt Of(ReadOnlySpan<byte> content) => new(content, _scratch, _slots);

    public void Clear()
    {
        _slots.Fill(Slot.None);
        _used = 0;
    }

    /// <summary>Decodes what lies at <paramref name="where"/>; none where it can't be or there is no room.</summary>
    public Slot Decode(Slot where, FieldDecoding decoding)
    {
        var text = this[where];
        var room = _scratch[_used..];
        int length;
        if (decoding == FieldDecoding.Base64)
        {
            if (Base64.DecodeFromUtf8(text, room, out _, out length) != System.Buffers.OperationStatus.Done)
            {
                return Slot.None;
            }
        }
        else
        {
            length = text.Length / 2;
            if (text.Length % 2 != 0 || length > room.Length)
            {
                return Slot.None;
            }

            for (var i = 0; i < length; i++)
            {
                var (high, low) = (Numbers.Nibble(text[2 * i]), Numbers.Nibble(text[(2 * i) + 1]));
                if ((high | low) < 0)
                {
                    return Slot.None;
                }

                room[i] = (byte)((high << 4) | low);
            }
        }

        return Keep(length);
    }

    /// <summary>The bytes at <paramref name="where"/> with only those bits that a mask of the same length has; none where they are of another length or there is no room.</summary>
    public Slot Mask(Slot where, ReadOnlySpan<byte> mask)
    {
        var bytes = this[where];
        var room = _scratch[_used..];
        if (bytes.Length != mask.Length || mask.Length > room.Length)
        {
            return Slot.None;
        }

        for (var i = 0; i < mask.Length; i++)
        {
            room[i] = (byte)(bytes[i] & mask[i]);
        }

        return Keep(mask.Length);
    }

    private Slot Keep(int length)
    {
        var decoded = new Slot(Decoded + _used, length);
        _used += length;
        return decoded;
    }
}
