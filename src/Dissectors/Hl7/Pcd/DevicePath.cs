using System.Buffers.Text;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// A place in a device's tree (OBX-4): medical device system, virtual medical device, channel, metric, with dots between. Behind the last that is
/// meant stand zeros; what isn't a number counts as one.
/// </summary>
/// <param name="System">MDS: what is plugged in, a pump or a rack of pumps.</param>
/// <param name="Pump">VMD: in infusion a pump; 0 for the system itself.</param>
/// <param name="Channel">0 for the pump itself.</param>
/// <param name="Metric">0 for a device.</param>
internal readonly record struct DevicePath(int System, int Pump, int Channel, int Metric)
{
    /// <summary>Longer numbers count as 0.</summary>
    private const int MaxDigits = 9;

    public static DevicePath Parse(ReadOnlySpan<byte> text) => new(Next(ref text), Next(ref text), Next(ref text), Next(ref text));

    private static int Next(ref ReadOnlySpan<byte> text)
    {
        var dot = text.IndexOf((byte)'.');
        var part = (dot < 0 ? text : text[..dot]).Trim(" "u8);
        text = dot < 0 ? default : text[(dot + 1)..];
        return part.Length <= MaxDigits && Utf8Parser.TryParse(part, out int number, out var used) && used == part.Length && number > 0 ? number : 0;
    }
}
