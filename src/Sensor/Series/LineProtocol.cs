using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sensor.Series;

/// <summary>
/// Writes points in InfluxDB's line protocol: measurement, tags, fields, time in nanoseconds. Names are the house's own and written as they are; what comes from
/// elsewhere is escaped. Reused; allocates only while it grows.
/// </summary>
internal sealed class LineProtocol
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private int _begin;
    private bool _hasField;

    /// <summary>The lines so far, each with its end.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>How many.</summary>
    public int Points { get; private set; }

    public void Clear() => (_length, Points) = (0, 0);

    public LineProtocol Begin(string measurement)
    {
        (_begin, _hasField) = (_length, false);
        Plain(measurement);
        return this;
    }

    /// <summary>
    /// A tag; none where there is no value, because an empty one is an error. Control characters and backslashes, for which there is no escape that every reader
    /// agrees on, become underscores.
    /// </summary>
    public LineProtocol Tag(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return this;
        }

        Byte((byte)',');
        Plain(name);
        Byte((byte)'=');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is ',' or '=' or ' ')
            {
                Byte((byte)'\\');
            }

            Encoded(rune.Value == '\\' || Rune.IsControl(rune) ? new Rune('_') : rune);
        }

        return this;
    }

    public LineProtocol Tag(string name, int value) => Tag(name, value.ToString(CultureInfo.InvariantCulture));

    public LineProtocol Field(string name, long value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
        Byte((byte)'i');
        return this;
    }

    /// <summary>A number as short as it can be read back exactly; nothing where it isn't finite, because the protocol has no such number.</summary>
    public LineProtocol Field(string name, double value)
    {
        if (!double.IsFinite(value))
        {
            return this;
        }

        Name(name);
        value.TryFormat(Room(32), out var written, "R", CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public LineProtocol Field(string name, bool value)
    {
        Name(name);
        Plain(value ? "true" : "false");
        return this;
    }

    public LineProtocol Field(string name, string value)
    {
        Name(name);
        Byte((byte)'"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                Byte((byte)'\\');
            }

            Encoded(rune);
        }

        Byte((byte)'"');
        return this;
    }

    /// <summary>Ends the point; one without a field, which would be an error, is taken back.</summary>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public void End(long time)
    {
        if (!_hasField)
        {
            _length = _begin;
            return;
        }

        Byte((byte)' ');
        Utf8Formatter.TryFormat(time, Room(20), out var written);
        _length += written;
        Byte((byte)'\n');
        Points++;
    }

    private void Name(string name)
    {
        Byte((byte)(_hasField ? ',' : ' '));
        _hasField = true;
        Plain(name);
        Byte((byte)'=');
    }

    private void Plain(string ascii) => _length += Encoding.ASCII.GetBytes(ascii, Room(ascii.Length));

    private void Encoded(Rune rune) => _length += rune.EncodeToUtf8(Room(4));

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private Span<byte> Room(int length)
    {
        if (_length + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        }

        return _bytes.AsSpan(_length);
    }
}
