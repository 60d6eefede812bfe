namespace Sensor.Tests.Support;

/// <summary>Bytes that somebody tampered with.</summary>
internal static class Forgery
{
    /// <summary>The same with some bytes changed, or copied from elsewhere in it, and now and then cut short.</summary>
    public static byte[] Of(ReadOnlySpan<byte> sound, Random random)
    {
        var forged = sound[..(random.Next(8) == 0 ? random.Next(sound.Length) : sound.Length)].ToArray();
        for (var changes = 1 << random.Next(5); changes > 0 && forged.Length > 8; changes--)
        {
            var (at, from) = (random.Next(forged.Length - 8), random.Next(forged.Length - 8));
            switch (random.Next(5))
            {
                case 0:
                    forged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    forged[at] = (byte)random.Next(256);
                    break;
                case 2:
                    forged[at]++;
                    break;
                case 3:
                    forged.AsSpan(at, 8).Fill((byte)(random.Next(2) * 0xFF));
                    break;
                default:
                    forged.AsSpan(from, 8).CopyTo(forged.AsSpan(at));
                    break;
            }
        }

        return forged;
    }
}
