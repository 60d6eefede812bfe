using System.Net.Sockets;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>One datagram for each message (RFC 5426). That nobody listens is known at most by what ICMP says.</summary>
internal sealed class UdpConnection(string host, int port) : ISyslogConnection
{
    private Socket? _socket;

    public async ValueTask SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
                await _socket.ConnectAsync(host, port, cancel).ConfigureAwait(false);
            }

            foreach (var message in messages)
            {
                await _socket.SendAsync(message, SocketFlags.None, cancel).ConfigureAwait(false);
            }

            if (_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error && error != 0)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
