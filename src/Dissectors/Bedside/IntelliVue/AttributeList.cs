using System.Buffers.Binary;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>
/// A list of attributes: their number and bytes together, then for each its id, its length and its value. Read one after the other; ends where the next
/// one isn't there whole, whatever was announced.
/// </summary>
internal ref struct AttributeList
{
    /// <summary>Most that are looked at in one list.</summary>
    private const int Max = 64;

    public const ushort SystemModel = 0x0928;
    public const ushort ProductionSpecification = 0x092D;
    public const ushort PatientId = 0x095A;
    public const ushort SystemId = 0x0984;
    public const ushort NetworkAddress = 0xF100;

    private ReadOnlySpan<byte> _rest;
    private int _left;

    public AttributeList(ReadOnlySpan<byte> list)
    {
        if (list.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(list[2..]);
            _left = Math.Min(Max, (int)BinaryPrimitives.ReadUInt16BigEndian(list));
            _rest = list.Slice(4, Math.Min(length, list.Length - 4));
        }
    }

    public ushort Id { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0 || _rest.Length < 4 || _rest.Length - 4 < BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]))
        {
            return false;
        }

        _left--;
        Id = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        Value = _rest.Slice(4, length);
        _rest = _rest[(4 + length)..];
        return true;
    }

    /// <summary>A text of 8-bit characters behind its length, up to a zero or a control character, without blanks around it; takes it off the front.</summary>
    public static ReadOnlySpan<byte> TakeLabel(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || data.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(data))
        {
            data = default;
            return default;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(data);
        var label = data.Slice(2, length);
        data = data[(2 + length)..];
        var end = label.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        return (end < 0 ? label : label[..end]).Trim((byte)' ');
    }

    /// <summary>A text of 16-bit characters behind its length in bytes, in 8-bit characters; what has none becomes a question mark.</summary>
    public static ReadOnlySpan<byte> Narrow(ReadOnlySpan<byte> data, Span<byte> room)
    {
        if (data.Length < 2)
        {
            return default;
        }

        var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(data), data.Length - 2) / 2;
        var count = 0;
        for (var i = 0; i < length && count < room.Length; i++)
        {
            var character = BinaryPrimitives.ReadUInt16BigEndian(data[(2 + (2 * i))..]);
            if (character == 0)
            {
                break;
            }

            room[count++] = character < 0x100 ? (byte)character : (byte)'?';
        }

        return room[..count].Trim((byte)' ');
    }
}
