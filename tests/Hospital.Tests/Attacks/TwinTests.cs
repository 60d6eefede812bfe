using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Tests.Attacks;

public sealed class TwinTests
{
    /// <summary>What was begun before an attack's end may end after it.</summary>
    private const long Tail = 2 * Nanos.Hour;

    private static readonly Dictionary<long, Step[]> Clean = Conversations(Village.Play(Village.Parameters(), null).Steps);

    public static TheoryData<int, string, bool> Draws { get; } = new(AttackCatalogue.All.SelectMany(
        k => k.Variants.Select(v => (k.Number, v.Name, false)).Append((k.Number, k.Variants[0].Name, true))));

    [Theory]
    [MemberData(nameof(Draws))]
    public void A_run_with_an_attack_is_its_clean_twin_but_for_what_the_attack_says_and_changes(int kind, string variant, bool fails)
    {
        var parameters = Village.Parameters();
        var planner = new AttackPlanner(fails ? Village.FailingSeed : Village.OtherSeed, [new(kind, variant)]) { Earliest = parameters.Start + (2 * Nanos.Day), Latest = parameters.End };
        var (_, attacks, steps) = Village.Play(parameters, planner);
        Assert.Empty(planner.Unplaced);
        var label = Assert.Single(attacks);
        Assert.Equal(fails, label.Fails);

        // It was seen, and not before it began.
        Assert.NotNull(label.FirstSeen);
        Assert.True(label.FirstSeen >= label.From, "nothing shows before it begins");
        Assert.True(label.LastSeen >= label.FirstSeen);

        var own = steps.Where(s => s.Conversation.Attack is not null).ToArray();
        Assert.All(own, s => Assert.Same(label, s.Conversation.Attack));
        Assert.All(own, s => Assert.True(Takes(label, s.Conversation), "its own conversations are of the devices it names"));
        Assert.All(own.Take(1), s => Assert.True(label.FirstSeen <= s.Time));
        var changed = TakeApart(Conversations(steps.Where(s => s.Conversation.Attack is null)), label);
        Assert.All(fails ? [] : label.Devices, d => Assert.Contains(own.Select(s => s.Conversation).Concat(changed), c => TakesPart(d, c) || c.Client.Mac == d.Mac));
    }

    [Fact]
    public void Without_attacks_a_plan_changes_nothing()
    {
        var steps = Conversations(Village.Play(Village.Parameters(), new AttackPlanner(1, []) { Earliest = 0, Latest = 1 }).Steps);
        Assert.Equal(Clean.Count, steps.Count);
        Assert.All(steps, c => Assert.True(AreEqual(c.Value, Clean[c.Key])));
    }

    /// <summary>What the attack changed.</summary>
    private static List<Conversation> TakeApart(Dictionary<long, Step[]> attacked, AttackLabel label)
    {
        var changed = new List<Conversation>();
        foreach (var (number, was) in Clean)
        {
            if (!attacked.Remove(number, out var now) || !AreEqual(was, now))
            {
                changed.Add(was[0].Conversation);
                Assert.True(Takes(label, was[0].Conversation), $"{was[0].Conversation.Client} to {was[0].Conversation.Server} is none of the attack's");
                Assert.True(was[^1].Time >= label.From && was[0].Time <= label.Until + Tail, "nothing changes outside its time");
                Assert.True(now is null || now[0].Time - was[0].Time < Nanos.Minute);
                Assert.True(AreEqual(Outside(was, label), Outside(now ?? [], label)), "nor any step of a long conversation");
            }
        }

        Assert.Empty(attacked);
        Assert.True(changed.Count > 0 || !Alters(label.Kind), "it is one of those that change what others say");
        return changed;
    }

    private static Step[] Outside(Step[] steps, AttackLabel label) => [.. steps.Where(s => s.Time < label.From || s.Time > label.Until + Tail)];

    private static bool Alters(int kind) => kind is 1 or 12 or 13 or 22 or 36;

    private static bool Takes(AttackLabel label, Conversation conversation) =>
        label.Devices.Any(d => TakesPart(d, conversation));

    private static bool TakesPart(Host device, Conversation conversation) =>
        device.Number == conversation.Client.Number || device.Number == conversation.Server.Number || (device.Gateway is { } gateway && gateway == conversation.Server);

    private static Dictionary<long, Step[]> Conversations(IEnumerable<Step> steps) => steps.GroupBy(s => s.Conversation.Number).ToDictionary(g => g.Key, g => g.ToArray());

    private static bool AreEqual(Step[] one, Step[] other) => one.Length == other.Length && one.Zip(other).All(p =>
        p.First.Time == p.Second.Time && p.First.Duration == p.Second.Duration && p.First.From == p.Second.From && SameSaying.Is(p.First.Saying, p.Second.Saying)
        && Look(p.First.Conversation) == Look(p.Second.Conversation));

    private static (int Client, int Server, int ClientPort, int ServerPort, ulong, ulong, int, int) Look(Conversation c) =>
        (c.Client.Number, c.Server.Number, c.ClientPort, c.ServerPort, c.Client.Mac, c.Server.Mac, c.Client.TimeToLive, c.Server.TimeToLive);
}
