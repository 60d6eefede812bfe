using System.Buffers.Binary;
using Hospital.Network;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>A packet that is kept.</summary>
internal sealed record Kept(long Time, byte[] Bytes, int OriginalLength, Conversation Conversation, bool IsBulk, Side From, long Number)
{
    private int Ip => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(16));

    private int HeaderLength => 34 + (Bytes[46] >> 4 << 2);

    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(38));

    public bool IsSyn => (Bytes[47] & 2) != 0;

    /// <summary>It counts as a byte of the stream.</summary>
    public bool IsSynOrFin => (Bytes[47] & 3) != 0;

    /// <summary>Bytes of TCP payload it had.</summary>
    public int PayloadLength => 14 + Ip - HeaderLength;

    /// <summary>Of them, those that were captured.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.AsSpan(HeaderLength, Math.Min(Bytes.Length - HeaderLength, PayloadLength));
}

/// <summary>Keeps all packets.</summary>
internal sealed class Recorder : IPacketTaker
{
    public List<Kept> Packets { get; } = [];

    public void Take(in Packet packet) =>
        Packets.Add(new Kept(packet.Time, packet.Bytes.ToArray(), packet.OriginalLength, packet.Conversation, packet.IsBulk, packet.From, packet.Number));

    public void End(long time)
    {
    }

    /// <summary>What one side said: each byte, or null where it was cut.</summary>
    public byte?[] Stream(Conversation conversation, Side from)
    {
        var stream = new List<byte?>();
        uint? next = null;
        foreach (var packet in Packets.Where(p => p.Conversation == conversation && p.From == from))
        {
            Assert.True(next is null || next == packet.Sequence);
            next = packet.Sequence + (uint)packet.PayloadLength + (packet.IsSynOrFin ? 1u : 0u);
            foreach (var value in packet.Payload)
            {
                stream.Add(value);
            }

            stream.AddRange(new byte?[packet.PayloadLength - packet.Payload.Length]);
        }

        return [.. stream];
    }
}
