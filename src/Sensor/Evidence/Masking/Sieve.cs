namespace Sensor.Evidence.Masking;

/// <summary>
/// A stretch of a packet and its masked copy. The copy begins as zeros, and only what is let through gets there: what nobody thought of is hidden. Lengths stay.
/// </summary>
internal readonly ref struct Sieve
{
    private readonly Span<byte> _masked;

    /// <param name="bytes">As captured.</param>
    /// <param name="masked">As long, all zero.</param>
    public Sieve(ReadOnlySpan<byte> bytes, Span<byte> masked)
    {
        Bytes = bytes;
        _masked = masked[..bytes.Length];
    }

    /// <summary>As captured.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The rest from an offset on, at most so many bytes; empty where nothing is left.</summary>
    public Sieve From(int offset, int length = int.MaxValue)
    {
        var start = Math.Clamp(offset, 0, Bytes.Length);
        length = Math.Clamp(length, 0, Bytes.Length - start);
        return new Sieve(Bytes.Slice(start, length), _masked.Slice(start, length));
    }

    /// <summary>Lets bytes through, as far as there are so many.</summary>
    public void Keep(int offset, int length)
    {
        var part = From(offset, length);
        part.Bytes.CopyTo(part._masked);
    }

    public void KeepAll() => Bytes.CopyTo(_masked);

    /// <summary>Puts another byte in the place of one.</summary>
    public void Put(int offset, byte value) => _masked[offset] = value;

    /// <summary>Lets bytes through that are among those allowed, one by one.</summary>
    public void KeepOnly(int offset, int length, System.Buffers.SearchValues<byte> allowed)
    {
        var part = From(offset, length);
        for (var i = 0; i < part.Bytes.Length; i++)
        {
            part._masked[i] = allowed.Contains(part.Bytes[i]) ? part.Bytes[i] : (byte)0;
        }
    }
}
