using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Cuts a TCP conversation's bytes into other segments: each byte keeps its place in the stream.</summary>
internal static class Segments
{
    /// <summary>Cuts, joins or repeats the segment at <paramref name="at"/>, where there is one.</summary>
    public static void Recut(List<Packet> packets, int at, Dice dice)
    {
        if (Segment.Find(packets[at]) is not { Length: > 1 } segment)
        {
            return;
        }

        var from = dice.Next(segment.Length);
        var length = dice.Next(1, segment.Length - from + 1);
        switch (dice.Next(4))
        {
            case 0:
                // In two, at times with bytes in both.
                var to = dice.Once(3) ? Math.Min(segment.Length, from + dice.Few(40)) : from;
                packets[at] = segment.Part(from, segment.Length - from, dice);
                packets.Insert(at + dice.Next(2), segment.Part(0, Math.Max(1, to), dice));
                break;
            case 1:
                // Many small ones, in order or not.
                packets.RemoveAt(at);
                var size = Math.Max(1, segment.Length / dice.Next(2, 12));
                var parts = Enumerable.Range(0, (segment.Length + size - 1) / size).Select(i => segment.Part(i * size, Math.Min(size, segment.Length - (i * size)), dice));
                packets.InsertRange(at, dice.Once(3) ? parts.Reverse() : parts);
                break;
            case 2:
                // Part of it again, later.
                packets.Insert(Math.Min(packets.Count, at + dice.Few(8)), segment.Part(from, length, dice));
                break;
            default:
                // A keep-alive, or the end of it only.
                packets.Insert(at, segment.Part(segment.Length - 1, 1, dice));
                break;
        }
    }

    /// <summary>A TCP segment in a frame whose lengths can be mended.</summary>
    private sealed record Segment(Packet Packet, int Ip, bool IsV6, int Tcp, int Data)
    {
        public int Length => Packet.Bytes.Length - Data;

        public static Segment? Find(Packet packet)
        {
            var headers = Header.Of(packet.Link, packet.Bytes);
            var tcp = headers.FindIndex(h => h.Layer == Layer.Tcp);
            var ip = headers.FindIndex(h => h.Layer is Layer.Ipv4 or Layer.Ipv6);
            var isPlain = tcp == ip + 1 && ip >= 0 && packet.WireLength == packet.Bytes.Length && headers[^1].At <= packet.Bytes.Length && headers[^1].At >= headers[tcp].At + 20;

            // Ethernet's padding isn't data.
            var isFull = isPlain && (headers[ip].Layer == Layer.Ipv6
                || headers[ip].At + Edits.Read(packet.Bytes.AsSpan(headers[ip].At + 2), 2, true) == packet.Bytes.Length);
            return isFull ? new Segment(packet, headers[ip].At, headers[ip].Layer == Layer.Ipv6, headers[tcp].At, headers[^1].At) : null;
        }

        public Packet Part(int from, int length, Dice dice)
        {
            var old = Packet.Bytes;
            byte[] frame = [.. old[..Data], .. old.AsSpan(Data + from, length)];
            Edits.Write(frame.AsSpan(Tcp + 4), 4, true, Edits.Read(old.AsSpan(Tcp + 4), 4, true) + (uint)from);
            if (IsV6)
            {
                Edits.Write(frame.AsSpan(Ip + 4), 2, true, (uint)(frame.Length - Ip - 40));
            }
            else
            {
                Edits.Write(frame.AsSpan(Ip + 2), 2, true, (uint)(frame.Length - Ip));

                // Another packet, not a mirror's copy of this one.
                Edits.Write(frame.AsSpan(Ip + 4), 2, true, (uint)dice.Next(65_536));
            }

            if (from + length < Length)
            {
                // FIN belongs to the last byte.
                frame[Tcp + 13] &= 0xFE;
            }

            return Packet with { Bytes = frame, WireLength = frame.Length };
        }
    }
}
