using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Pumps;

/// <summary>A pump is commanded by somebody who never talked to it.</summary>
internal sealed class CommandsFromNewHost(AttackScene scene, PumpLink link, Host intruder, string command)
    : Attack(scene, Pumping.Devices(link, intruder))
{
    public static AttackKind Kind { get; } = new(
        19,
        "Pump command from a new host",
        Trait.Peer | Trait.Command | Trait.Value,
        "An unknown host connects to a pump's terminal server, takes control with the code that follows from its serial number and sets a rate, a bolus or a volume: one short connection with a write passes.",
        [
            new("rate", 1, scene => By(scene, "INF_RATE")),
            new("bolus", 1, scene => By(scene, "INF_BOLUS")),
            new("volume", 1, scene => By(scene, "INF_VTBI")),
        ]);

    protected override string Filter => $"ip.addr == {intruder.AddressText}";

    public override void Begin() => Lane.At(From, () =>
    {
        var talk = new PumpTalk(Lane, Dice, Lane.Now, link, intruder);
        talk.Open().Identify().TakeControl();
        var rate = Pumping.Rate(Dice.Between(20, 400));
        talk = command switch
        {
            "INF_BOLUS" => talk.Command(command, "ENABLED", "ENABLED", !Fails),
            "INF_VTBI" => talk.Command(command, "ACTIV^50.000^ml^STOP", "ACTIV^50.000^ml^STOP", !Fails),
            _ => talk.Command(command, rate, rate, !Fails),
        };
        talk.GiveUpControl().Close();
    });

    private static CommandsFromNewHost? By(AttackScene scene, string command) =>
        Pumping.Victim(scene.For(10 * Nanos.Minute)) is { } link ? new CommandsFromNewHost(scene, link, scene.Intruder(link.Reached.Place), command) : null;
}

/// <summary>A pump is commanded by its own server, in no order.</summary>
internal sealed class CommandsOutOfOrder(AttackScene scene, PumpLink link, int times) : Attack(scene, Pumping.Devices(link))
{
    public static AttackKind Kind { get; } = new(
        20,
        "Pump commands out of order",
        Trait.Sequence | Trait.Pace | Trait.Value,
        "Somebody on the pump server writes to a pump without what a programming takes before and after it: three writes within ten seconds and no inquiry, on a known way.",
        [
            new("once", 3, scene => By(scene.For(10 * Nanos.Minute), 1)),
            new("5 times", 3, scene => By(scene.For(5 * Nanos.Hour), 5)),
        ]);

    public override void Begin() => Repeat(Fails ? 1 : times, 50 * Nanos.Minute, 0.4, _ =>
    {
        var talk = new PumpTalk(Lane, Dice, Lane.Now, link).Open().TakeControl();
        for (var i = 0; i < 3; i++)
        {
            var rate = Pumping.Rate(Dice.Between(1, 120));
            talk.Wait((long)Dice.LogNormal(2.5 * Nanos.Second, 0.3)).Command("INF_RATE", rate, rate, !Fails);
        }

        talk.Close();
    });

    private static CommandsOutOfOrder? By(AttackScene scene, int times) => Pumping.Victim(scene) is { } link ? new CommandsOutOfOrder(scene, link, times) : null;
}

/// <summary>A pump is commanded by its own server, in the right order, when nobody would.</summary>
internal sealed class CommandsAtOddHours(AttackScene scene, PumpLink link) : Attack(scene, Pumping.Devices(link))
{
    private const int Remembered = 3;

    public static AttackKind Kind { get; } = new(
        21,
        "Pump commands at odd hours",
        Trait.Hour | Trait.Value,
        "Somebody on the pump server programs a pump twice a day as it is always done, but between two and five at night and with a rate that nobody ordered: only hour and value are out of the ordinary.",
        [new("2 a day", 4, scene => By(scene.For(5 * Nanos.Day)))]);

    private readonly Overheard _overheard = new(Remembered, 200, steps => steps.Any(IsRate));
    private int _done;

    public override void Begin() => Lane.Every(
        Sites.Calendar.Next(From, Dice.Between(2, 4)),
        () => Lane.Now < Until && !(Fails && _done > 0)
            ? ++_done % 2 == 1 ? (long)Dice.LogNormal(Nanos.Hour * 0.7, 0.3) : Sites.Calendar.Next(Lane.Now + (6 * Nanos.Hour), Dice.Between(2, 4)) - Lane.Now
            : -1,
        Program);

    protected override bool Watches(in Step step) =>
        step.Conversation.Language == Language.Alaris && step.Time >= From - (3 * Nanos.Day) && step.Time < Until && step.Conversation.Server == link.Reached && step.Conversation.ServerPort == link.Port && step.Conversation.Client == link.Server;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        pass(step);
        _overheard.Hear(in step);
    }

    private static CommandsAtOddHours? By(AttackScene scene) => Pumping.Victim(scene) is { } link ? new CommandsAtOddHours(scene, link) : null;

    private void Program()
    {
        var rate = Pumping.Rate(Dice.Between(60, 200));
        if (_overheard.Count > 0)
        {
            // As it was done the last times, with another rate.
            Overheard.Repeat(Lane, Dice, Lane.Now, _overheard.Pick(Dice), link.Server, link.Reached, step => WithRate(step.Saying, rate));
            return;
        }

        new PumpTalk(Lane, Dice, Lane.Now, link)
            .Open().Identify().TakeControl().Wait((long)Dice.LogNormal(3 * Nanos.Second, 0.4)).Command("INF_RATE", rate, rate, !Fails).Start().GiveUpControl().Close();
    }

    private static bool IsRate(Step step) => step.Saying is PumpRequest { Command: "INF_RATE", IsSet: true };

    private Saying WithRate(Saying saying, string rate) => saying switch
    {
        PumpRequest { Command: "INF_RATE", IsSet: true } request => request with { Argument = rate },
        PumpReply { Command: "INF_RATE" } reply when reply.Text.Length > 0 => reply with { Text = rate, IsDone = !Fails },
        _ => saying,
    };
}
