using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sensor.Outputs.Delivery;

namespace Sensor.Outputs;

/// <summary>Puts the pieces of lines that the analysis wrote itself together again and hands them on. Such lines are few: what they are is read from them.</summary>
internal sealed class LineTap(IEventTap tap)
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <param name="piece">A piece of a line; the last one has its end.</param>
    public void Take(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        _line.Write(piece);
        if (piece[^1] != '\n')
        {
            return;
        }

        var line = _line.WrittenSpan[..^1];
        if (TypeOf(line, out var time) is { } type && tap.Wants(type))
        {
            tap.Take(type, time, line);
        }

        _line.ResetWrittenCount();
    }

    /// <summary>Every event begins with its time and its type.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> line, out long time)
    {
        time = 0;
        var json = new Utf8JsonReader(line);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = json.ValueTextEquals("timestamp"u8);
            var isType = json.ValueTextEquals("event_type"u8);
            json.Read();
            if (isTime && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                time = (at.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
            }
            else if (isType)
            {
                return EventTypes.Of(json.ValueSpan);
            }
            else
            {
                json.Skip();
            }
        }

        return null;
    }
}
