namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>Room for one text of a message; longer ones aren't kept: a part of a name or an address is another.</summary>
internal sealed class TextSlot(int room)
{
    private readonly byte[] _bytes = new byte[room];
    private int _length;

    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    public void Set(ReadOnlySpan<byte> text)
    {
        _length = text.Length <= _bytes.Length ? text.Length : 0;
        text[.._length].CopyTo(_bytes);
    }

    public void Clear() => _length = 0;
}
