using System.Buffers;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>By what a frame ends.</summary>
internal enum FrameEnding : byte
{
    Delimiter,
    Length,
    Size,
    Xml,
    Silence,
    Datagram,
}

/// <summary>What stands around a frame's end with one of its checksums (or none), by offsets.</summary>
/// <param name="Sum">The checksum; null without one.</param>
/// <param name="InTail">It stands in the tail.</param>
/// <param name="SumAt">From the first byte of trailer or tail.</param>
/// <param name="Trailer">Literals of the trailer, from its first byte.</param>
/// <param name="TrailerSize">Bytes of the trailer.</param>
/// <param name="Tail">Literals of the tail, from its first byte.</param>
/// <param name="TailSize">Bytes of the tail.</param>
internal sealed record EdgeLayout(
    Checksum? Sum, bool InTail, int SumAt, (int At, byte[] Bytes)[] Trailer, int TrailerSize, (int At, byte[] Bytes)[] Tail, int TailSize);

/// <summary>A frame definition made ready for reading. Immutable; sound by construction.</summary>
internal sealed class FrameShape
{
    public const int MaxFrame = 16_384;

    public required FrameDefinition Definition { get; init; }
    public required FrameEnding Ending { get; init; }
    public required byte[] Start { get; init; }

    /// <summary>Where content begins: behind start and header.</summary>
    public required int ContentAt { get; init; }

    /// <summary>From where an end is looked for.</summary>
    public required int ScanFrom { get; init; }
    public required byte[][] Ends { get; init; }

    /// <summary>What begins the end of each XML root.</summary>
    public required byte[][] Roots { get; init; }

    /// <summary>At what looking for an end stops: an end's first byte, abort, what content can't be of.</summary>
    public required SearchValues<byte> Stops { get; init; }

    /// <summary>What neither content nor trailer can be of; null where that can't be said of raw bytes.</summary>
    public required ByteSet? Forbidden { get; init; }
    public required SearchValues<byte>? Alphabet { get; init; }

    /// <summary>What is of other bytes than the alphabet's is found out while its end is looked for.</summary>
    public required bool IsScanned { get; init; }
    public required byte[]? More { get; init; }
    public required int Abort { get; init; }
    public required LengthField? Length { get; init; }
    public required EscapeCode? Escape { get; init; }

    /// <summary>One for each checksum; one where there is none.</summary>
    public required EdgeLayout[] Edges { get; init; }

    /// <summary>The fewest bytes it can have.</summary>
    public required int Least { get; init; }
    public required int Most { get; init; }

    /// <summary>First of the reader's memories of how far ends were looked for: one for each root, or one.</summary>
    public required int Memory { get; init; }

    /// <summary>Its place among the shapes.</summary>
    public required int Index { get; init; }

    /// <summary>Bytes of the tail.</summary>
    public required int TailSize { get; init; }
    public required bool HasSum { get; init; }

    /// <summary>Its end may be the next one's start.</summary>
    public required bool LeavesEnd { get; init; }

    /// <summary>
    /// Its own bytes alone say that it is one, whatever follows and whatever was before: it ends by an end that isn't the front of another, or by its
    /// length, and has a sum.
    /// </summary>
    public required bool CanBeKnown { get; init; }

    /// <summary>Its end is the last of its content.</summary>
    public bool KeepsEnd => Definition.KeepsEnd;

    /// <summary>It can only be found where the frame before it ended.</summary>
    public bool IsBare => Start.Length == 0 && Ending == FrameEnding.Delimiter;

    public long SilenceNanoseconds => (Definition.IdleMilliseconds ?? 0) * 1_000_000L;

    public bool MayComeFrom(Sender from) => from == Sender.Either || Definition.From == Sender.Either || Definition.From == from;
}
