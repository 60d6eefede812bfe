using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Attacks;

/// <summary>An attack on its way: its label, its lane, its dice. Whatever of it passes, and whatever it changes or keeps back, is noted in the label.</summary>
internal abstract class Attack : IAttack, IAlteration
{
    private readonly (Host Host, uint Address, ulong Mac)[] _looks;
    private readonly List<string> _filters = [];

    protected Attack(AttackScene scene, IReadOnlyList<Host> devices)
    {
        Site = scene.Site;
        Label = new AttackLabel
        {
            Number = scene.Number,
            Kind = scene.Kind.Number,
            Name = scene.Kind.Name,
            Variant = scene.Variant.Name,
            Difficulty = scene.Variant.Difficulty,
            Devices = devices,
            From = scene.From,
            Until = scene.Until,
            Traits = scene.Kind.Traits | scene.Variant.Also,
            Fails = scene.Fails,
        };
        Lane = new Lane(Site.Agenda, scene.Seed, scene.Number, Label);
        Dice = Lane.DiceFor("deeds");
        _looks = [.. devices.Concat(devices.Select(d => d.Gateway).OfType<Host>()).Distinct().Select(d => (d, 0u, 0ul))];
    }

    public AttackLabel Label { get; }

    public IAlteration Alteration => this;

    protected Site Site { get; }

    protected Lane Lane { get; }

    protected Dice Dice { get; }

    protected long From => Label.From;

    protected long Until => Label.Until;

    /// <summary>A display filter of tshark for its traces, with the addresses that its hosts have now; empty: it only changes times or amounts.</summary>
    protected virtual string Filter => "";

    /// <summary>It isn't to succeed: whoever is asked refuses, and the attacker gives up.</summary>
    protected bool Fails => Label.Fails;

    /// <summary>Of ordinary life it wants to see, or change, what now passes.</summary>
    protected virtual bool Watches(in Step step) => false;

    /// <summary>Something of ordinary life that it watches passes.</summary>
    protected virtual void Meet(in Step step, Action<Step> pass) => pass(step);

    public abstract void Begin();

    public bool Concerns(in Step step) => step.Conversation.Attack is { } attack ? ReferenceEquals(attack, Label) : Watches(in step);

    public void Take(in Step step, Action<Step> pass)
    {
        if (step.Conversation.Attack is null)
        {
            Meet(in step, pass);
        }
        else
        {
            Note(step.Time, step.End);
            pass(step);
        }
    }

    /// <summary>Something of it has shown, or something was kept from showing.</summary>
    protected void Note(long from, long until)
    {
        Label.FirstSeen ??= from;
        Label.LastSeen = Math.Max(Label.LastSeen ?? until, until);
        for (var hour = from / Nanos.Hour; hour <= until / Nanos.Hour; hour++)
        {
            Label.Hours.Add(hour);
        }

        Look();
    }

    /// <summary>Tells the label by which addresses its hosts go now: they may have changed since it was planned, and may change while it shows.</summary>
    private void Look()
    {
        var changed = false;
        for (var i = 0; i < _looks.Length; i++)
        {
            var (host, address, mac) = _looks[i];
            if (host.Address != address || host.Mac != mac)
            {
                _looks[i] = (host, host.Address, host.Mac);
                Label.Add(new Appearance(host, host.Address, host.Mac));
                changed = true;
            }
        }

        if (changed && Filter is { Length: > 0 } filter && !_filters.Contains(filter))
        {
            _filters.Add(filter);
            Label.Filter = _filters.Count == 1 ? filter : string.Join(" || ", _filters.Select(f => $"({f})"));
        }
    }

    /// <summary>Now, within the attack's time.</summary>
    protected bool IsOn(long time) => time >= From && time < Until;

    /// <summary>Who the host is as a DICOM application at this time; null: nobody any more.</summary>
    protected ApplicationEntity? EntityOf(Host host) => Site.Entities.Find(e => e.Host == host);

    /// <summary>As whom the host is asked for studies; null: it isn't any more.</summary>
    protected ApplicationEntity? QueriedAt(Host host) => Site.Entities.FindLast(e => e.Host == host);

    /// <summary>As whom an archive is asked for studies and as whom it sends them; null: it is gone.</summary>
    protected (ApplicationEntity Asked, ApplicationEntity Sender)? ArchiveAt(Host host) =>
        EntityOf(host) is { } sender && QueriedAt(host) is { } asked ? (asked, sender) : null;

    /// <summary>Does something some times a day, by chance, from the attack's start to its end; the first time at once.</summary>
    /// <param name="perDay">Mean number; <paramref name="atWork"/>: of a working day.</param>
    /// <param name="atWork">Mostly by day, as people do.</param>
    /// <param name="act">What.</param>
    protected void Spread(double perDay, bool atWork, Action act) => Lane.Every(
        From,
        () =>
        {
            // Gaps are those of the busy hours, seven to seven on working days; in the others nine in ten of what they bring is left out.
            var gap = 0L;
            do
            {
                gap += Math.Max(Nanos.Second, (long)Dice.Exponential(Nanos.Day / (atWork ? perDay * 2 : perDay)));
            }
            while (atWork && Lane.Now + gap < Until && IsQuiet(Lane.Now + gap) && !Dice.Chance(0.1));

            return Lane.Now + gap < Until ? gap : -1;
        },
        act);

    private static bool IsQuiet(long time) => Calendar.Hour(time) is < 7 or >= 19 || Calendar.IsQuietDay(time);

    /// <summary>Does something a number of times, with gaps about as long as given, from the attack's start.</summary>
    protected void Repeat(int times, long gap, double spread, Action<int> act)
    {
        var done = 0;
        Lane.Every(From, () => done < times ? Math.Max(Nanos.Millisecond, (long)Dice.LogNormal(gap, spread)) : -1, () => act(done++));
    }
}
