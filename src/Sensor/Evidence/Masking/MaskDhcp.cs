namespace Sensor.Evidence.Masking;

/// <summary>
/// DHCP (RFC 2131, RFC 2132): the fixed header stays but for its two texts, and those options stay whole that say who a device is and what it was given. Other options
/// keep their number and length.
/// </summary>
internal static class MaskDhcp
{
    private const int TextsAt = 44, CookieAt = 236, OptionsAt = 240;
    private const byte Pad = 0, End = 255;

    /// <summary>
    /// Mask, router, name servers, host name, domain, requested address, lease, message type, server, parameters asked for, largest message, renewal, rebinding, vendor
    /// class, client id, full name.
    /// </summary>
    private static ReadOnlySpan<byte> Kept => [1, 3, 6, 12, 15, 50, 51, 53, 54, 55, 57, 58, 59, 60, 61, 81];

    public static void Message(Sieve message)
    {
        if (message.Bytes.Length < OptionsAt || !message.Bytes[CookieAt..OptionsAt].SequenceEqual((ReadOnlySpan<byte>)[0x63, 0x82, 0x53, 0x63]))
        {
            return;
        }

        message.Keep(0, TextsAt);
        message.Keep(CookieAt, OptionsAt - CookieAt);
        for (var at = OptionsAt; at + 1 < message.Bytes.Length && message.Bytes[at] != End;)
        {
            var option = message.Bytes[at];
            var length = option == Pad ? 0 : 1 + message.Bytes[at + 1];
            message.Keep(at, option == Pad ? 1 : Kept.Contains(option) ? 1 + length : 2);
            at += 1 + length;
            if (at < message.Bytes.Length && message.Bytes[at] == End)
            {
                message.Keep(at, 1);
            }
        }
    }
}
