using System.Buffers.Binary;
using System.Text.Json;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Targets;

/// <summary>A segment of a conversation whose every byte is known by its place.</summary>
/// <param name="What">Bit 0: direction; 1: FIN; 2: reset; 3: acknowledges only; 4: its bytes are others than they should be; 5: cut by a snap length.</param>
/// <param name="Wait">Time before it: a place in a table.</param>
/// <param name="Offset">Place of its first byte in the direction's stream.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Snap">Bytes captured of them, in fours.</param>
/// <param name="Behind">How far the acknowledgement is behind what the other side has sent.</param>
internal readonly record struct Piece(byte What, byte Wait, uint Offset, ushort Length, byte Snap, ushort Behind)
{
    public const int Size = 12;

    private const int MostLength = 9000;

    private static readonly long[] _waits = [0, 0, 1_000, 100_000, 1_000_000, 10_000_000, 49_000_000, 51_000_000, 200_000_000, 1_001_000_000, 5_000_000_000, 31_000_000_000, 130_000_000_000, 4_000_000_000_000, -1_000_000, -2_000_000_000];

    public Direction Direction => (Direction)(What & 1);

    public bool IsFin => (What & 2) != 0;

    public bool IsReset => (What & 4) != 0;

    public int Bytes => (What & 8) != 0 ? 0 : Length % MostLength;

    public bool IsAltered => (What & 16) != 0;

    public int Captured => (What & 32) != 0 ? Math.Min(Bytes, 4 * Snap) : Bytes;

    public long Time => _waits[Wait % _waits.Length];

    public static Piece Read(ReadOnlySpan<byte> from) => new(
        from[0], from[1], BinaryPrimitives.ReadUInt32LittleEndian(from[2..]), BinaryPrimitives.ReadUInt16LittleEndian(from[6..]), from[8], BinaryPrimitives.ReadUInt16LittleEndian(from[9..]));

    public byte[] Write()
    {
        var bytes = new byte[Size];
        (bytes[0], bytes[1], bytes[8]) = (What, Wait, Snap);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(2), Offset);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(9), Behind);
        return bytes;
    }
}

/// <summary>
/// TCP reassembly under a conversation whose bytes are known by their place: whatever order, loss, overlap, cut and memory do, every byte that is shown is one that
/// was sent at its place, nothing is shown after an end, and there is no conflict where none was sent. The input's first twelve bytes choose both sequence
/// starts, the memory bound and how the listener reads; each twelve that follow are a segment.
/// </summary>
internal sealed class StreamsTarget : ITarget
{
    public string Name => "streams";

    public string Extension => ".bin";

    public long MostWork(int length) => 400_000 + (40_000L * length);

    public long MostAllocated(int length) => (4 << 20) + (8_000L * length);

    /// <summary>Ordinary conversations of several shapes.</summary>
    public IEnumerable<byte[]> Seeds()
    {
        for (var seed = 1UL; seed <= 24; seed++)
        {
            var dice = new Dice(seed);
            var (input, ends) = (new List<byte>(), new uint[2]);
            input.AddRange(Enumerable.Range(0, Piece.Size).Select(_ => dice.Byte()));
            for (var n = dice.Next(3, 60); n > 0; n--)
            {
                var direction = (byte)dice.Next(2);
                var length = (ushort)(seed % 3 == 0 ? dice.Few(40) : dice.Few(1460));
                input.AddRange(new Piece(direction, (byte)dice.Next(5), ends[direction], length, 255, (ushort)(dice.Once(3) ? dice.Next(4000) : 0)).Write());
                ends[direction] += length;
            }

            input.AddRange(new Piece(2, 0, ends[0], 0, 0, 0).Write());
            input.AddRange(new Piece(3, 0, ends[1], 0, 0, 0).Write());
            yield return [.. input];
        }
    }

