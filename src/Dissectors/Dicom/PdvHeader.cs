using System.Buffers.Binary;

namespace Sensor.Dissectors.Dicom;

/// <summary>The six bytes in front of a fragment in a P-DATA-TF (PS3.8 9.3.5.1 and E.2).</summary>
/// <param name="Length">As announced: counts the context id, the control header and the fragment, not itself.</param>
/// <param name="ContextId">Presentation context, odd.</param>
/// <param name="Control">Message control header.</param>
public readonly record struct PdvHeader(uint Length, byte ContextId, byte Control)
{
    public const int Size = 6;

    /// <summary>Bytes of <see cref="Length"/> that aren't fragment: context id and control header.</summary>
    public const int Overhead = 2;

    /// <summary>Bytes the length field itself takes.</summary>
    public const int LengthSize = 4;

    /// <summary>Command set rather than data set.</summary>
    public bool IsCommand => (Control & 1) != 0;

    /// <summary>Last fragment of its command set or data set.</summary>
    public bool IsLast => (Control & 2) != 0;

    /// <summary>Odd context id (PS3.8 9.3.2.2) and no bit set that senders shall send as zero (E.2).</summary>
    public bool IsRegular => (ContextId & 1) != 0 && Control <= 3;

    /// <summary>
    /// Whether the PDV lies within <paramref name="pduLeft"/> bytes of PDU, its header included. Never computes 4 + length: that can wrap.
    /// </summary>
    public bool Fits(uint pduLeft) => Length >= Overhead && pduLeft >= Size && Length <= pduLeft - LengthSize;

    /// <param name="bytes">At least <see cref="Size"/>.</param>
    public static PdvHeader Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4], bytes[5]);
}
