using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>A recorded exchange: see <c>Vectors/make.py</c>.</summary>
public sealed record Vector(string Name, IReadOnlyList<(Direction Direction, byte[] Bytes)> Chunks)
{
    public static IEnumerable<string> Names => Directory.GetFiles(Folder(), "*.bin").Select(f => Path.GetFileNameWithoutExtension(f)!).Order();

    public static TheoryData<string> All => [.. Names];

    /// <summary>Everything that travelled in a direction.</summary>
    public byte[] this[Direction direction] => [.. Chunks.Where(c => c.Direction == direction).SelectMany(c => c.Bytes)];

    public static Vector Load(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(Folder(), name + ".bin")).AsSpan();
        var chunks = new List<(Direction, byte[])>();
        while (!file.IsEmpty)
        {
            var direction = file[0] == 'C' ? Direction.ToServer : Direction.ToClient;
            var length = BinaryPrimitives.ReadInt32BigEndian(file[1..]);
            chunks.Add((direction, file.Slice(5, length).ToArray()));
            file = file[(5 + length)..];
        }

        return new Vector(name, chunks);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Vectors");
}