    public byte[] Mutate(byte[] input, byte[] other, Dice dice)
    {
        var pieces = input.Chunk(Piece.Size).Where(c => c.Length == Piece.Size).ToList();
        if (pieces.Count < 2 || dice.Once(20))
        {
            return Mutation.Havoc.Mutate(input, other, [], dice);
        }

        var at = dice.Next(1, pieces.Count);
        var piece = Piece.Read(pieces[at]);
        switch (dice.Next(11))
        {
            case 0:
                pieces.RemoveAt(at);
                break;
            case 1:
                pieces.Insert(dice.Next(1, pieces.Count + 1), pieces[at]);
                break;
            case 2:
                var with = Math.Min(pieces.Count - 1, at + dice.Few(5));
                (pieces[at], pieces[with]) = (pieces[with], pieces[at]);
                break;
            case 3:
                pieces[at] = (piece with { What = (byte)(piece.What ^ (1 << dice.Next(6))) }).Write();
                break;
            case 4:
                pieces[at] = (piece with { Wait = (byte)dice.Next(16) }).Write();
                break;
            case 5:
                pieces[at] = (piece with { Offset = dice.Once(4) ? dice.Number(piece.Offset, 0) : piece.Offset + (uint)dice.Next(-1500, 1500) }).Write();
                break;
            case 6:
                pieces[at] = (piece with { Length = dice.Once(3) ? (ushort)dice.Number(piece.Length, 0) : (ushort)(piece.Length + dice.Next(-20, 20)) }).Write();
                break;
            case 7:
                // An overlap, with the same bytes or others.
                var from = (uint)dice.Next(piece.Bytes + 1);
                var copy = piece with { Offset = piece.Offset + from - (uint)dice.Next(40), Length = (ushort)dice.Few(3000), What = (byte)(piece.What ^ (dice.Once(2) ? 16 : 0)) };
                pieces.Insert(Math.Min(pieces.Count, at + dice.Next(4)), copy.Write());
                break;
            case 8:
                // In two.
                var cut = (ushort)dice.Next(piece.Bytes + 1);
                pieces[at] = (piece with { Length = cut }).Write();
                pieces.Insert(at + dice.Next(2), (piece with { Offset = piece.Offset + cut, Length = (ushort)(piece.Bytes - cut) }).Write());
                break;
            case 9:
                pieces[0] = Mutation.Havoc.Mutate(pieces[0], other, [], dice) is { Length: >= Piece.Size } head ? head[..Piece.Size] : pieces[0];
                break;
            default:
                pieces.InsertRange(at, other.Chunk(Piece.Size).Skip(1).Where(c => c.Length == Piece.Size).Skip(dice.Next(20)).Take(dice.Few(20)));
                break;
        }

        return [.. pieces.Take(300).SelectMany(p => p)];
    }

    public List<byte[]> Split(byte[] input) => [.. input.Chunk(Piece.Size)];

    public byte[] Join(List<byte[]> parts) => [.. parts.SelectMany(p => p)];

    public void Run(byte[] input)
    {
        if (input.Length < 2 * Piece.Size)
        {
            return;
        }

        var head = input.AsSpan(0, Piece.Size);
        uint[] starts = [BinaryPrimitives.ReadUInt32LittleEndian(head), BinaryPrimitives.ReadUInt32LittleEndian(head[4..])];
        if ((head[8] & 1) != 0)
        {
            // Sequence numbers begin anew on the way.
            starts = [uint.MaxValue - (starts[0] & 0xFFF), uint.MaxValue - (starts[1] & 0xFFF)];
        }

        var pieces = input.AsSpan(Piece.Size).ToArray().Chunk(Piece.Size).Where(c => c.Length == Piece.Size).Take(300).Select(c => Piece.Read(c)).ToList();
        var listener = new KnownBytes(pieces, new Dice(BinaryPrimitives.ReadUInt32LittleEndian(head[8..])));
        var bench = new PartitionRun([new WatchedProtocol(listener)]);
        bench.LimitMemory((head[8] & 0x0E) switch { 2 => 0, 4 => 600, 6 => 20_000, _ => long.MaxValue });
        var script = new Wire(bench, starts);
        script.Send(default, TcpFlags.Syn, 0);
        script.Send(default(Piece) with { What = 1 }, TcpFlags.Syn | TcpFlags.Ack, 0);
        foreach (var piece in pieces)
        {
            script.Send(piece, TcpFlags.Ack | (piece.IsFin ? TcpFlags.Fin : 0) | (piece.IsReset ? TcpFlags.Rst : 0), piece.Time);
        }

        bench.Finish();
        Require.That(bench.Conflicts == 0 || pieces.Any(p => p.IsAltered), "a conflict where none was sent");
    }

    /// <summary>Makes packets.</summary>
    private sealed class Wire(PartitionRun bench, uint[] starts)
    {
        private readonly byte[] _frame = new byte[54 + 9000];
        private readonly uint[] _sent = new uint[2];
        private long _time = 1_700_000_000_000_000_000;
        private ushort _id;

