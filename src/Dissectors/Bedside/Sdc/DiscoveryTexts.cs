namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>What types, scopes and transport addresses say.</summary>
internal static class DiscoveryTexts
{
    /// <summary>By its type (IEEE 11073-20702) or a scope of SDC (IEEE 11073-20701).</summary>
    public static bool IsMedical(ReadOnlySpan<byte> types, ReadOnlySpan<byte> scopes) =>
        types.IndexOf("MedicalDevice"u8) >= 0 || scopes.IndexOf("sdc.mds."u8) >= 0 || scopes.IndexOf("sdc.ctxt."u8) >= 0;

    /// <summary>The detail of the place among scopes, behind its question mark (IEEE 11073-20701, section 9.4): <c>fac=…&amp;poc=…&amp;bed=…</c>.</summary>
    public static ReadOnlySpan<byte> Location(ReadOnlySpan<byte> scopes)
    {
        foreach (var range in scopes.Split((byte)' '))
        {
            var scope = scopes[range];
            var detail = scope.IndexOf((byte)'?');
            if (detail >= 0 && scope.StartsWith("sdc.ctxt.loc:"u8))
            {
                return scope[(detail + 1)..];
            }
        }

        return default;
    }

    /// <summary>Host and port of an address.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> address)
    {
        var rest = address[(address.IndexOf("//"u8) + 2)..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?');
        return end < 0 ? rest : rest[..end];
    }
}
