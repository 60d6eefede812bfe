namespace Sensor.Capture;

/// <summary>What a capture format's reader says after a look at a stretch of bytes.</summary>
/// <param name="Consumed">Bytes of whole records used up.</param>
/// <param name="Skip">Bytes after them to pass over without looking.</param>
/// <param name="Damage">Why nothing after the consumed bytes can be read; null when all is well.</param>
internal readonly record struct Framed(int Consumed, long Skip, string? Damage);

/// <summary>Finds the records of one capture file, in order, from stretches that begin at a record.</summary>
internal interface ICaptureFormat
{
    /// <summary>What is wrong with packets so far, as the rest of a sentence that begins with the capture; null when nothing is.</summary>
    string? Complaint { get; }

    /// <summary>Names of hosts that make no sense or find no room.</summary>
    long NamesRefused => 0;

    /// <summary>Adds whole records in <paramref name="block"/>, from <paramref name="start"/> to its length, to its index.</summary>
    Framed Frame(PacketBlock block, int start);
}
