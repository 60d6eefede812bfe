using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>All pumps, those through which they are reached, and the server that asks and commands them.</summary>
public sealed class PumpFleet : IDepartment
{
    private readonly IReadOnlyList<Ward> _wards;
    private readonly List<PumpUnit> _units = [];

    public PumpFleet(Site site, InterfaceEngine engine)
    {
        ArgumentNullException.ThrowIfNull(site);
        (Site, Engine, _wards) = (site, engine, [.. Ward.Of(site.Parameters).Where(w => w.Kind != WardKind.Emergency)]);
    }

    /// <summary>Infusions that were begun on an order, with the pump's serial number: each follows from a patient.</summary>
    public long Begun { get; internal set; }

    internal Site Site { get; }

    internal InterfaceEngine Engine { get; }

    internal Host Server => Engine.HostOf(Party.PumpServer);

    public void Furnish()
    {
        var dice = Site.Life.DiceFor("pumps");
        var all = Site.Share(0.35, 7);
        var number = 0;
        var ward = 0;
        foreach (var profile in Profiles.Pumps)
        {
            var count = Math.Max(profile.Connection == PumpConnection.TerminalServer ? 3 : 1, (int)Math.Round(all * profile.Share));
            Host? gateway = null;
            PumpLine? line = null;
            var place = "";
            for (var i = 0; i < count; i++)
            {
                if (i % profile.PerGateway == 0)
                {
                    place = NextPlace(ref ward);
                    gateway = GatewayOf(profile, place, (i / profile.PerGateway) + 1, dice);
                }

                var pump = Site.Add($"pump {++number}", HostRole.Pump, profile.Model, place, profile.MacPrefix, profile.NewSerial(dice), gateway);
                var slot = i % profile.PerGateway;
                PumpLink? link = profile.Connection switch
                {
                    PumpConnection.TerminalServer => new PumpLink(pump, gateway!, 4001 + slot, Server, Language.Alaris),
                    PumpConnection.Rack => new PumpLink(pump, gateway!, 4001, Server, Language.Bcc),
                    PumpConnection.Wireless => new PumpLink(pump, pump, 4001, Server, Language.Bcc),
                    _ => null,
                };
                if (link is not null)
                {
                    Site.PumpLinks.Add(link);
                }

                if (link is not null && (slot == 0 || profile.Connection != PumpConnection.Rack))
                {
                    line = new PumpLine(Site.Life, Site.Life.DiceFor("pump line", pump.Name), profile);
                }

                _units.Add(new PumpUnit(this, pump, profile, link, line, $"1{slot + 1}"));
            }
        }
    }

    public void Begin()
    {
        foreach (var unit in _units)
        {
            unit.Begin();
        }
    }

    /// <summary>An order has reached the pump server: a free pump of the ward is taken, if there is one; else it runs without.</summary>
    internal void Take(Stay stay, InfusionOrder order, bool isContinuous)
    {
        var free = _units.Where(u => u.IsFree && u.Pump.Place == stay.Ward.Name).ToArray();
        if (free.Length > 0)
        {
            new Infusion(this, stay.Dice.Pick(free), stay, order, isContinuous).Prepare();
        }
    }

    /// <summary>A pump's connection is lost and made anew, now.</summary>
    public void Reconnect(Host pump) => _units.Find(u => u.Pump == pump)?.Reconnect();

    private Host? GatewayOf(EquipmentProfile profile, string place, int number, Dice dice)
    {
        var (gateway, name) = profile.Connection switch
        {
            PumpConnection.TerminalServer => (Profiles.TerminalServer, "terminal server"),
            PumpConnection.Rack => (Profiles.Rack, "pump rack"),
            _ => (null, ""),
        };
        return gateway is null ? null : Site.Add($"{name} {number}", gateway.Role, gateway.Model, place, gateway.MacPrefix, gateway.NewSerial(dice));
    }

    /// <summary>Every second one stands in intensive care.</summary>
    private string NextPlace(ref int turn)
    {
        var kind = turn % 2 == 0 ? WardKind.Intensive : WardKind.General;
        var candidates = _wards.Where(w => w.Kind == kind).ToArray();
        return candidates[turn++ / 2 % candidates.Length].Name;
    }
}
