using System.Buffers.Binary;
using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// TCP reassembly under a conversation whose bytes are known by their place: whatever order, loss, overlap, cut and memory do, every byte that is shown is one that
/// was sent at its place, nothing is shown after an end, and there is no conflict where none was sent. The input's first twelve bytes choose both sequence
/// starts, the memory bound and how the listener reads; each twelve that follow are a segment.
/// </summary>
internal sealed class StreamsTarget : ITarget
{
    public string Name => "streams";

    public string Extension => ".bin";

    public long MostWork(int length) => 400_000 + (1_000L * length);

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
}
