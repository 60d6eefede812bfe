using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Messages;

/// <summary>
/// An attack by messages made from overheard ones: it listens for a day before it begins, to its own way first and to all others for want of that, and begins when it has heard
/// what it needs.
/// </summary>
internal abstract class MessageAttack(AttackScene scene, IReadOnlyList<Host> devices, Hl7Link link, int messages) : Attack(scene, devices)
{
    private const int Kept = 40;

    private readonly List<Hl7Message> _own = [];
    private readonly List<Hl7Message> _others = [];
    private int _sent;

    protected Hl7Link Link => link;

    protected int Sent => _sent;

    /// <summary>Who opens the connection.</summary>
    protected virtual Host Sender => link.Sender;

    /// <summary>Mean time between messages.</summary>
    protected abstract long Gap { get; }

    /// <summary>It can be made into what is wanted.</summary>
    protected abstract bool Fits(Hl7Message message);

    /// <summary>What is sent at an instant.</summary>
    protected abstract Hl7Message Make(Hl7Message overheard, long time);

    /// <summary>Of the overheard ones, from the latest; by default one that is drawn.</summary>
    protected virtual Hl7Message Choose(IReadOnlyList<Hl7Message> overheard) => Dice.Pick(overheard);

    public override void Begin() => Lane.At(From, Send);

    protected override bool Watches(in Step step) =>
        step.Conversation.Language == Language.Hl7 && step.Time >= From - Nanos.Day && _sent < messages && step.Saying is Hl7Message && (_own.Count < Kept || IsOwn(in step));

    protected override void Meet(in Step step, Action<Step> pass)
    {
        pass(step);
        var message = (Hl7Message)step.Saying;
        if (message.AckCode.Length == 0 && Fits(message))
        {
            var heard = IsOwn(in step) ? _own : _others;
            heard.Add(message);
            if (heard.Count > Kept)
            {
                heard.RemoveAt(0);
            }
        }
    }

    private bool IsOwn(in Step step) => step.Conversation.Client == link.Sender && step.Conversation.Server == link.Receiver && step.Conversation.ServerPort == link.Port;

    private void Send()
    {
        var heard = _own.Count > 0 ? _own : _others;
        if (heard.Count == 0)
        {
            if (Lane.Now < Until + Nanos.Day)
            {
                Lane.At(Lane.Now + (long)Dice.LogNormal(5 * Nanos.Minute, 0.3), Send);
            }

            return;
        }

        // Up to ten on a connection.
        var talk = new Hl7Talk(Lane, Dice, Lane.Now, link, Sender);
        if (Fails && _sent == 0 && Sender != link.Sender)
        {
            talk.Fail(isRefused: true);
            _sent = messages;
            return;
        }

        talk.Open();
        for (var i = 0; i < 10 && _sent < messages; i++)
        {
            talk.Send(Make(Choose(heard), talk.Time), Fails ? "AR" : "AA");
            _sent = Fails && _sent >= 2 ? messages : _sent + 1;
            if (_sent < messages)
            {
                talk.Wait((long)Dice.LogNormal(Gap, 0.6));
            }
        }

        talk.Close();
        if (_sent < messages)
        {
            Lane.At(talk.Time + (long)Dice.LogNormal(Gap, 0.6), Send);
        }
    }

    /// <summary>Ways into the interface engine, of systems of a role; those that go by a name of the hospital's own system of patients first, where there are.</summary>
    protected static IReadOnlyList<Hl7Link> WaysIn(AttackScene scene, HostRole role, params ReadOnlySpan<string> applications)
    {
        var names = applications.ToArray();
        var all = scene.Site.Hl7Links.Where(l => l.Sender.Role == role && l.Receiver.Role == HostRole.InterfaceEngine).ToArray();
        var named = all.Where(l => names.Contains(l.SendingApplication)).ToArray();
        return named.Length > 0 ? named : all;
    }

    /// <summary>A way whose sender isn't taken.</summary>
    protected static Hl7Link? Way(AttackScene scene, IReadOnlyList<Hl7Link> ways) =>
        scene.Victim(ways.Select(w => w.Sender)) is { } sender ? scene.Any(ways.Where(w => w.Sender == sender)) : null;
}
