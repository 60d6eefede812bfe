namespace Sensor.Dissectors.Identity.Tls;

/// <summary>
/// Reads elements of a DER encoding one after the other (X.690, sections 8.1 and 10). An element whose end isn't there is what there is of it. What can't be
/// read ends the reading.
/// </summary>
internal ref struct DerReader(ReadOnlySpan<byte> bytes)
{
    public const byte Integer = 0x02, ObjectId = 0x06, UtcTime = 0x17, GeneralizedTime = 0x18, BmpString = 0x1E, Sequence = 0x30, Set = 0x31, Explicit0 = 0xA0;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The tag of the next element; 0 at the end.</summary>
    public readonly byte Next => _rest.IsEmpty ? (byte)0 : _rest[0];

    /// <summary>The contents of the next element, empty where there is none of that tag; then nothing more follows.</summary>
    public ReadOnlySpan<byte> Take(byte tag)
    {
        if (Next != tag || !TryLength(out var header, out var length))
        {
            _rest = default;
            return default;
        }

        var contents = _rest[header..];
        contents = contents[..Math.Min(length, contents.Length)];
        _rest = _rest[(header + contents.Length)..];
        return contents;
    }

    public DerReader Enter(byte tag) => new(Take(tag));

    /// <summary>Definite lengths of up to three bytes: more than a message can have isn't one.</summary>
    private readonly bool TryLength(out int header, out int length)
    {
        (header, length) = (2, 0);
        if (_rest.Length < 2)
        {
            return false;
        }

        length = _rest[1];
        if (length < 0x80)
        {
            return true;
        }

        var digits = length & 0x7F;
        if (digits is 0 or > 3 || _rest.Length < 2 + digits)
        {
            return false;
        }

        (header, length) = (2 + digits, 0);
        foreach (var digit in _rest.Slice(2, digits))
        {
            length = (length << 8) | digit;
        }

        return true;
    }
}
