using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Tests.Support;

/// <summary>
/// Plays a TCP conversation to a bench, segment by segment. Places in a direction's stream are offsets from its first byte; the script knows the sequence
/// numbers. Nothing is acknowledged unless the test says so.
/// </summary>
internal sealed class TcpScript(
    PartitionBench bench, uint clientStart = 1000, uint serverStart = 5_000_000, ushort clientPort = 40000, ushort serverPort = 2575)
{
    public const string Client = "10.0.0.1";
    public const string Server = "10.0.0.2";

    private readonly uint[] _starts = [clientStart, serverStart];
    private readonly long[] _acknowledged = [0, 0];
    private readonly long[] _sent = [0, 0];

    /// <summary>Every packet has an IP id of its own: what is sent again is no mirrored duplicate.</summary>
    private ushort _id;

    public PartitionBench Bench => bench;

    /// <summary>SYN, SYN and ACK, ACK.</summary>
    public TcpScript Open()
    {
        Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Segment(Direction.ToClient, -1, [], TcpFlags.Syn | TcpFlags.Ack);
        Segment(Direction.ToServer, 0, [], TcpFlags.Ack);
        return this;
    }

    /// <summary>The server's answer to a SYN that isn't seen.</summary>
    public TcpScript SynAck()
    {
        Segment(Direction.ToClient, -1, [], TcpFlags.Syn | TcpFlags.Ack);
        return this;
    }

    public TcpScript Send(long offset, string text, Direction direction = Direction.ToServer, int snapLength = int.MaxValue) =>
        Send(offset, Encoding.Latin1.GetBytes(text), direction, snapLength);

    public TcpScript Send(long offset, ReadOnlySpan<byte> data, Direction direction = Direction.ToServer, int snapLength = int.MaxValue)
    {
        Segment(direction, offset, data, TcpFlags.Ack | TcpFlags.Psh, snapLength);
        return this;
    }

    /// <summary>The server's next bytes.</summary>
    public TcpScript Reply(long offset, string text) => Send(offset, text, Direction.ToClient);

    /// <summary>The peer of a direction acknowledges its bytes up to an offset.</summary>
    public TcpScript Acknowledge(long offset, Direction direction = Direction.ToServer)
    {
        _acknowledged[(int)direction] = offset;
        Segment(direction.Opposite(), _sent[(int)direction.Opposite()], [], TcpFlags.Ack);
        return this;
    }

    public TcpScript Fin(long offset, Direction direction = Direction.ToServer)
    {
        Segment(direction, offset, [], TcpFlags.Fin | TcpFlags.Ack);
        return this;
    }

    public TcpScript Reset(long offset, Direction direction = Direction.ToServer)
    {
        Segment(direction, offset, [], TcpFlags.Rst);
        return this;
    }

    /// <summary>Both sides' FIN, in order.</summary>
    public TcpScript Close() => Fin(_sent[0]).Fin(_sent[1], Direction.ToClient);

    public TcpScript Wait(double milliseconds)
    {
        bench.WaitMilliseconds(milliseconds);
        return this;
    }

    public TcpScript Tick(double milliseconds = 0)
    {
        bench.Tick(milliseconds);
        return this;
    }

    public void Segment(Direction direction, long offset, ReadOnlySpan<byte> data, TcpFlags flags, int snapLength = int.MaxValue) =>
        bench.Take(Frame(direction, offset, data, flags), snapLength);

    public byte[] Frame(Direction direction, long offset, ReadOnlySpan<byte> data, TcpFlags flags)
    {
        var (from, to) = direction == Direction.ToServer ? (Client, Server) : (Server, Client);
        var (fromPort, toPort) = direction == Direction.ToServer ? (clientPort, serverPort) : (serverPort, clientPort);
        var sequence = (uint)(_starts[(int)direction] + 1 + offset);
        var acknowledgement = (flags & TcpFlags.Ack) == 0
            ? 0
            : (uint)(_starts[(int)direction.Opposite()] + 1 + _acknowledged[(int)direction.Opposite()]);
        _sent[(int)direction] = (flags & TcpFlags.Rst) != 0 ? _sent[(int)direction] : Math.Max(_sent[(int)direction], offset + data.Length);
        return PacketBuilder.TcpFrame(from, fromPort, to, toPort, sequence, acknowledgement, flags, data, ++_id);
    }
}
