using Hospital.Network;

namespace Hospital.Labels;

/// <summary>Who was found where: a host's addresses may change, and only these stand in packets.</summary>
/// <param name="Host">Who.</param>
/// <param name="Address">IPv4 address it had, host byte order; 0: none.</param>
/// <param name="Mac">48 bits.</param>
public sealed record Appearance(Host Host, uint Address, ulong Mac)
{
    public string AddressText => Host.TextOf(Address);
}
