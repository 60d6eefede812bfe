using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Sensor.Outputs.Delivery.Http;

namespace Sensor.Outputs.Delivery.Webhook;

/// <summary>Posts events as JSON. Who takes them can tell by a signature that they are ours and fresh, and by a key what it has already.</summary>
internal sealed class WebhookReceiver(WebhookSettings settings, SenderIdentity sender, TimeProvider clock) : IReceiver
{
    public const string SignatureHeader = "X-Sensor-Signature", TypeHeader = "X-Sensor-Event", KeyHeader = "Idempotency-Key";

    private readonly HttpChannel _channel = new(settings.Tls, settings.Proxy, sender);

    public int MaxBatch => settings.Batch;

    public TimeSpan Linger => settings.Batch == 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200);

    public async ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel)
    {
        if (HttpChannel.ProblemOf(settings.Url.Reveal(), out var url) is not null)
        {
            return Delivered.Later("its address isn't one");
        }

        var isAlone = settings.Batch == 1;
        var body = isAlone ? batch[0].Body.ToArray() : Together(batch);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await _channel.PostAsync(url!, content, Head, cancel).ConfigureAwait(false);
        return answer.For(batch.Count);

        void Head(HttpRequestHeaders headers)
        {
            headers.Add(KeyHeader, isAlone ? batch[0].Key : KeyOf(batch));
            headers.Add(TypeHeader, isAlone ? batch[0].Kind : "batch");
            if (settings.Key is { } key)
            {
                headers.Add(SignatureHeader, Signature(key.Reveal(), body, clock.GetUtcNow().ToUnixTimeSeconds()));
            }

            if (settings.Token is { } token)
            {
                headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
            }
        }
    }

    public void Dispose() => _channel.Dispose();

    /// <summary><c>t=1763744400,v1=</c> and HMAC-SHA-256, in hexadecimal, of the time, a full stop and the body.</summary>
    public static string Signature(string key, ReadOnlySpan<byte> body, long time)
    {
        var stamp = time.ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hmac.AppendData(Encoding.ASCII.GetBytes(stamp + "."));
        hmac.AppendData(body);
        return $"t={stamp},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    /// <summary>The same for the same events. Each has its own key in the body: another attempt may put them together otherwise.</summary>
    private static string KeyOf(IReadOnlyList<Outgoing> batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var thing in batch)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(thing.Key + "\n"));
        }

        return "batch-" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static byte[] Together(IReadOnlyList<Outgoing> batch)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = JsonLines.WriterOn(buffer);
        json.WriteStartObject();
        json.WriteStartArray("events"u8);
        foreach (var thing in batch)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, thing.Key);
            json.WritePropertyName("event"u8);
            json.WriteRawValue(thing.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
