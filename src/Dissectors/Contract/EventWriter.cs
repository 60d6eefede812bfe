using System.Text.Json;

namespace Sensor.Dissectors.Contract;

/// <summary>Looks up the names a fact's partition gave numbers to.</summary>
public interface INames
{
    /// <summary>The name's text as JSON; empty for 0.</summary>
    JsonEncodedText Text(NameId id);
}

/// <summary>Writes the members of one event's own object: a thin layer that knows names, pseudonyms and which members to leave out.</summary>
public sealed class EventWriter(Utf8JsonWriter json, INames names)
{
    /// <summary>For members the calls below don't cover.</summary>
    public Utf8JsonWriter Json => json;

    /// <summary>Left out for no name.</summary>
    public void Name(ReadOnlySpan<byte> key, NameId id)
    {
        if (!id.IsNone)
        {
            json.WriteString(key, names.Text(id));
        }
    }

    /// <summary>An element of an array; left out for no name.</summary>
    public void Element(NameId id)
    {
        if (!id.IsNone)
        {
            json.WriteStringValue(names.Text(id));
        }
    }

    /// <summary>Left out for none.</summary>
    public void Pseudonym(ReadOnlySpan<byte> key, in Pseudonym value)
    {
        if (!value.IsNone)
        {
            Span<byte> text = stackalloc byte[Contract.Pseudonym.TextLength];
            value.Format(text);
            json.WriteString(key, text);
        }
    }

    public void Text(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => json.WriteString(key, value);

    public void Number(ReadOnlySpan<byte> key, long value) => json.WriteNumber(key, value);

    /// <summary>Left out when zero.</summary>
    public void NonZero(ReadOnlySpan<byte> key, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(key, value);
        }
    }

    public void Flag(ReadOnlySpan<byte> key, bool value) => json.WriteBoolean(key, value);

    /// <summary>What is wrong with the bytes behind the event: <c>quality</c>, a list; left out when nothing is.</summary>
    public void Quality(Quality quality)
    {
        if (quality == Contract.Quality.Clean)
        {
            return;
        }

        json.WriteStartArray("quality"u8);
        QualityIf(quality, Contract.Quality.Gap, "gap"u8);
        QualityIf(quality, Contract.Quality.Cut, "cut"u8);
        QualityIf(quality, Contract.Quality.MidStream, "mid_stream"u8);
        QualityIf(quality, Contract.Quality.OneSided, "one_sided"u8);
        json.WriteEndArray();
    }

    /// <summary>A duration of <paramref name="nanoseconds"/>, written in milliseconds with microsecond digits.</summary>
    public void Milliseconds(ReadOnlySpan<byte> key, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[32];
        var (whole, micros) = Math.DivRem(nanoseconds / 1000, 1000);
        whole.TryFormat(text, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        for (var (digit, point) = (100, length); micros > 0; micros %= digit, digit /= 10)
        {
            length += length == point ? 1 : 0;
            text[point] = (byte)'.';
            text[length++] = (byte)('0' + (micros / digit));
        }

        json.WritePropertyName(key);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    /// <summary>A point in time, <paramref name="nanoseconds"/> since the Unix epoch.</summary>
    public void Time(ReadOnlySpan<byte> key, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, text);
        json.WriteString(key, text);
    }

    /// <summary>A status as DICOM and others print it: <c>0x</c> and four hexadecimal digits.</summary>
    public void Hex16(ReadOnlySpan<byte> key, ushort value)
    {
        Span<byte> text = [(byte)'0', (byte)'x', 0, 0, 0, 0];
        for (var i = 0; i < 4; i++)
        {
            text[2 + i] = "0123456789ABCDEF"u8[(value >> (12 - (4 * i))) & 15];
        }

        json.WriteString(key, text);
    }

    private void QualityIf(Quality quality, Quality flag, ReadOnlySpan<byte> text)
    {
        if ((quality & flag) != 0)
        {
            json.WriteStringValue(text);
        }
    }
}
