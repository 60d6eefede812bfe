using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sensor.Tests.Support;

/// <summary>
/// Ports for servers that can't be told to choose one themselves. Taken from below those that the system gives to connections: a port of theirs that is free now may be somebody's source port
/// when the server starts.
/// </summary>
internal static class LoopbackPort
{
    private const int First = 12_000;
    private const int Fewest = 1_000;

    private static readonly HashSet<int> Given = [];
    private static readonly int End = FirstEphemeral();

    /// <returns>Free now, and not returned before.</returns>
    public static int Free(bool udp = false)
    {
        lock (Given)
        {
            while (true)
            {
                // Test processes beside this one choose as well: not from the bottom up.
                var port = Random.Shared.Next(First, End);
                if (Given.Add(port) && IsFree(port, udp))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port, bool udp)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, udp ? SocketType.Dgram : SocketType.Stream, udp ? ProtocolType.Udp : ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstEphemeral()
    {
        const int usual = 32_768;
        const string setting = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(setting) ? int.Parse(File.ReadAllText(setting).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : usual;

        // Where connections may have nearly all ports, there is no better place than another.
        return first >= First + Fewest ? first : usual;
    }
}
