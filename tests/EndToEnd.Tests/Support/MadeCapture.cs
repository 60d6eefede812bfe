using System.Buffers.Binary;
using System.Net;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A classic capture of Ethernet frames put together by hand, a millisecond apart: for what no software at hand will say.</summary>
internal sealed class MadeCapture
{
    private const int FirstSecond = 1_700_000_000;

    private readonly List<byte[]> _records = [];

    public void Arp(ulong mac, string sender, string target) =>
        Frame(mac, 0x0806, [0, 1, 8, 0, 6, 4, 0, 1, .. Mac(mac), .. Address(sender), .. new byte[6], .. Address(target)]);

    /// <summary>Opens a TCP connection.</summary>
    public MadeConnection Connect(ulong clientMac, string client, ulong serverMac, string server, ushort port) =>
        new(this, (clientMac, client, (ushort)(40_000 + _records.Count)), (serverMac, server, port));

    public void Tcp((ulong Mac, string Address, ushort Port) from, (ulong Mac, string Address, ushort Port) to, uint sequence, uint acknowledgement, byte flags, ReadOnlySpan<byte> data)
    {
        byte[] segment =
        [
            .. Big16(from.Port), .. Big16(to.Port), .. Big32(sequence), .. Big32(acknowledgement), 0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0, .. data,
        ];
        Frame(
            from.Mac, 0x0800,
            [0x45, 0, .. Big16((ushort)(20 + segment.Length)), .. Big16((ushort)_records.Count), 0, 0, 64, 6, 0, 0, .. Address(from.Address), .. Address(to.Address), .. segment]);
    }

    public byte[] ToArray() => [.. ClassicPcap.Header(), .. _records.SelectMany(r => r)];

    public static byte[] Big16(ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Big32(uint value) => [.. Big16((ushort)(value >> 16)), .. Big16((ushort)value)];

    private static byte[] Mac(ulong mac) => [.. Big16((ushort)(mac >> 32)), .. Big32((uint)mac)];

    private static byte[] Address(string address) => IPAddress.Parse(address).GetAddressBytes();

    private void Frame(ulong mac, ushort type, byte[] payload)
    {
        byte[] frame = [0x02, 0, 0, 0, 0, 0x02, .. Mac(mac), .. Big16(type), .. payload];
        var header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header, FirstSecond + (_records.Count / 1000));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), _records.Count % 1000 * 1000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), frame.Length);
        _records.Add([.. header, .. frame]);
    }
}

/// <summary>A TCP connection in a made capture.</summary>
internal sealed class MadeConnection
{
    private const byte Fin = 0x11, Syn = 0x02, Push = 0x18;

    private readonly MadeCapture _capture;
    private readonly (ulong Mac, string Address, ushort Port) _client, _server;
    private uint _fromClient = 1000, _fromServer = 9000;

    public MadeConnection(MadeCapture capture, (ulong Mac, string Address, ushort Port) client, (ulong Mac, string Address, ushort Port) server)
    {
        (_capture, _client, _server) = (capture, client, server);
        capture.Tcp(client, server, _fromClient++, 0, Syn, default);
        capture.Tcp(server, client, _fromServer++, _fromClient, Syn | 0x10, default);
    }

    public MadeConnection Client(ReadOnlySpan<byte> data)
    {
        _capture.Tcp(_client, _server, _fromClient, _fromServer, Push, data);
        _fromClient += (uint)data.Length;
        return this;
    }

    public MadeConnection Server(ReadOnlySpan<byte> data)
    {
        _capture.Tcp(_server, _client, _fromServer, _fromClient, Push, data);
        _fromServer += (uint)data.Length;
        return this;
    }

    /// <summary>The client's last bytes come once more, as others.</summary>
    public MadeConnection ClientAgain(ReadOnlySpan<byte> data)
    {
        _capture.Tcp(_client, _server, _fromClient - (uint)data.Length, _fromServer, Push, data);
        return this;
    }

    public void Close()
    {
        _capture.Tcp(_client, _server, _fromClient++, _fromServer, Fin, default);
        _capture.Tcp(_server, _client, _fromServer++, _fromClient, Fin, default);
    }
}
