using System.Globalization;
using Hospital.Network;

namespace Hospital.Attacks.Pumps;

/// <summary>Pumps that can be commanded over the network at all.</summary>
internal static class Pumping
{
    /// <summary>One that isn't taken; null: there is none.</summary>
    public static PumpLink? Victim(AttackScene scene)
    {
        var links = scene.Site.PumpLinks.Where(l => l.Language == Language.Alaris).ToArray();
        return scene.Victim(links.Select(l => l.Pump)) is { } pump ? links.First(l => l.Pump == pump) : null;
    }

    /// <summary>Who is named: the pump, who speaks for it, and others.</summary>
    public static IReadOnlyList<Host> Devices(PumpLink link, params ReadOnlySpan<Host> others) => [link.Pump, .. link.Reached == link.Pump ? [] : new[] { link.Reached }, .. others];

    /// <summary>As the protocol writes it.</summary>
    public static string Rate(double rate) => rate.ToString("0.00", CultureInfo.InvariantCulture) + "^ml/h";
}
