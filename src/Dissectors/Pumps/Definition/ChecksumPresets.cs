namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>Checksums that have names.</summary>
public static class ChecksumPresets
{
    private static readonly Dictionary<string, ChecksumDefinition> All = new(StringComparer.Ordinal)
    {
        ["ccitt-false"] = Crc(16, 0x1021, 0xFFFF),
        ["xmodem"] = Crc(16, 0x1021, 0),
        ["x25"] = Crc(16, 0x1021, 0xFFFF, isReflected: true, xorOut: 0xFFFF),
        ["kermit"] = Crc(16, 0x1021, 0, isReflected: true),
        ["modbus"] = Crc(16, 0x8005, 0xFFFF, isReflected: true),
        ["arc"] = Crc(16, 0x8005, 0, isReflected: true),
        ["crc-8"] = Crc(8, 0x07, 0),
        ["crc-32"] = Crc(32, 0x04C11DB7, uint.MaxValue, isReflected: true, xorOut: uint.MaxValue),
        ["crc-32c"] = Crc(32, 0x1EDC6F41, uint.MaxValue, isReflected: true, xorOut: uint.MaxValue),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static bool TryFind(string name, out ChecksumDefinition checksum) => All.TryGetValue(name, out checksum!);

    private static ChecksumDefinition Crc(int width, uint polynomial, uint initial, bool isReflected = false, uint xorOut = 0) => new()
    {
        Kind = ChecksumKind.Crc, Width = width, Polynomial = polynomial, Initial = initial, ReflectIn = isReflected, ReflectOut = isReflected, XorOut = xorOut,
    };
}
