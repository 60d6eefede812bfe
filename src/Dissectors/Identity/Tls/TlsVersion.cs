namespace Sensor.Dissectors.Identity.Tls;

/// <summary>Versions of SSL and TLS, older ones first.</summary>
public enum TlsVersion : byte
{
    /// <summary>Not known, or none of the others.</summary>
    None,
    Sslv2,
    Sslv3,
    Tls10,
    Tls11,
    Tls12,
    Tls13,
}

/// <summary>Their numbers on the wire, and what Suricata calls them.</summary>
public static class TlsVersions
{
    public static TlsVersion Of(ushort number) => number switch
    {
        0x0002 => TlsVersion.Sslv2,
        0x0300 => TlsVersion.Sslv3,
        0x0301 => TlsVersion.Tls10,
        0x0302 => TlsVersion.Tls11,
        0x0303 => TlsVersion.Tls12,
        0x0304 => TlsVersion.Tls13,
        _ => TlsVersion.None,
    };

    public static ReadOnlySpan<byte> Text(TlsVersion version) => version switch
    {
        TlsVersion.Sslv2 => "SSLv2"u8,
        TlsVersion.Sslv3 => "SSLv3"u8,
        TlsVersion.Tls10 => "TLSv1"u8,
        TlsVersion.Tls11 => "TLS 1.1"u8,
        TlsVersion.Tls12 => "TLS 1.2"u8,
        TlsVersion.Tls13 => "TLS 1.3"u8,
        _ => default,
    };
}
