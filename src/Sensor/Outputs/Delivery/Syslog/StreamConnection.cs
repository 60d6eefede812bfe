using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>
/// Messages over TCP or TLS, each with its length before it (RFC 6587 section 3.4.1, RFC 5425 section 4.3). Syslog has no answers; what the other side's kernel
/// has acknowledged counts as taken, what it hasn't is sent again over another connection.
/// </summary>
internal sealed partial class StreamConnection(string host, int port, Func<SslClientAuthenticationOptions>? tls) : ISyslogConnection
{
    /// <summary><c>SIOCOUTQ</c>, tcp(7): bytes that were sent and aren't acknowledged.</summary>
    private const nuint OutQueue = 0x5411;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _answers = new byte[1024];
    private Socket? _socket;
    private Stream? _stream;
    private Task<int>? _reading;

    public async ValueTask SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel)
    {
        try
        {
            if (_reading is not null && HasEnded())
            {
                Drop();
            }

            if (_stream is null)
            {
                await ConnectAsync(cancel).ConfigureAwait(false);
            }

            await _stream!.WriteAsync(Framed(messages), cancel).ConfigureAwait(false);
            await _stream.FlushAsync(cancel).ConfigureAwait(false);
            await WaitUntilAcknowledgedAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>
    /// Says that nothing more comes and waits a moment until the other side has closed too: a socket that is closed at once resets the connection, and with that
    /// what was acknowledged and not yet read there may be gone.
    /// </summary>
    public void Dispose()
    {
        if (_reading is { IsCompleted: false })
        {
            try
            {
                (_stream as SslStream)?.ShutdownAsync().Wait(Farewell);
                _socket!.Shutdown(SocketShutdown.Send);
                Task.WaitAny([_reading], Farewell);
            }
            catch (Exception e) when (e is IOException or SocketException or AggregateException or InvalidOperationException)
            {
                // It is gone already.
            }
        }

        Drop();
    }

    private void Drop()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        _ = _reading?.ContinueWith(r => r.Exception, TaskScheduler.Default);
        (_stream, _socket, _reading) = (null, null, null);
    }

    private static byte[] Framed(IReadOnlyList<byte[]> messages)
    {
        var frames = new MemoryStream();
        foreach (var message in messages)
        {
            frames.Write(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "));
            frames.Write(message);
        }

        return frames.ToArray();
    }

    private async ValueTask ConnectAsync(CancellationToken cancel)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        await _socket.ConnectAsync(host, port, cancel).ConfigureAwait(false);
        _stream = new NetworkStream(_socket);
        if (tls is not null)
        {
            var secure = new SslStream(_stream);
            _stream = secure;
            await secure.AuthenticateAsClientAsync(tls(), cancel).ConfigureAwait(false);
        }

        // Nothing is expected to come, but that the other side has closed is seen this way.
        _reading = _stream.ReadAsync(_answers, CancellationToken.None).AsTask();
    }

    private bool HasEnded()
    {
        if (!_reading!.IsCompleted)
        {
            return false;
        }

        if (!_reading.IsCompletedSuccessfully || _reading.Result == 0)
        {
            return true;
        }

        _reading = _stream!.ReadAsync(_answers, CancellationToken.None).AsTask();
        return false;
    }

    private async ValueTask WaitUntilAcknowledgedAsync(CancellationToken cancel)
    {
        for (var look = TimeSpan.FromMilliseconds(1); ; look = TimeSpan.FromTicks(Math.Min(look.Ticks * 2, LongestLook.Ticks)))
        {
            if (HasEnded())
            {
                throw new IOException("the connection was closed before all was acknowledged");
            }

            if (Ioctl(_socket!.SafeHandle, OutQueue, out var waiting) != 0 || waiting == 0)
            {
                break;
            }

            await Task.Delay(look, cancel).ConfigureAwait(false);
        }

        if (HasEnded())
        {
            throw new IOException("the connection was closed before all was acknowledged");
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeHandle socket, nuint request, out int value);
}
