using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Tests.Support;

/// <summary>Makes captures of many conversations at once, from a seed.</summary>
internal static class Traffic
{
    /// <summary>A hospital's morning in disorder: HL7, recorded and unknown conversations, datagrams and ARP, with losses, reordering and long silences.</summary>
    public static List<Captured> Mixed(int seed, int packets, int hosts = 60)
    {
        var random = new Random(seed);
        var capture = new List<Captured>(packets);
        var open = new List<Talk>();
        var time = PartitionBench.Start;
        while (capture.Count < packets)
        {
            time += random.Next(2_000_000) * 100L;
            time += random.Next(2000) switch { 0 => 4_000_000_000_000, < 6 => 61_000_000_000, < 30 => 1_100_000_000, _ => 0 };
            if (open.Count < 5 || (open.Count < 40 && random.Next(20) == 0))
            {
                open.Add(new Talk(random, hosts));
            }

            var talk = open[random.Next(open.Count)];
            foreach (var frame in talk.Next(random))
            {
                capture.Add(new Captured(time - (random.Next(50) == 0 ? 3_000_000 : 0), random.Next(200) == 0 ? frame[..Math.Min(frame.Length, 70)] : frame, frame.Length));
                time += random.Next(1000);
            }

            if (talk.IsOver)
            {
                open.Remove(talk);
            }
        }

        return capture;
    }

    /// <summary>HL7 and recorded conversations side by side, in order: what steady work looks like.</summary>
    public static IEnumerable<Captured> Steady(int packets, int conversations = 40)
    {
        var scripts = new (int Number, long[] At)[conversations];
        for (var i = 0; i < conversations; i++)
        {
            scripts[i] = (i, [0, 0]);
        }

        var time = PartitionBench.Start;
        for (var n = 0; n < packets;)
        {
            foreach (var (number, at) in scripts)
            {
                var isHl7 = number % 4 != 0;
                byte[] question = isHl7 ? Hl7Message(number, n) : [.. "REC"u8, .. new byte[300]];
                byte[] answer = isHl7 ? Hl7Answer(number, n) : [.. "ok"u8];
                foreach (var (direction, bytes) in ((Direction, byte[])[])[(Direction.ToServer, question), (Direction.ToClient, answer)])
                {
                    yield return new Captured(time += 50_000, Segment(number, direction, (uint)at[(int)direction], (uint)at[(int)direction.Opposite()], TcpFlags.Ack, bytes));
                    at[(int)direction] += bytes.Length;
                    n++;
                }
            }
        }
    }

