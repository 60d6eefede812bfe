using System.IO.Compression;
using System.Net.Http.Headers;
using Sensor.Outputs.Delivery.Http;

namespace Sensor.Outputs.Delivery.Influx;

/// <summary>
/// Posts points in line protocol. A point that is sent twice is the same point: series and time are its key, so what is uncertain is sent again. Points that the server
/// won't have are narrowed down to their interval and set aside; the others of it the server may have taken.
/// </summary>
internal sealed class InfluxReceiver(InfluxSettings settings, SenderIdentity sender, TimeProvider clock) : IReceiver
{
    /// <summary>Bytes of a body before it is compressed, by an interval: servers refuse long ones.</summary>
    private const int MaxBody = 4 << 20;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly HttpChannel _channel = new(settings.Tls, proxy: null, sender);
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    public int MaxBatch => settings.Batch;

    public TimeSpan Linger => settings.Linger;

    public async ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel)
    {
        if (clock.GetUtcNow() < _notBefore)
        {
            return Delivered.Later("it asks to be left alone for a while");
        }

        using var body = new MemoryStream();
        var count = Write(batch, body);
        using var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        if (settings.Gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var answer = await _channel.PostAsync(settings.Address, content, Head, cancel).ConfigureAwait(false);
        if (answer.RetryAfter is { } rest)
        {
            _notBefore = clock.GetUtcNow() + TimeSpan.FromTicks(Math.Clamp(rest.Ticks, 0, LongestRest.Ticks));
        }

        return answer.Status switch
        {
            401 or 403 => Delivered.Later($"it answers {answer.Status}: the token, or the user and the password, isn't accepted"),
            404 => Delivered.Later("it answers 404: it has no such database or bucket"),
            _ => answer.For(count),
        };
    }

    public void Dispose() => _channel.Dispose();

    private void Head(HttpRequestHeaders headers)
    {
        if (settings.Target is { Authorization: { } authorization, Secret: { } secret })
        {
            headers.TryAddWithoutValidation("Authorization", authorization(secret.Reveal()));
        }
    }

    /// <summary>Writes as many as a body may have, one at least.</summary>
    private int Write(IReadOnlyList<Outgoing> batch, MemoryStream body)
    {
        using var packed = settings.Gzip ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : null;
        Stream to = packed is null ? body : packed;
        long length = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0 && length + batch[i].Body.Length > MaxBody)
            {
                return i;
            }

            length += batch[i].Body.Length + 1;
            to.Write(batch[i].Body.Span);
            to.WriteByte((byte)'\n');
        }

        return batch.Count;
    }
}
