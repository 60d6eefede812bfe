using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Fuzz.Inputs;

/// <summary>A segment of a conversation whose every byte is known by its place.</summary>
/// <param name="What">Bit 0: direction; 1: FIN; 2: reset; 3: acknowledges only; 4: its bytes are others than they should be; 5: cut by a snap length.</param>
/// <param name="Wait">Time before it: a place in a table.</param>
/// <param name="Offset">Place of its first byte in the direction's stream.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Snap">Bytes captured of them, in fours.</param>
/// <param name="Behind">How far the acknowledgement is behind what the other side has sent.</param>
internal readonly record struct Piece(byte What, byte Wait, uint Offset, ushort Length, byte Snap, ushort Behind)
{
    public const int Size = 12;

    private const int MostLength = 9000;

    private static readonly long[] _waits = [0, 0, 1_000, 100_000, 1_000_000, 10_000_000, 49_000_000, 51_000_000, 200_000_000, 1_001_000_000, 5_000_000_000, 31_000_000_000, 130_000_000_000, 4_000_000_000_000, -1_000_000, -2_000_000_000];

    public Direction Direction => (Direction)(What & 1);

    public bool IsFin => (What & 2) != 0;

    public bool IsReset => (What & 4) != 0;

    public int Bytes => (What & 8) != 0 ? 0 : Length % MostLength;

    public bool IsAltered => (What & 16) != 0;

    public int Captured => (What & 32) != 0 ? Math.Min(Bytes, 4 * Snap) : Bytes;

    public long Time => _waits[Wait % _waits.Length];

    public static Piece Read(ReadOnlySpan<byte> from) => new(
        from[0], from[1], BinaryPrimitives.ReadUInt32LittleEndian(from[2..]), BinaryPrimitives.ReadUInt16LittleEndian(from[6..]), from[8], BinaryPrimitives.ReadUInt16LittleEndian(from[9..]));

    public byte[] Write()
    {
        var bytes = new byte[Size];
        (bytes[0], bytes[1], bytes[8]) = (What, Wait, Snap);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(2), Offset);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(9), Behind);
        return bytes;
    }
}
