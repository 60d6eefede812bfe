using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Kernel;

/// <summary>
/// By which somebody acts and speaks: ordinary life has lane 0, each attack one of its own with its own dice, numbers and ports. An attacker's lane never touches what
/// ordinary life draws from, so that a run without it is its clean twin, byte for byte.
/// </summary>
public sealed class Lane
{
    /// <summary>Numbers of conversations of one lane stay below it.</summary>
    public const long MaxConversations = 1L << 32;

    private const int FirstPort = 49_152;

    /// <summary>Of the number of ports from there on.</summary>
    private const int PortBits = 14;

    private readonly Dictionary<int, int> _ports = [];
    private long _entered;
    private long _conversations;

    public Lane(Agenda agenda, ulong seed, int number, AttackLabel? attack = null)
    {
        (Agenda, Number, Attack) = (agenda, number, attack);
        Seed = seed;
        Dice = DiceFor("lane");
    }

    public Agenda Agenda { get; }

    /// <summary>0: ordinary life.</summary>
    public int Number { get; }

    public ulong Seed { get; }

    /// <summary>What this lane is for; null: ordinary life.</summary>
    public AttackLabel? Attack { get; }

    /// <summary>For what has no name of its own.</summary>
    public Dice Dice { get; }

    public long Now => Agenda.Now;

    /// <summary>A stream of its own for a purpose, the same in every run with this seed.</summary>
    public Dice DiceFor(params ReadOnlySpan<string> names) => new(Seed, [$"lane {Number}", .. names]);

    /// <summary>Does something later; at once where the time has gone by.</summary>
    public void At(long time, Action act) => Agenda.Enter(time, Number, _entered++, act);

    /// <summary>Does something again and again; <paramref name="pause"/> says how long until the next time, negative: never again.</summary>
    public void Every(long first, Func<long> pause, Action act) => At(first, () =>
    {
        act();
        if (pause() is >= 0 and var wait)
        {
            Every(Now + wait, pause, act);
        }
    });

    /// <summary>A conversation that is to begin; its first step has still to be said. A client's port is one of the dynamic range unless given.</summary>
    public Conversation Converse(Host client, Host server, int serverPort, Language language, bool isUdp = false, int clientPort = 0)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(server);
        if (clientPort == 0)
        {
            // In an order of chance, as RFC 6056 advises: where somebody counts from gives away neither a host nor an attacker on it. None comes again before all have come.
            var turn = _ports.GetValueOrDefault(client.Number);
            var order = Dice.Mix(Seed ^ ((ulong)Number << 48) ^ ((ulong)client.Number << 24) ^ (ulong)(turn >> PortBits));
            clientPort = FirstPort + Shuffled(turn & ((1 << PortBits) - 1), order);
            _ports[client.Number] = turn + 1;
        }

        return new Conversation
        {
            Number = (Number * MaxConversations) + _conversations++,
            Client = client,
            Server = server,
            ClientPort = (ushort)clientPort,
            ServerPort = (ushort)serverPort,
            Language = language,
            IsUdp = isUdp,
            Attack = Attack,
        };
    }

    /// <summary>A number's place in an order of all numbers of so many bits; each step can be undone, so that no two have the same.</summary>
    private static int Shuffled(int number, ulong order)
    {
        var (mask, place) = ((1u << PortBits) - 1, (uint)number);
        for (var round = 0; round < 3; round++, order >>= PortBits)
        {
            place = ((place ^ (uint)order) * 0x2C1Bu) & mask;
            place ^= place >> (PortBits / 2);
        }

        return (int)place;
    }

    /// <summary>Says something at an instant that is not before now. Within a conversation, what is said first is entered first.</summary>
    /// <param name="time">When its first packet leaves.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="from">Who.</param>
    /// <param name="saying">What.</param>
    /// <param name="duration">Until its last packet leaves; 0 where it has only one.</param>
    /// <returns>When its last packet leaves.</returns>
    public long Say(long time, Conversation conversation, Side from, Saying saying, long duration = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Agenda.Now);
        Agenda.Enter(new Step(time, duration, conversation, from, saying), Number, _entered++);
        return time + duration;
    }
}
