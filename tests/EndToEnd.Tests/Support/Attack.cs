using System.Buffers.Binary;
using System.Text;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Frames of an attacker, made from a seed and spread evenly over <see cref="FloodCapture.Duration"/>.</summary>
internal sealed class Attack(int packets)
{
    /// <summary>10.30.0.21 and 10.30.0.10, a modality and the archive: what is done to their share of the bounds is done to theirs as well.</summary>
    public const uint Victim = 0x0A1E_0015;

    public const uint Server = 0x0A1E_000A;

    private const byte Tcp = 6;
    private const int IpAt = 14;
    private const int TcpAt = IpAt + 20;

    private readonly Random _random = new(20261121);
    private readonly byte[] _small = Template(0);
    private int _made;

    /// <summary>Connections opened and never answered: half from one host that pretends to be the modality, half from addresses that don't exist.</summary>
    public IEnumerable<Timed> Syns()
    {
        for (var i = 0; i < packets; i++)
        {
            var source = i % 2 == 0 ? Victim : 0x0B00_0000 + (uint)_random.Next(1 << 22);
            yield return Segment(source, Server, (ushort)(1024 + (i / 2 % 64_000)), (ushort)(i % 2 == 0 ? 9000 + (i / 128_000) : 4242), (uint)_random.Next(), 0x02, []);
        }
    }

    /// <summary>Flows of one byte that may be the first of an HL7 message: each waits for the second.</summary>
    public IEnumerable<Timed> Beginnings()
    {
        for (var i = 0; i < packets; i++)
        {
            yield return Segment(Victim, Server, (ushort)(1024 + (i % 64_000)), (ushort)(9000 + (i / 64_000)), 1, 0x10, [0x0B]);
        }
    }

    /// <summary>HL7 messages that never come to the end of their first segment: each wants to be held until it does.</summary>
    public IEnumerable<Timed> LongSegments()
    {
        var message = Encoding.ASCII.GetBytes($"\u000bMSH|^~\\&|{Word(2800)}");
        for (var i = 0; i < packets; i++)
        {
            var (flow, at) = (i / 2, i % 2 * 1400);
            yield return Segment(Victim, Server, (ushort)(1024 + flow), 6661, 1 + (uint)at, 0x10, message.AsSpan(at, 1400));
        }
    }

    /// <summary>Connections of one HL7 message each that nobody answers and nobody ends.</summary>
    public IEnumerable<Timed> Conversations()
    {
        for (var i = 0; i < packets; i++)
        {
            yield return Segment(
                Victim, Server, (ushort)(1024 + (i % 60_000)), (ushort)(7000 + (i / 60_000)), 1, 0x10,
                Encoding.ASCII.GetBytes($"\u000bMSH|^~\\&|FLOOD||||20261121||ADT^A01|{i}|P|2.5\rPID|1\r\u001c\r"));
        }
    }

    /// <summary>Single bytes with a hole before each.</summary>
    public IEnumerable<Timed> Crumbs()
    {
        for (var i = 0; i < packets; i++)
        {
            var (flow, place) = (i % 20_000, i / 20_000);
            yield return Segment(Victim, Server, (ushort)(1024 + flow), 9000, (uint)(1 + (2 * place)), 0x10, "x"u8);
        }
    }

    /// <summary>First fragments of packets that never come whole: TCP, UDP and GRE in turn.</summary>
    public IEnumerable<Timed> Fragments()
    {
        for (var i = 0; i < packets; i++)
        {
            var frame = Segment(Victim, Server, 1024, 104, 1, 0x10, new byte[28]);
            frame.Bytes[IpAt + 9] = (byte)(i % 3 == 0 ? Tcp : i % 3 == 1 ? 17 : 47);
            BinaryPrimitives.WriteUInt16BigEndian(frame.Bytes.AsSpan(IpAt + 4), (ushort)i);
            BinaryPrimitives.WriteUInt16BigEndian(frame.Bytes.AsSpan(IpAt + 6), 0x2000);
            yield return frame;
        }
    }

    /// <summary>Names without end: calling AE titles and class UIDs, HL7 applications and versions, each said once.</summary>
    public IEnumerable<Timed> Names()
    {
        uint sequence = 1;
        for (var i = 0; i < packets; i++)
        {
            if (i % 2 == 0)
            {
                yield return Segment(Victim, Server, (ushort)(1024 + (i % 60_000)), 104, 1, 0x10, AssociateRequest(Word(16), 206));
                continue;
            }

            var message = Encoding.ASCII.GetBytes($"\u000bMSH|^~\\&|{Word(200)}|{Word(200)}|{Word(200)}|{Word(200)}|20261121||ADT^A01|{i}|P|2.{Word(20)}\rPID|1\r\u001c\r");
            yield return Segment(Victim, Server, 999, 6661, sequence, 0x10, message);
            sequence += (uint)message.Length;
        }
    }

    /// <summary>A-ASSOCIATE-RQ (PS3.8 9.3.2), filled up with one user item of nothing.</summary>
    private static byte[] AssociateRequest(string calling, int length)
    {
        var pdu = new byte[length];
        pdu[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(pdu.AsSpan(2), length - 6);
        pdu[7] = 1;
        pdu.AsSpan(10, 32).Fill((byte)' ');
        "ARCHIVE"u8.CopyTo(pdu.AsSpan(10));
        Encoding.ASCII.GetBytes(calling, pdu.AsSpan(26, 16));
        var context = "1.2.840.10008.3.1.1.1"u8;
        pdu[74] = 0x10;
        pdu[77] = (byte)context.Length;
        context.CopyTo(pdu.AsSpan(78));
        var user = 78 + context.Length;
        pdu[user] = 0x50;
        BinaryPrimitives.WriteUInt16BigEndian(pdu.AsSpan(user + 2), (ushort)(length - user - 4));
        return pdu;
    }

    private string Word(int length) => string.Create(length, _random, static (text, random) =>
    {
        foreach (ref var letter in text)
        {
            letter = (char)('A' + random.Next(26));
        }
    });

    private Timed Segment(uint source, uint destination, ushort from, ushort to, uint sequence, byte flags, ReadOnlySpan<byte> data)
    {
        var frame = data.Length == 0 ? _small : Template(data.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(IpAt + 4), (ushort)_made);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(IpAt + 12), source);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(IpAt + 16), destination);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(TcpAt), from);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(TcpAt + 2), to);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(TcpAt + 4), sequence);
        frame[TcpAt + 13] = flags;
        data.CopyTo(frame.AsSpan(TcpAt + 20));
        return new Timed(_made++ * FloodCapture.Duration / packets, frame);
    }

    private static byte[] Template(int data)
    {
        var frame = new byte[TcpAt + 20 + data];
        byte[] ethernet = [0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 8, 0];
        ethernet.CopyTo(frame, 0);
        frame[IpAt] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(IpAt + 2), (ushort)(40 + data));
        frame[IpAt + 8] = 64;
        frame[IpAt + 9] = Tcp;
        frame[TcpAt + 12] = 0x50;
        return frame;
    }
}
