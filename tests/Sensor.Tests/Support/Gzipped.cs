using System.IO.Compression;

namespace Sensor.Tests.Support;

/// <summary>Compresses, and says what a damaged stream still holds.</summary>
internal static class Gzipped
{
    public static byte[] Of(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Inflates as far as it goes: everything that some beginning of the stream gives.</summary>
    public static byte[] Salvage(byte[] packed)
    {
        using var gzip = new GZipStream(new Drops(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        try
        {
            gzip.CopyTo(bytes, 1 << 16);
        }
        catch (InvalidDataException)
        {
            // Here is the damage.
        }

        return bytes.ToArray();
    }

    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
