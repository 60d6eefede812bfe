using System.Buffers.Binary;

namespace Hospital.Wire.Languages;

/// <summary>Bytes that nobody reads: pixels, ciphertext, records of databases. The same at the same place of the same message, however it is cut.</summary>
internal static class Filler
{
    /// <summary>By which messages' fillers differ.</summary>
    public static ulong Salt(long conversation, long time) => Mix(((ulong)conversation * 0x9E3779B97F4A7C15) ^ (ulong)time);

    /// <summary>Fills with what is at <paramref name="offset"/> bytes from the message's beginning.</summary>
    public static void Write(Span<byte> to, ulong salt, long offset)
    {
        Span<byte> eight = stackalloc byte[8];
        var skip = (int)(offset & 7);
        for (var block = (ulong)offset >> 3; to.Length > 0; block++)
        {
            var value = Mix(salt + (block * 0xD1342543DE82EF95));
            if (skip == 0 && to.Length >= 8)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(to, value);
                to = to[8..];
                continue;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
            var count = Math.Min(8 - skip, to.Length);
            eight.Slice(skip, count).CopyTo(to);
            to = to[count..];
            skip = 0;
        }
    }

    /// <summary>A hash (the finisher of MurmurHash3).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
