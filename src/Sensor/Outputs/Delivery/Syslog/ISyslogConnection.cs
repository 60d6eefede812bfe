namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>A way for messages. Opened when it is first used, and anew after it broke.</summary>
internal interface ISyslogConnection : IDisposable
{
    /// <summary>Sends messages; returns once the other side has them, as far as the transport can tell.</summary>
    /// <exception cref="IOException">It can't be told that it has them: all of them are to be sent again.</exception>
    ValueTask SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancel);
}
