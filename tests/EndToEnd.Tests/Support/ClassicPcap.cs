using System.Buffers.Binary;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Takes a classic little-endian microsecond pcap apart and puts records together again.</summary>
internal static class ClassicPcap
{
    public const int HeaderLength = 24;

    /// <summary>The records, headers included.</summary>
    public static IEnumerable<byte[]> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = HeaderLength; at + 16 <= bytes.Length;)
        {
            var next = at + 16 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            yield return bytes[at..next];
            at = next;
        }
    }

    /// <summary>The record as if it had been captured so many seconds later.</summary>
    public static byte[] Later(byte[] record, long seconds)
    {
        var later = record.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(later, (uint)(BinaryPrimitives.ReadUInt32LittleEndian(later) + seconds));
        return later;
    }

    public static byte[] Header(int link = 1)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 262_144);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), link);
        return header;
    }

    public static void Write(string path, IEnumerable<byte[]> records)
    {
        using var file = File.Create(path, 1 << 20);
        file.Write(Header());
        foreach (var record in records)
        {
            file.Write(record);
        }
    }

    /// <summary>Deals the packets of a capture out to several, in turns.</summary>
    public static void Deal(string source, string[] paths)
    {
        var records = Read(source).ToList();
        for (var p = 0; p < paths.Length; p++)
        {
            Write(paths[p], records.Where((_, i) => i % paths.Length == p));
        }
    }

    /// <summary>The same capture as a machine of the other byte order would write it.</summary>
    public static byte[] Swapped(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Reverse(bytes.AsSpan(0, 4));
        Reverse(bytes.AsSpan(4, 2));
        Reverse(bytes.AsSpan(6, 2));
        for (var at = 8; at < HeaderLength; at += 4)
        {
            Reverse(bytes.AsSpan(at, 4));
        }

        for (var at = HeaderLength; at + 16 <= bytes.Length;)
        {
            var next = at + 16 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            for (var i = 0; i < 16; i += 4)
            {
                Reverse(bytes.AsSpan(at + i, 4));
            }

            at = next;
        }

        return bytes;

        static void Reverse(Span<byte> number) => number.Reverse();
    }

    /// <summary>The same day over and over: every repetition follows five minutes after the one before.</summary>
    public static void WriteRepeated(string path, string source, int times)
    {
        var records = Read(source).ToList();
        using var file = File.Create(path, 1 << 20);
        file.Write(Header());
        for (var round = 0; round < times; round++)
        {
            foreach (var record in records)
            {
                file.Write(record);
                BinaryPrimitives.WriteUInt32LittleEndian(record, BinaryPrimitives.ReadUInt32LittleEndian(record) + 300);
            }
        }
    }
}
