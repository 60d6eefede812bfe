using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Fuzz.Inputs;

/// <summary>What can happen to a conversation.</summary>
internal enum ActKind : byte
{
    DataToServer,
    DataToClient,
    LostToServer,
    LostToClient,
    CutToServer,
    CutToClient,

    /// <summary>Time passes.</summary>
    Pause,

    /// <summary>The conversation's beginning wasn't captured; counts where it stands first.</summary>
    MidStream,

    /// <summary>How it ends; counts where it stands last.</summary>
    End,
}

/// <param name="Kind">What happens.</param>
/// <param name="Bytes">Of data the bytes; of what is missing and of a pause a number, little-endian.</param>
internal sealed record Act(ActKind Kind, byte[] Bytes)
{
    public bool IsData => Kind <= ActKind.DataToClient;

    public bool IsMissing => Kind is >= ActKind.LostToServer and <= ActKind.CutToClient;

    public Direction Direction => (Direction)((int)Kind & 1);

    public MissingCause Cause => Kind >= ActKind.CutToServer ? MissingCause.Cut : MissingCause.Lost;

    public uint Number => Bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Bytes) : (uint)Bytes.Length;
}

/// <summary>
/// A conversation as its dissector is told it. As a file it has the form of the recordings in the dissectors' tests: for each act a byte of kind, four of
/// length (big-endian), the bytes. Any bytes at all are a script.
/// </summary>
internal static class Script
{
    public const int MostActs = 400;

    public static List<Act> Parse(ReadOnlySpan<byte> file)
    {
        var acts = new List<Act>();
        while (file.Length >= 5 && acts.Count < MostActs)
        {
            var kind = (ActKind)(file[0] % ((int)ActKind.End + 1));
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file[1..]), (uint)(file.Length - 5));
            acts.Add(new Act(kind, file.Slice(5, length).ToArray()));
            file = file[(5 + length)..];
        }

        return acts;
    }

    public static byte[] Write(IEnumerable<Act> acts)
    {
        var file = new List<byte>();
        foreach (var act in acts.Take(MostActs))
        {
            file.Add((byte)act.Kind);
            file.AddRange(Edits.Big32((uint)act.Bytes.Length));
            file.AddRange(act.Bytes);
        }

        return [.. file];
    }
}
