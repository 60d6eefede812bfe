using System.Buffers;

namespace Sensor.Outputs.Delivery;

/// <summary>An alert that says of itself that nothing has happened.</summary>
internal static class TestAlert
{
    public static Outgoing Make(SenderIdentity sender, DateTimeOffset now)
    {
        var time = (now.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = JsonLines.WriterOn(buffer);
        json.WriteStartObject();
        json.WriteTime("timestamp"u8, time);
        json.WriteString("event_type"u8, EventTypes.Alert);
        json.WriteStartObject("alert"u8);
        json.WriteString("signature"u8, "TEST of the way to this receiver; nothing has happened"u8);
        json.WriteNumber("signature_id"u8, 0);
        json.WriteString("category"u8, "test"u8);
        json.WriteNumber("severity"u8, 4);
        json.WriteEndObject();
        json.WriteStartObject("anomaly"u8);
        json.WriteString("id"u8, "alert-test"u8);
        json.WriteString("kind"u8, "test"u8);
        json.WriteString("reason"u8, "output-test"u8);
        json.WriteString("severity"u8, "low"u8);
        json.WriteString("explanation"u8, $"Sent by 'sensor outputs test' from {sender.Host}.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        var line = buffer.WrittenSpan.ToArray();
        return new Outgoing(EventTypes.Alert, new DeliveryKeys(sender.Id).Of("alert-test", line), 4, time, line);
    }
}