        public void Send(in Piece piece, TcpFlags flags, long wait)
        {
            _time += wait;
            var d = (int)piece.Direction;
            var isSyn = (flags & TcpFlags.Syn) != 0;
            var ip = _frame.AsSpan(14);
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(12), 0x0800);
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(40 + piece.Bytes));
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], ++_id);
            (ip[8], ip[9]) = (64, IpProtocol.Tcp);
            BinaryPrimitives.WriteUInt32BigEndian(ip[12..], 0x0A000001u + (uint)d);
            BinaryPrimitives.WriteUInt32BigEndian(ip[16..], 0x0A000002u - (uint)d);
            var tcp = ip[20..];
            BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)(d == 0 ? 40_000 : 2575));
            BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)(d == 0 ? 2575 : 40_000));
            BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], starts[d] + (isSyn ? 0 : 1 + piece.Offset));
            BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], starts[1 - d] + 1 + _sent[1 - d] - Math.Min(piece.Behind, _sent[1 - d]));
            (tcp[12], tcp[13]) = (0x50, (byte)flags);
            for (var i = 0; i < piece.Bytes; i++)
            {
                tcp[20 + i] = (byte)(KnownBytes.At(piece.Direction, piece.Offset + (uint)i) ^ (piece.IsAltered ? KnownBytes.Altered : 0));
            }

            // What lies far away isn't taken for the next.
            var end = piece.Offset + (uint)piece.Bytes;
            _sent[d] = end > _sent[d] && end - _sent[d] < 1 << 20 ? end : _sent[d];
            var frame = _frame.AsSpan(0, 54 + piece.Captured);
            var entry = new PacketEntry { Time = _time, CapturedLength = frame.Length, OriginalLength = 54 + piece.Bytes, Link = LinkType.Ethernet, Network = NetworkLocation.Find(LinkType.Ethernet, frame) };
            bench.Take(in entry, frame);
        }
    }

    /// <summary>Listens to a conversation that it knows, with changing needs and skips.</summary>
    private sealed class KnownBytes(IReadOnlyList<Piece> sent, Dice dice) : IProtocol
    {
        /// <summary>How bytes differ that aren't what they should be.</summary>
        public const byte Altered = 0xA5;

        public string Name => "known";

        public static byte At(Direction direction, uint place) => (byte)(((place ^ (place >> 11)) * 0x9E3779B1u >> 13) + (byte)direction);

        public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) =>
            hints.MidStream || hints.Direction != Direction.ToServer || head[0] != At(Direction.ToServer, 0) ? Verdict.NotMine
            : head.Length < 3 && !hints.Final ? Verdict.Unsure
            : Verdict.Certain;

        public ProtocolShare Open(PartitionContext context) => new Share(this);

        private sealed class Share(KnownBytes protocol) : ProtocolShare
        {
            public override ProtocolCounters Counters { get; } = new Nothing();

            public override Conversation Begin(in FlowIdentity flow, bool midStream) => new Listening(protocol);

            public override void Return(Conversation conversation)
            {
            }
        }

        private sealed class Nothing : ProtocolCounters
        {
            public override void Add(ProtocolCounters other)
            {
            }

            public override void WriteTo(Utf8JsonWriter json)
            {
                json.WriteStartObject();
                json.WriteEndObject();
            }
        }

        private sealed class Listening(KnownBytes protocol) : Conversation
        {
            private readonly long[] _at = new long[2];
            private readonly long[] _skippedTo = new long[2];
            private readonly int[] _asked = new int[2];
            private readonly int[] _left = new int[2];

            public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
            {
                for (var i = 0; i < data.Length; i++)
                {
                    var place = _at[(int)direction] + i;
                    var difference = data[i] ^ At(direction, (uint)place);
                    Require.That(
                        difference == 0 || (difference == Altered && protocol.WasAltered(direction, (uint)place)),
                        $"{direction} shows at {place} a byte that was never sent there");
                }

                // What was asked for doesn't come: all there is is taken.
                var dice = protocol.Dice;
                var asked = _asked[(int)direction];
                var consumed = dice.Once(3) ? dice.Next(data.Length + 1) : data.Length;
                var left = data.Length - consumed;
                var step = asked > data.Length ? Step.Done(data.Length)
                    : dice.Once(6) ? Step.SkipAfter(consumed, dice.Next(1, dice.Once(4) ? 20_000 : 300))
                    : left > 0 || dice.Once(4) ? Step.Need(consumed, left + dice.Next(1, dice.Once(10) ? 5_000 : 50))
                    : Step.Done(data.Length);
                _asked[(int)direction] = step.Needed;
                _left[(int)direction] = step.Skip > 0 ? 0 : data.Length - step.Consumed;
                _at[(int)direction] += step.Consumed + step.Skip;
                _skippedTo[(int)direction] = step.Skip > 0 ? _at[(int)direction] : _skippedTo[(int)direction];
                return step;
            }

            public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
            {
                _at[(int)direction] += bytes;
                _asked[(int)direction] = _left[(int)direction] = 0;
            }

            public override void OnEnd(Direction direction, EndCause cause, in Moment at)
            {
                // What it asked more for, and didn't get, lies between.
                var (end, skipped, left) = (_at[(int)direction], _skippedTo[(int)direction], (uint)_left[(int)direction]);
                Require.That(
                    cause != EndCause.Fin || end == 0 || end == skipped || protocol.Sent.Any(p => p.IsFin && p.Direction == direction && p.Offset + (uint)p.Bytes - (uint)end <= left),
                    $"{direction} ends orderly at {end}, where nobody ended it");
            }
        }

        private Dice Dice => dice;

        private IReadOnlyList<Piece> Sent => sent;

        private bool WasAltered(Direction direction, uint place) =>
            sent.Any(p => p.IsAltered && p.Direction == direction && place - p.Offset < (uint)p.Captured);
    }
}
