using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Nuisances;

/// <summary>Messages that don't get through, come all at once, or are refused; and days on which everything is more.</summary>
internal static class MessageTroubles
{
    public static void Plan(NuisanceScene scene)
    {
        scene.Plan("engine-outage", 1.2, false, (dice, at) => EngineOutage(scene, dice, at));
        scene.Plan("receiver-outage", 3, false, (dice, at) => ReceiverOutage(scene, dice, at));
        scene.Plan("nak-storm", 1.5, true, (dice, at) => Refusals(scene, dice, at));
        scene.Plan("disaster-drill", 0.8, true, (dice, at) => Drill(scene, dice, at));
    }

    private static void EngineOutage(NuisanceScene scene, Dice dice, long at)
    {
        var engine = scene.Site.HostsOf(HostRole.InterfaceEngine).First();
        var until = at + Nanos.Minutes(dice.LogNormal(35, 0.8));
        scene.Note("engine-outage", "the interface engine is down, then all that has waited comes, some of it twice", Partners(scene.Site, engine), at, until + Nanos.Hours(2));
        scene.AtBeginning(() => scene.Engine.Outage(engine, at, until, dice.Chance(0.5), 0.04));
    }

    private static void ReceiverOutage(NuisanceScene scene, Dice dice, long at)
    {
        var link = dice.Pick(scene.Site.Hl7Links);
        var until = at + Nanos.Minutes(dice.LogNormal(25, 0.9));
        scene.Note("receiver-outage", $"{link.Receiver} takes no messages from {link.Sender}", [link.Sender, link.Receiver], at, until + Nanos.Hours(2));
        scene.AtBeginning(() => scene.Engine.Outage(link, at, until));
    }

    private static void Refusals(NuisanceScene scene, Dice dice, long at)
    {
        var link = dice.Pick(scene.Site.Hl7Links);
        var until = at + Nanos.Minutes(dice.LogNormal(60, 0.7));
        scene.Note("nak-storm", $"{link.Receiver} refuses most messages: a mapping was changed", [link.Sender, link.Receiver], at, until);
        scene.AtBeginning(() => scene.Engine.NakStorm(link, at, until, dice.Between(0.5, 0.95)));
    }

    /// <summary>Three times as many emergencies as usual for some hours.</summary>
    private static void Drill(NuisanceScene scene, Dice dice, long at)
    {
        var until = at + Nanos.Hours(dice.Between(3, 6));
        scene.Note("disaster-drill", "three times as many emergencies as usual", [], at, until + Nanos.Hours(6));
        scene.At(at, () => scene.Patients.Surge = time => time < until ? 3 : 1);
    }

    private static Host[] Partners(Site site, Host host) =>
        [host, .. site.Hl7Links.Where(l => l.Sender == host || l.Receiver == host).Select(l => l.Sender == host ? l.Receiver : l.Sender).Distinct()];
}
