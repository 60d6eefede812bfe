using Sensor.Dissectors.Packets;

namespace Sensor.Site;

/// <summary>Somewhere outside that systems of the site are meant to talk to.</summary>
/// <param name="Purpose">In the site's words.</param>
/// <param name="Sources">Who is meant to.</param>
internal sealed record ExpectedDestination(string Purpose, Scope Sources)
{
    public Scope Addresses { get; init; } = Scope.Of([]);

    /// <summary>Host names, lower case; one that begins with a dot stands for all names that end in it.</summary>
    public string[] Hosts { get; init; } = [];

    public bool Holds(in IpAddress source, in IpAddress destination) => Addresses.Contains(destination) && Sources.Contains(source);

    /// <param name="source">Who asks.</param>
    /// <param name="host">A host name, in any case, without a final dot.</param>
    public bool Holds(in IpAddress source, ReadOnlySpan<char> host)
    {
        foreach (var name in Hosts)
        {
            if ((name[0] == '.' ? host.EndsWith(name, StringComparison.OrdinalIgnoreCase) : host.Equals(name, StringComparison.OrdinalIgnoreCase)) && Sources.Contains(source))
            {
                return true;
            }
        }

        return false;
    }
}
