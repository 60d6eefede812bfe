using System.Security.Cryptography;
using System.Text;

namespace Sensor.Outputs.Delivery;

/// <summary>
/// Makes the key of a thing out of what it is: the sensor, its id or type, and a hash of its line. So it is the same after every restart, and two things that
/// differ in a letter have two keys.
/// </summary>
internal sealed class DeliveryKeys(string sensor)
{
    private const int HashBytes = 12;

    /// <param name="name">Id of an alert; the type of others.</param>
    /// <param name="line">Its line.</param>
    public string Of(string name, ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        return $"{sensor}-{name}-{Convert.ToHexStringLower(hash[..HashBytes])}";
    }

    /// <summary>Eight digits of a sensor that keeps nothing by which it could be known, out of something that belongs to it.</summary>
    public static string SensorOf(ReadOnlySpan<byte> something)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(something, Encoding.ASCII.GetBytes("sensor"), hash);
        return Convert.ToHexStringLower(hash[..4]);
    }
}
