using System.Buffers;
using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>
/// Makes messages of RFC 5424: header, structured data with the registered <c>origin</c> and an element of our own that has the key, and the event. One thread.
/// </summary>
internal sealed class SyslogMessage
{
    private const int Critical = 2, Error = 3, Warning = 4, Notice = 5, Informational = 6;

    private readonly SyslogSettings _settings;
    private readonly CefText? _cef;
    private readonly string _host;
    private readonly string _origin;
    private readonly int _process = Environment.ProcessId;

    public SyslogMessage(SyslogSettings settings, SenderIdentity sender)
    {
        _settings = settings;
        _cef = settings.IsCef ? new CefText(sender.Version) : null;
        _host = settings.HostName ?? Printable(sender.Host, 255);
        _origin = $"[origin software=\"sensor\" swVersion=\"{Quoted(sender.Version)}\"]";
    }

    /// <summary>The whole message; null where it is too long and can't be shortened.</summary>
    public byte[]? Of(in Outgoing thing)
    {
        var whole = Write(in thing, thing.Body);
        if (whole.Length <= _settings.MaxSize || thing.Kind != EventTypes.Alert)
        {
            return whole.Length <= _settings.MaxSize ? whole : null;
        }

        foreach (var letters in (ReadOnlySpan<int>)[1000, 200, 0])
        {
            if (ShortAlert.Of(thing.Body, letters) is { } body && Write(in thing, body) is var shorter && shorter.Length <= _settings.MaxSize)
            {
                return shorter;
            }
        }

        return null;
    }

    private byte[] Write(in Outgoing thing, ReadOnlyMemory<byte> body)
    {
        Span<byte> time = stackalloc byte[EveTime.Length];
        EveTime.Format(thing.Time, time);
        var header = string.Create(CultureInfo.InvariantCulture,
            $"<{(_settings.Facility * 8) + SeverityOf(in thing)}>1 {Encoding.ASCII.GetString(time[..26])}Z {_host} {_settings.AppName} {_process} {Printable(thing.Kind, 32)} {_origin}[sensor@{_settings.Enterprise} key=\"{Quoted(thing.Key)}\"] ");
        var text = _cef is null ? body.Span : Encoding.UTF8.GetBytes(_cef.Of(body));
        var buffer = new ArrayBufferWriter<byte>(header.Length + text.Length + 3);
        Encoding.ASCII.GetBytes(header, buffer);
        if (_settings.HasBom && !Ascii.IsValid(text))
        {
            buffer.Write(Encoding.UTF8.Preamble);
        }

        buffer.Write(text);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Nothing in an event's life is an emergency of the machine (0) or its own alert (1).</summary>
    private static int SeverityOf(in Outgoing thing) => thing.Severity switch
    {
        1 => Critical,
        2 => Error,
        3 => Warning,
        4 => Notice,
        _ => thing.Kind == EventTypes.Health ? Notice : Informational,
    };

    private static string Printable(string text, int most)
    {
        var plain = string.Concat(text.Take(most).Select(c => c is > ' ' and <= '~' ? c : '-'));
        return plain.Length == 0 ? "-" : plain;
    }

    /// <summary>A parameter's value, section 6.3.3.</summary>
    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
