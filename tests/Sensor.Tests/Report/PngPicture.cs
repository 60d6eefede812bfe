using System.Buffers.Binary;
using System.IO.Compression;

namespace Sensor.Tests.Report;

/// <summary>The pixels of a PNG (ISO/IEC 15948) as browsers write them: eight bits a colour, not interlaced.</summary>
internal sealed class PngPicture
{
    private readonly byte[] _pixels;
    private readonly int _size;

    private PngPicture(int width, int height, int size, byte[] pixels) => (Width, Height, _size, _pixels) = (width, height, size, pixels);

    public int Width { get; }

    public int Height { get; }

    public (byte Red, byte Green, byte Blue) this[int x, int y] => (_pixels[At(x, y)], _pixels[At(x, y) + 1], _pixels[At(x, y) + 2]);

    public IEnumerable<(byte Red, byte Green, byte Blue)> All => Enumerable.Range(0, Width * Height).Select(i => this[i % Width, i / Width]);

    public static PngPicture Read(ReadOnlySpan<byte> file)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        Assert.True(file[24] == 8 && file[25] is 2 or 6 && file[28] == 0);
        var size = file[25] == 2 ? 3 : 4;
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (file.Slice(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(file.Slice(at + 8, length));
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var lines = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new byte[height * width * size];
        for (var y = 0; y < height; y++)
        {
            var filter = lines.ReadByte();
            var line = pixels.AsSpan(y * width * size, width * size);
            lines.ReadExactly(line);
            for (var i = 0; i < line.Length; i++)
            {
                var left = i >= size ? line[i - size] : 0;
                var above = y > 0 ? pixels[((y - 1) * line.Length) + i] : 0;
                var aslant = i >= size && y > 0 ? pixels[((y - 1) * line.Length) + i - size] : 0;
                line[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ => Nearest(left, above, aslant) });
            }
        }

        return new PngPicture(width, height, size, pixels);
    }

    private static int Nearest(int left, int above, int aslant)
    {
        var guess = left + above - aslant;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - aslant));
        return a <= b && a <= c ? left : b <= c ? above : aslant;
    }

    private int At(int x, int y) => ((y * Width) + x) * _size;
}
