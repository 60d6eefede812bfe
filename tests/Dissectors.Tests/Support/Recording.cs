using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>What one side said before the other went on.</summary>
public sealed record Turn(Direction Direction, byte[] Bytes);

/// <summary>Both directions of a conversation, in the order it was held.</summary>
public sealed record Recording(string Name, IReadOnlyList<Turn> Turns)
{
    public int Length => Turns.Sum(t => t.Bytes.Length);

    /// <summary>Reads <c>*.bin</c> beside the caller: for each turn a byte of direction, four of length (big-endian), the bytes.</summary>
    public static Recording Load(string path, [CallerFilePath] string caller = "")
    {
        var file = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(caller)!, path));
        var turns = new List<Turn>();
        for (var rest = file.AsSpan(); !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
            turns.Add(new Turn((Direction)rest[0], rest.Slice(5, length).ToArray()));
            rest = rest[(5 + length)..];
        }

        return new Recording(Path.GetFileNameWithoutExtension(path), turns);
    }

    /// <summary>Turns written by hand, as Latin-1 text: <c>&gt;</c> in front goes to the server, <c>&lt;</c> to the client.</summary>
    public static Recording Of(string name, params string[] turns) => new(
        name,
        [.. turns.Select(t => new Turn(t[0] == '>' ? Direction.ToServer : Direction.ToClient, Encoding.Latin1.GetBytes(t[1..])))]);

    public override string ToString() => Name;
}
