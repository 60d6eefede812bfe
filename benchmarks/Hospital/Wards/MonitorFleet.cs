using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>Patient monitors and their central station: what they measure comes in steady beats while somebody lies in the bed, and stops when nobody does.</summary>
public sealed class MonitorFleet(Site site, InterfaceEngine engine) : IDepartment
{
    private const string LowSaturation = "196670^MDC_EVT_LO^MDC^^^^^^SpO2 low";
    private const string HighPulse = "196648^MDC_EVT_HI^MDC^^^^^^Heart rate high";
    private const string LeadOff = "196628^MDC_EVT_LEADS_OFF^MDC^^^^^^Leads off";

    private readonly Lane _life = site.Life;
    private readonly List<Bedside> _monitors = [];

    private Host Central => engine.HostOf(Party.MonitorGateway);

    public void Furnish()
    {
        var dice = _life.DiceFor("monitors");
        var all = site.Share(0.12, 2);
        var intensive = Ward.Of(site.Parameters).Where(w => w.Kind != WardKind.General).ToArray();
        for (var i = 0; i < all; i++)
        {
            var at = (i + 0.5) / all;
            var profile = Profiles.Monitors.First(p => (at -= p.Share) < 0 || p == Profiles.Monitors[^1]);
            var place = intensive[i % intensive.Length].Name;
            var host = site.Add($"monitor {i + 1}", profile.Role, profile.Model, place, profile.MacPrefix, profile.NewSerial(dice));
            _monitors.Add(new Bedside(host, profile, _life.DiceFor("monitor", host.Name)));
        }
    }

    public void Begin()
    {
    }

    /// <summary>Somebody is put to bed; a free monitor of the ward is connected, if there is one.</summary>
    internal void Attach(Stay stay)
    {
        if (_monitors.Find(m => m.Stay is null && m.Host.Place == stay.Ward.Name) is { } monitor)
        {
            monitor.Stay = stay;
            var place = stay.Ward;
            bool Stays() => !stay.IsOver && stay.Ward == place;
            var first = _life.Now + Nanos.Minutes(monitor.Dice.Between(2, 12));
            _life.At(first, () => Beat(monitor, Stays, null, 0));
            _life.Every(first + Nanos.Minutes(monitor.Dice.Between(1, 20)), () => Stays() ? (long)(20 * Nanos.Minute * monitor.Dice.Between(0.99, 1.02)) : -1, () => Tell(monitor, stay, Stays()));
            _life.Every(first + Nanos.Hours(monitor.Dice.Exponential(3)), () => Stays() ? Nanos.Hours(monitor.Dice.Exponential(3.5)) : -1, () => Sound(monitor, stay, Stays()));
        }
    }

    private void Beat(Bedside monitor, Func<bool> stays, OpaqueTalk? talk, long renewal)
    {
        if (!stays())
        {
            if (!monitor.Profile.IsUdp)
            {
                talk?.Close();
            }

            monitor.Stay = null;
            return;
        }

        if (talk is not null && _life.Now >= renewal && !monitor.Profile.IsUdp)
        {
            talk.Close();
            talk = null;
        }

        if (talk is null)
        {
            talk = new OpaqueTalk(_life, monitor.Dice, _life.Now, monitor.Host, Central, monitor.Profile.IsUdp ? 24105 : 4601, monitor.Profile.IsUdp);
            renewal = _life.Now + (long)monitor.Dice.Exponential(monitor.Profile.ConnectionLife);
            if (!monitor.Profile.IsUdp)
            {
                talk.Open().Ask(420).Answer(180);
            }
        }

        var period = (long)(monitor.Profile.Period * monitor.Dice.Between(0.995, 1.005));
        var length = (long)(monitor.Profile.Bytes * monitor.Dice.Between(0.93, 1.07));
        if (monitor.Profile.IsUdp)
        {
            talk.Ask(length);
        }
        else
        {
            // It doesn't hold its breath: what is said in a period is spread over it.
            talk.Stream(Side.Client, length, period - (5 * Nanos.Second) - Math.Max(0, talk.Time - _life.Now));
        }

        var going = talk;
        _life.At(_life.Now + period, () => Beat(monitor, stays, going, renewal));
    }

    private void Tell(Bedside monitor, Stay stay, bool stays)
    {
        if (stays)
        {
            var dice = monitor.Dice;
            var pulse = (int)Math.Clamp(82 + (14 * dice.Normal()), 38, 180);
            var systolic = (int)Math.Clamp(124 + (18 * dice.Normal()), 70, 220);
            engine.Post(Party.MonitorGateway, DeviceLetters.Vitals(
                monitor.Host, stay.Patient, pulse, (int)Math.Clamp(96.5 + (2 * dice.Normal()), 80, 100), systolic, systolic * 6 / 10, (int)Math.Clamp(16 + (4 * dice.Normal()), 6, 40), monitor.Host.Clock.Shows(_life.Now)));
        }
    }

    private void Sound(Bedside monitor, Stay stay, bool stays)
    {
        if (stays)
        {
            var dice = monitor.Dice;
            var code = dice.Pick([LowSaturation, HighPulse, LeadOff]);
            var alert = $"{monitor.Host.Serial}_{_life.Now / Nanos.Second % 10_000_000}";
            var priority = code == LeadOff ? "PL" : dice.Chance(0.2) ? "PH" : "PM";
            engine.Post(Party.MonitorGateway, DeviceLetters.Alarm(monitor.Host, stay.Patient, alert, code, "start", priority, monitor.Host.Clock.Shows(_life.Now)));
            _life.At(_life.Now + Nanos.Seconds(dice.LogNormal(65, 0.9)), () =>
                engine.Post(Party.MonitorGateway, DeviceLetters.Alarm(monitor.Host, stay.Patient, alert, code, "end", priority, monitor.Host.Clock.Shows(_life.Now))));
        }
    }

    private sealed class Bedside(Host host, EquipmentProfile profile, Dice dice)
    {
        public Host Host => host;

        public EquipmentProfile Profile => profile;

        public Dice Dice => dice;

        public Stay? Stay { get; set; }
    }
}
