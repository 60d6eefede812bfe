namespace Sensor.Capture.Sources;

/// <summary>Reads on byte by byte from a certain place: whoever reads ahead can't fail before its time. Disposing of it leaves the stream open.</summary>
/// <param name="stream">What is read.</param>
/// <param name="from">Bytes that may be read in larger pieces.</param>
internal sealed class DribblingStream(Stream stream, long from) : ForwardStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var most = (int)Math.Clamp(from - _position, 1, buffer.Length);
        var read = stream.Read(buffer[..most]);
        _position += read;
        return read;
    }
}
