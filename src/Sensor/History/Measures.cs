namespace Sensor.History;

/// <summary>What is added up for a stretch of packet time, as places in a row of numbers: some of all traffic, then the same few of each protocol.</summary>
internal static class Measures
{
    /// <summary>Facts that were known by then. None: nothing was captured.</summary>
    public const int Seen = 0;

    /// <summary>Bytes of TCP streams that were captured.</summary>
    public const int Delivered = 1;

    /// <summary>Bytes of TCP streams that were on the wire and aren't in the capture. Negative where more that was given up came late.</summary>
    public const int Lost = 2;

    /// <summary>Holes they make, likewise.</summary>
    public const int Holes = 3;

    /// <summary>Bytes that the snap length cut off, told at the end of their conversation.</summary>
    public const int Cut = 4;

    /// <summary>Packets that the capture itself dropped.</summary>
    public const int Dropped = 5;

    /// <summary>Packets that can't be decoded.</summary>
    public const int Undecodable = 6;

    /// <summary>Packets that are shorter in the capture than on the wire.</summary>
    public const int Truncated = 7;

    /// <summary>Packets that a mirror showed twice.</summary>
    public const int Duplicates = 8;

    /// <summary>Places of streams that came again with different bytes.</summary>
    public const int Conflicts = 9;

    public const int Packets = 0;

    /// <summary>Bytes on the wire.</summary>
    public const int Bytes = 1;

    /// <summary>Conversations that are over, where they began.</summary>
    public const int Conversations = 2;

    /// <summary>Commands and messages, when they were asked or sent.</summary>
    public const int Commands = 3;

    /// <summary>Numbers of all traffic.</summary>
    public const int OfAll = 10;

    /// <summary>Numbers of each protocol.</summary>
    public const int OfProtocol = 4;

    /// <summary>Numbers in a row.</summary>
    /// <param name="protocols">How many there are; what belongs to none comes before them.</param>
    public static int Row(int protocols) => OfAll + ((protocols + 1) * OfProtocol);

    /// <param name="app">Number of the protocol from 1; 0 for none.</param>
    /// <param name="measure">One of those of a protocol.</param>
    public static int Of(int app, int measure) => OfAll + (app * OfProtocol) + measure;
}
