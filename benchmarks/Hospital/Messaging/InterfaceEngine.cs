using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Messaging;

/// <summary>The hospital's messages: each party tells the engine, and the engine tells whoever must know, under the same control id.</summary>
public sealed class InterfaceEngine(Site site) : IDepartment, IMessaging
{
    private readonly Dictionary<Party, Hl7Channel> _inbound = [];
    private readonly Dictionary<Party, Hl7Channel> _outbound = [];
    private readonly Dictionary<Party, long> _numbers = [];
    private readonly List<Hl7Channel> _channels = [];
    private readonly Dice _dice = site.Life.DiceFor("interface engine");
    private ClinicalSystems? _systems;

    /// <summary>All ways, those included that don't touch the engine (analysers').</summary>
    public IReadOnlyList<Hl7Channel> Channels => _channels;

    public Host HostOf(Party party) => _systems![party];

    public void Furnish()
    {
        _systems = new ClinicalSystems(site);
        site.Messaging = this;
        foreach (var party in Enum.GetValues<Party>())
        {
            var answerTime = party switch
            {
                Party.Laboratory => Profiles.LaboratorySystem.AnswerTime,
                Party.PumpServer => Profiles.PumpServer.AnswerTime,
                Party.MonitorGateway => Profiles.CentralStation.AnswerTime,
                _ => (long)site.Life.DiceFor("answer time", $"{party}").LogNormal(Profiles.ClinicalSystem.AnswerTime, 0.5),
            };
            if (party is not (Party.Alarms or Party.Billing or Party.Warehouse))
            {
                _inbound[party] = Connect(_systems.Inbound(party), Profiles.Engine.AnswerTime);
            }

            if (party is not Party.Admissions)
            {
                _outbound[party] = Connect(_systems.Outbound(party), answerTime);
            }
        }
    }

    public void Begin()
    {
    }

    /// <summary>Adds a way that isn't the engine's.</summary>
    internal Hl7Channel Connect(Hl7Link link, long answerTime)
    {
        site.Hl7Links.Add(link);
        var channel = new Hl7Channel(site.Life, link, answerTime);
        _channels.Add(channel);
        return channel;
    }

    /// <summary>A party says something; whoever must know is told.</summary>
    /// <param name="from">Who.</param>
    /// <param name="letter">What.</param>
    /// <param name="arrived">What follows, with each party once it knows.</param>
    internal void Post(Party from, Hl7Letter letter, Action<Party>? arrived = null)
    {
        var id = NewControlId(from);
        _inbound[from].Send(letter, id, () => site.Life.At(site.Life.Now + (long)_dice.LogNormal(35 * Nanos.Millisecond, 0.8), () =>
        {
            foreach (var to in Routes.Of(letter.Name, from))
            {
                _outbound[to].Send(letter, id, arrived is null ? null : () => arrived(to));
            }
        }));
    }

    public void ExaminationChanged(ImagingOrder order, bool isOver) =>
        Post(Party.Radiology, PatientLetters.Imaging(order, "SC", isOver ? "CM" : "IP", site.Agenda.Now));

    public void Reported(ImagingOrder order) => Post(Party.Radiology, PatientLetters.Report(order, (int)Math.Clamp(_dice.LogNormal(14, 0.5), 4, 60), site.Agenda.Now));

    /// <summary>A host is down for a while: nobody hears from it, and who has something for it waits. Called before it begins.</summary>
    /// <param name="host">Which.</param>
    /// <param name="from">Instant.</param>
    /// <param name="until">Instant, exclusive.</param>
    /// <param name="isRefused">Only its interface is down: connections are refused rather than unanswered.</param>
    /// <param name="duplicates">Share of the backlog that is sent twice under the same control id.</param>
    public void Outage(Host host, long from, long until, bool isRefused = false, double duplicates = 0.02)
    {
        foreach (var channel in _channels.Where(c => c.Link.Sender == host || c.Link.Receiver == host))
        {
            channel.Suffer(new Outage(from, until, channel.Link.Sender == host, isRefused, duplicates));
        }
    }

    /// <summary>The receiver of one way is down for a while.</summary>
    public void Outage(Hl7Link link, long from, long until, bool isRefused = true, double duplicates = 0.02) =>
        _channels.First(c => c.Link == link).Suffer(new Outage(from, until, false, isRefused, duplicates));

    /// <summary>The receiver of one way says no to a share of messages for a while.</summary>
    public void NakStorm(Hl7Link link, long from, long until, double share = 0.9) => _channels.First(c => c.Link == link).Suffer(new NakStorm(from, until, share));

    /// <summary>Each system counts in its own way.</summary>
    private string NewControlId(Party party)
    {
        var number = _numbers[party] = _numbers.GetValueOrDefault(party, 1000 + (37_113 * (int)party)) + 1;
        return party switch
        {
            Party.Records => $"K{Hl7Letter.Stamp(site.Agenda.Now)}{number % 100_000:00000}",
            Party.Laboratory => $"L{number:000000000}",
            Party.Radiology => $"RIS.{number}",
            Party.PumpServer or Party.MonitorGateway => $"{site.Agenda.Now / Nanos.Millisecond:X}{(int)party}{number % 4096:X3}",
            _ => $"{party.ToString()[..1]}{number}",
        };
    }
}
