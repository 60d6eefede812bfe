using System.Net.Security;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>What keeps a connection's bytes secret, and how well.</summary>
public enum CipherStrength : byte
{
    /// <summary>Not known.</summary>
    None,

    /// <summary>Nothing is enciphered.</summary>
    Null,

    /// <summary>Nobody proves who they are.</summary>
    Anonymous,

    /// <summary>Keys of 40 or 56 bits.</summary>
    Export,

    /// <summary>RC2, RC4, DES or triple DES (RFC 7465; RFC 9325, section 4.1).</summary>
    Weak,

    /// <summary>A block cipher chained and authenticated apart.</summary>
    Cbc,

    /// <summary>Enciphered and authenticated in one.</summary>
    Aead,
}

/// <summary>Cipher suites by their number in the IANA's registry.</summary>
public static class CipherSuite
{
    /// <summary>The registered name; null where there is none.</summary>
    public static string? Name(ushort number) => Enum.GetName((TlsCipherSuite)number);

    public static CipherStrength Strength(ushort number) => Name(number) switch
    {
        null => CipherStrength.None,
        var name when Has(name, "_WITH_NULL") => CipherStrength.Null,
        var name when Has(name, "_anon_") => CipherStrength.Anonymous,
        var name when Has(name, "EXPORT") => CipherStrength.Export,
        var name when Has(name, "RC4") || Has(name, "RC2") || Has(name, "DES") => CipherStrength.Weak,
        var name when Has(name, "CBC") => CipherStrength.Cbc,
        var name when Has(name, "GCM") || Has(name, "CCM") || Has(name, "POLY1305") => CipherStrength.Aead,
        _ => CipherStrength.None,
    };

    public static ReadOnlySpan<byte> Text(CipherStrength strength) => strength switch
    {
        CipherStrength.Null => "null"u8,
        CipherStrength.Anonymous => "anonymous"u8,
        CipherStrength.Export => "export"u8,
        CipherStrength.Weak => "weak"u8,
        CipherStrength.Cbc => "cbc"u8,
        CipherStrength.Aead => "aead"u8,
        _ => default,
    };

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.Ordinal);
}
