using Hospital;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;
using Scorecard.Runs;

namespace Scorecard.Tests.Runs;

/// <summary>A run's record is the same whoever else runs at the time.</summary>
public sealed class RunnerTests
{
    private static readonly Wanted[] Wanted = [new(4, "50 MB outside"), new(29, "slow")];

    private static readonly IReadOnlyList<RunOrder> Orders =
        [.. Enumerable.Range(1, 2).SelectMany(seed => Enumerable.Range(0, 2).Select(number => new RunOrder(Site((ulong)seed), number, number == 0 ? [] : Wanted)))];

    [Fact]
    public void Neither_the_number_of_threads_nor_the_order_changes_a_record()
    {
        var one = new Runner(new Knocking(), new Listeners()).RunAll(Orders, 1);
        var three = new Runner(new Knocking(), new Listeners()).RunAll([.. Orders.Reverse()], 3).Reverse();

        Assert.Equal(one.Select(r => (r.Parameters.Seed, r.Number, r.Hash)), three.Select(r => (r.Parameters.Seed, r.Number, r.Hash)));
        Assert.Equal(Orders.Count, one.Select(r => r.Hash).Distinct().Count());
    }

    [Fact]
    public void A_record_has_the_attacks_who_was_seen_and_what_methods_said()
    {
        var record = new Runner(new Knocking(), new Listeners()).Run(Orders[1]);

        Assert.Equal(1, Assert.Single(record.Attacks).Number);
        Assert.Contains(record.Hosts, h => h.Number == record.Attacks[0].Devices[0].Number && h.FirstSeen == record.Attacks[0].FirstSeen);
        Assert.Equal(["hears all"], record.Methods.Select(m => m.Method));
        Assert.NotEmpty(record.Methods[0].Candidates);
        Assert.Equal(["nobody to knock at twice"], record.Unplaced);
    }

    [Fact]
    public void The_clean_run_is_what_remains_without_the_attacker()
    {
        var (clean, attacked) = (new Runner(new Knocking(), new Listeners()).Run(Orders[0]), new Runner(new Knocking(), new Listeners()).Run(Orders[1]));

        Assert.Empty(clean.Attacks);
        Assert.All(clean.Hosts, h => Assert.True(h.Number < Host.FirstForeign));
        Assert.Equal(clean.Methods[0].Cost.Observations + 24, attacked.Methods[0].Cost.Observations);
    }

    [Fact]
    public void A_run_that_fails_says_which_it_was()
    {
        var failure = Assert.Throws<RunFailedException>(() => new Runner(new Knocking(), new Listeners(fails: true)).RunAll(Orders, 2));

        Assert.Matches("^The run of 20 devices, seed 000000000000000[123], number [01] failed: deaf$", failure.Message);
    }

    private static SiteParameters Site(ulong seed) => SiteParameters.Of(seed, 20) with { Weeks = 1, Activity = 0.02, HasNuisances = false };

    /// <summary>Somebody knocks each hour of the third day at somebody else's door.</summary>
    private sealed class Knocking : IAttackSource
    {
        public IReadOnlyList<Wanted> Catalogue => Wanted;

        public IReadOnlyList<Wanted> Lasting => [];

        public string Text => "knocking";

        public Func<Wanted, AttackLabel?> Placing(RunOrder order) => _ => null;

        public (IAttackPlan Plan, Func<IReadOnlyList<string>> Unplaced) PlanFor(RunOrder order) => (new Plan(), () => ["nobody to knock at twice"]);

        private sealed class Plan : IAttackPlan
        {
            IReadOnlyList<IAttack> IAttackPlan.Plan(Hospital.Sites.Site site) => [new Knock(site)];
        }

        private sealed class Knock : IAttack
        {
            private readonly Hospital.Sites.Site _site;
            private readonly Host _knocker;

            public Knock(Hospital.Sites.Site site)
            {
                _site = site;
                _knocker = site.MakeForeign(1, 0, "knocker", HostRole.Attacker, "street", 0x00AABB);
                var from = site.Parameters.Start + (2 * Nanos.Day);
                Label = new AttackLabel
                {
                    Number = 1, Kind = 1, Name = "knock", Variant = "hourly", Difficulty = 1, Devices = [_knocker], From = from, Until = from + Nanos.Day, Traits = Trait.Peer,
                    FirstSeen = from, LastSeen = from + (23 * Nanos.Hour),
                };
            }

            public AttackLabel Label { get; }

            public IAlteration? Alteration => null;

            public void Begin()
            {
                var lane = new Lane(_site.Agenda, 1, 1, Label);
                var door = _site.MakeForeign(1, 1, "door", HostRole.External, "street", 0x00AABB);
                for (var hour = 0; hour < 24; hour++)
                {
                    lane.Say(Label.From + (hour * Nanos.Hour), lane.Converse(_knocker, door, 80, Language.Opaque), Side.Client, new Hospital.Sayings.Opened());
                }
            }
        }
    }

    private sealed class Listeners(bool fails = false) : IMethodFactory
    {
        public IReadOnlyList<IMethodGroup> For(RunOrder order) => [new Listener(fails)];
    }

    /// <summary>Is surprised by everything, by chance more or less.</summary>
    private sealed class Listener(bool fails) : IMethodGroup
    {
        private readonly Dice _dice = new(1, "listener");
        private readonly List<Candidate> _candidates = [];
        private long _steps;

        public void Take(in Step step)
        {
            _steps++;
            _candidates.Add(new Candidate(step.Time, step.Speaker.Number, step.Listener.Number, _dice.Uniform(), Trait.Peer, "heard", (ulong)step.Conversation.ServerPort));
        }

        public void End(long time)
        {
            if (fails)
            {
                throw new InvalidOperationException("deaf");
            }
        }

        public IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts) => [new MethodRun("hears all", _candidates, new MethodCost(_steps, 0, 0, hosts.Count))];
    }
}
