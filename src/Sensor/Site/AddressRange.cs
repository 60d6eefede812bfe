using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sensor.Dissectors.Packets;

namespace Sensor.Site;

/// <summary>Addresses from one to another, both included and of one family.</summary>
internal readonly record struct AddressRange(IpAddress First, IpAddress Last)
{
    public bool Contains(in IpAddress address) => First.CompareTo(address) <= 0 && address.CompareTo(Last) <= 0;

    /// <summary>Reads <c>10.1.2.3</c>, <c>10.1.0.0/16</c>, <c>10.1.2.10-10.1.2.20</c>, and the same of IPv6.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="range">The addresses.</param>
    /// <param name="problem">Why it is none, in a sentence.</param>
    public static bool TryParse(string text, out AddressRange range, out string problem)
    {
        range = default;
        problem = "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            return TryParsePrefix(text, slash, out range, out problem);
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryParseAddress(dash < 0 ? text : text[..dash].Trim(), out var first) || !TryParseAddress(dash < 0 ? text : text[(dash + 1)..].Trim(), out var last))
        {
            problem = $"'{text}' is no address, nor addresses such as 10.1.0.0/16, 10.1.2.10-10.1.2.20 or fd00:1::/64.";
            return false;
        }

        if (first.IsV4 != last.IsV4 || first.CompareTo(last) > 0)
        {
            problem = $"'{text}' ends before it begins.";
            return false;
        }

        range = new AddressRange(first, last);
        return true;
    }

    /// <summary>One address, written in full.</summary>
    public static bool TryParseAddress(string text, out IpAddress address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out var parsed) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetworkV6)
        {
            address = IpAddress.ReadV6(parsed.GetAddressBytes());
            return true;
        }

        // 10.1 and 010.0.0.1 are addresses to some programs, and not the same ones.
        address = IpAddress.ReadV4(parsed.GetAddressBytes());
        return parsed.ToString() == text;
    }

    public override string ToString() => First == Last ? First.ToString() : $"{First}-{Last}";

    private static bool TryParsePrefix(string text, int slash, out AddressRange range, out string problem)
    {
        range = default;
        problem = $"'{text}' is no prefix such as 10.1.0.0/16 or fd00:1::/64.";
        if (!TryParseAddress(text[..slash], out var address)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > (address.IsV4 ? 32 : 128))
        {
            return false;
        }

        var bits = address.IsV4 ? length + 96 : length;
        var host = bits == 0 ? UInt128.MaxValue : (UInt128.One << (128 - bits)) - 1;
        var number = address.ToNumber();
        range = new AddressRange(IpAddress.FromNumber(number & ~host), IpAddress.FromNumber(number | host));
        problem = $"'{text}' has bits beyond its prefix; did you mean {range.First}/{length}?";
        return range.First == address;
    }
}
