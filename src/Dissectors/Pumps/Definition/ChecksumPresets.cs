namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>CRCs by the names that definitions give them; parameters as in G. Cook's catalogue of parametrised CRC algorithms.</summary>
public static class ChecksumPresets
{
    private static readonly Dictionary<string, ChecksumDefinition> All = new(StringComparer.Ordinal)
    {
        ["ccitt-false"] = Crc(16, 0x1021, initial: 0xffff),
        ["xmodem"] = Crc(16, 0x1021),
        ["x25"] = Crc(16, 0x1021, initial: 0xffff, xorOut: 0xffff, reflect: true),
        ["kermit"] = Crc(16, 0x1021, reflect: true),
        ["modbus"] = Crc(16, 0x8005, initial: 0xffff, reflect: true),
        ["arc"] = Crc(16, 0x8005, reflect: true),
        ["crc-8"] = Crc(8, 0x07),
        ["crc-32"] = Crc(32, 0x04c11db7, initial: 0xffffffff, xorOut: 0xffffffff, reflect: true),
        ["crc-32c"] = Crc(32, 0x1edc6f41, initial: 0xffffffff, xorOut: 0xffffffff, reflect: true),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Big-endian over the content; what else stands beside the name is for the caller to set.</summary>
    public static bool TryFind(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ChecksumDefinition? checksum) =>
        All.TryGetValue(name, out checksum);

    private static ChecksumDefinition Crc(int width, uint polynomial, uint initial = 0, uint xorOut = 0, bool reflect = false) => new()
    {
        Kind = ChecksumKind.Crc,
        Width = width,
        Polynomial = polynomial,
        Initial = initial,
        ReflectIn = reflect,
        ReflectOut = reflect,
        XorOut = xorOut,
    };
}
