namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>What types, scopes and transport addresses say.</summary>
internal static class DiscoveryTexts
{
    /// <summary>By its type (IEEE 11073-20702) or a scope of SDC (IEEE 11073-20701).</summary>
    public static bool IsMedical(ReadOnlySpan<byte> types, ReadOnlySpan<byte> scopes) =>
        types.IndexOf("MedicalDevice"u8) >= 0 || scopes.IndexOf("sdc.mds."u8) >= 0 || scopes.IndexOf("sdc.ctxt."u8) >= 0;

    /// <summary>
    /// The place among scopes, behind its question mark (IEEE 11073-20701, section 9.4): <c>fac=…&amp;poc=…</c>, up to room and bed, which aren't told: some
    /// wards write names there.
    /// </summary>
    public static ReadOnlySpan<byte> Location(ReadOnlySpan<byte> scopes)
    {
        foreach (var range in scopes.Split((byte)' '))
        {
            var scope = scopes[range];
            var detail = scope.IndexOf((byte)'?');
            if (detail >= 0 && scope.StartsWith("sdc.ctxt.loc:"u8))
            {
                return WithoutBed(scope[(detail + 1)..]);
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> WithoutBed(ReadOnlySpan<byte> place)
    {
        foreach (var range in place.Split((byte)'&'))
        {
            if (place[range].StartsWith("rm="u8) || place[range].StartsWith("bed="u8))
            {
                return place[..Math.Max(0, range.Start.Value - 1)];
            }
        }

        return place;
    }

    /// <summary>Host and port of an address.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> address)
    {
        var rest = address[(address.IndexOf("//"u8) + 2)..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?');
        return end < 0 ? rest : rest[..end];
    }
}
