namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>Sends each thing as a message of syslog.</summary>
internal sealed class SyslogReceiver(SyslogSettings settings, SyslogMessage messages, ISyslogConnection connection) : IReceiver
{
    private const int Batch = 256;

    public int MaxBatch => Batch;

    public async ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel)
    {
        var ready = new List<byte[]>(batch.Count);
        foreach (var thing in batch)
        {
            if (messages.Of(in thing) is not { } message)
            {
                break;
            }

            ready.Add(message);
        }

        if (ready.Count > 0)
        {
            await connection.SendAsync(ready, cancel).ConfigureAwait(false);
        }

        return ready.Count == batch.Count
            ? Delivered.All(ready.Count)
            : new Delivered(DeliveryOutcome.Refused, ready.Count, $"it is longer than max_size, {settings.MaxSize} bytes");
    }

    public void Dispose() => connection.Dispose();
}