    public static byte[] Hl7Message(int sender, int id) => Encoding.Latin1.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"\u000bMSH|^~\\&|APP{sender}|WARD{sender % 7}|ENGINE|HOSP|20261121170000||ADT^A0{1 + (sender % 8)}|M{id}|P|2.5\rPID|1||{100_000 + (id % 5000)}^^^HOSP||DOE^JOHN\rPV1|1|I|W{sender}\r\u001c\r"));

    public static byte[] Hl7Answer(int sender, int id) => Encoding.Latin1.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"\u000bMSH|^~\\&|ENGINE|HOSP|APP{sender}|WARD{sender % 7}|20261121170001||ACK^A0{1 + (sender % 8)}|A{id}|P|2.5\rMSA|AA|M{id}\r\u001c\r"));

    private static byte[] Segment(int number, Direction direction, uint sequence, uint acknowledgement, TcpFlags flags, ReadOnlySpan<byte> data)
    {
        var client = $"10.1.{number / 200}.{1 + (number % 200)}";
        const string Server = "10.2.0.1";
        return direction == Direction.ToServer
            ? PacketBuilder.TcpFrame(client, 40_000, Server, 2575, sequence, acknowledgement, flags, data)
            : PacketBuilder.TcpFrame(Server, 2575, client, 40_000, sequence, acknowledgement, flags, data);
    }

    /// <summary>One conversation of the mixed traffic.</summary>
    private sealed class Talk
    {
        private readonly string _client;
        private readonly string _server;
        private readonly ushort _port;
        private readonly int _kind;
        private readonly uint[] _sequence;
        private int _left;
        private bool _begun;

        public Talk(Random random, int hosts)
        {
            _client = $"10.0.{random.Next(3)}.{1 + random.Next(hosts)}";
            _server = $"10.9.0.{1 + random.Next(8)}";
            _port = (ushort)(40_000 + random.Next(400));
            _kind = random.Next(10);
            _sequence = [(uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32)];
            _left = random.Next(1, 40);
        }

        public bool IsOver => _left <= 0;

        public List<byte[]> Next(Random random)
        {
            _left--;
            return _kind switch
            {
                0 => [PacketBuilder.UdpFrame(_client, _port, _server, 53), PacketBuilder.UdpFrame(_server, 53, _client, _port, 80)],
                1 => [PacketBuilder.Ethernet(PacketBuilder.ArpType, PacketBuilder.Arp(1, (ulong)random.Next(1, 9), _client, _server))],
                2 => [PacketBuilder.UdpFrame(_client, _port, _server, 514)],
                _ => Tcp(random),
            };
        }

        private List<byte[]> Tcp(Random random)
        {
            var frames = new List<byte[]>();
            if (!_begun)
            {
                _begun = true;
                if (random.Next(6) != 0)
                {
                    Add(frames, Direction.ToServer, [], TcpFlags.Syn);
                    _sequence[0]++;
                    Add(frames, Direction.ToClient, [], TcpFlags.Syn | TcpFlags.Ack);
                    _sequence[1]++;
                    Add(frames, Direction.ToServer, [], TcpFlags.Ack);
                }
            }

            byte[] question = _kind switch
            {
                < 7 => Hl7Message(random.Next(30), random.Next(100_000)),
                7 => [.. "GET / "u8, .. new byte[random.Next(500)]],
                _ => [.. "REC"u8, .. new byte[random.Next(4000)]],
            };
            Say(frames, Direction.ToServer, question, random);
            if (random.Next(8) != 0)
            {
                Say(frames, Direction.ToClient, _kind < 7 ? Hl7Answer(random.Next(30), random.Next(100_000)) : [.. "ok"u8], random);
            }

            if (IsOver && random.Next(3) != 0)
            {
                if (random.Next(4) == 0)
                {
                    Add(frames, Direction.ToServer, [], TcpFlags.Rst);
                }
                else
                {
                    Add(frames, Direction.ToServer, [], TcpFlags.Fin | TcpFlags.Ack);
                    Add(frames, Direction.ToClient, [], TcpFlags.Fin | TcpFlags.Ack);
                }
            }

            return frames;
        }

        private void Say(List<byte[]> frames, Direction direction, ReadOnlySpan<byte> bytes, Random random)
        {
            var first = frames.Count;
            while (!bytes.IsEmpty)
            {
                var size = Math.Min(bytes.Length, random.Next(4) == 0 ? random.Next(1, 200) : 1448);
                if (random.Next(40) != 0)
                {
                    Add(frames, direction, bytes[..size], TcpFlags.Ack | TcpFlags.Psh);
                }

                _sequence[(int)direction] += (uint)size;
                bytes = bytes[size..];
            }

            if (frames.Count - first > 1 && random.Next(6) == 0)
            {
                (frames[^1], frames[^2]) = (frames[^2], frames[^1]);
            }

            if (frames.Count > first && random.Next(20) == 0)
            {
                frames.Add(frames[^1]);
            }
        }

        private void Add(List<byte[]> frames, Direction direction, ReadOnlySpan<byte> data, TcpFlags flags)
        {
            var sequence = _sequence[(int)direction];
            var acknowledgement = _sequence[(int)direction.Opposite()];
            frames.Add(direction == Direction.ToServer
                ? PacketBuilder.TcpFrame(_client, _port, _server, 2575, sequence, acknowledgement, flags, data)
                : PacketBuilder.TcpFrame(_server, 2575, _client, _port, sequence, acknowledgement, flags, data));
        }
    }
}
