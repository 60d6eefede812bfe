using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Hospital.Wire.Languages;

/// <summary>Part of a message that begins a segment of its own: bytes, and filler behind them.</summary>
/// <param name="Offset">Of its bytes in the wording.</param>
/// <param name="Length">Of its bytes.</param>
/// <param name="Filler">Bytes of filler behind them.</param>
/// <param name="Start">Where it begins, bytes from the message's beginning.</param>
internal readonly record struct Stretch(int Offset, int Length, long Filler, long Start)
{
    public long Total => Length + Filler;
}

/// <summary>A message as bytes, in stretches. Bulk isn't made, only counted.</summary>
internal sealed class Wording
{
    private readonly List<Stretch> _stretches = [];
    private byte[] _bytes = new byte[512];
    private int _begun;
    private long _filler;
    private long _start;

    public ReadOnlySpan<Stretch> Stretches => CollectionsMarshal.AsSpan(_stretches);

    /// <summary>Bytes of all stretches.</summary>
    public long Total => _start;

    /// <summary>Bytes written since the beginning, filler not counted.</summary>
    public int Length { get; private set; }

    /// <summary>For what is made up: random numbers of handshakes, and filler.</summary>
    public ulong Salt { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> Explicit(in Stretch stretch) => _bytes.AsSpan(stretch.Offset, stretch.Length);

    /// <summary>Empties it for another message.</summary>
    public void Begin(ulong salt)
    {
        _stretches.Clear();
        (Length, _begun, _filler, _start, Salt) = (0, 0, 0, 0, salt);
    }

    /// <summary>What was written since the last call is a stretch.</summary>
    public void EndStretch()
    {
        if (Length > _begun || _filler > 0)
        {
            var stretch = new Stretch(_begun, Length - _begun, _filler, _start);
            _stretches.Add(stretch);
            (_begun, _filler, _start) = (Length, 0, _start + stretch.Total);
        }
    }

    public void Byte(byte value) => Room(1)[0] = value;

    public void Big16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), (ushort)value);

    public void Big24(int value)
    {
        var room = Room(3);
        (room[0], room[1], room[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    public void Big32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    public void Little16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), (ushort)value);

    public void Little32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void Copy(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>One byte a character.</summary>
    public void Text(ReadOnlySpan<char> text) => Encoding.Latin1.GetBytes(text, Room(text.Length));

    public void Utf8(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetByteCount(text)));

    public void Repeat(byte value, int count) => Room(count).Fill(value);

    /// <summary>Bytes that look random and are the same in both forms.</summary>
    public void Random(int count)
    {
        var at = Length;
        Filler.Write(Room(count), Filler.Mix(Salt + 1), at);
    }

    /// <summary>Filler at the end of the stretch: bytes that follow it belong to the next one.</summary>
    public void Bulk(long count)
    {
        if (count > 0)
        {
            _filler += count;
        }
    }

    /// <summary>Room for a number that is known later.</summary>
    public int Reserve(int count)
    {
        var at = Length;
        Room(count).Clear();
        return at;
    }

    public void SetBig16(int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(at), (ushort)value);

    public void SetBig24(int at, int value) => (_bytes[at], _bytes[at + 1], _bytes[at + 2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    public void SetBig32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(at), value);

    public void SetLittle32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), value);

    private Span<byte> Room(int count)
    {
        if (_filler > 0)
        {
            EndStretch();
        }

        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        }

        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
