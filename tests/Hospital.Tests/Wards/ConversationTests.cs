using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Tests.Wards;

/// <summary>Conversations have a beginning, an order and an end.</summary>
public sealed class ConversationTests
{
    [Fact]
    public void Equal_seeds_give_equal_steps_and_others_do_not()
    {
        var one = Fingerprint(Listener.Hear(Listener.Parameters(20), 4, _ => { }));
        Assert.Equal(one, Fingerprint(Listener.Hear(Listener.Parameters(20), 4, _ => { })));
        Assert.NotEqual(one, Fingerprint(Listener.Hear(Listener.Parameters(20, 4), 4, _ => { })));
    }

    [Fact]
    public void They_are_opened_first_and_nothing_is_said_when_they_are_over()
    {
        var over = new HashSet<long>();
        var open = new HashSet<long>();
        foreach (var step in Listener.Hear(120, 14).Where(s => !s.Conversation.IsUdp && s.Conversation.Language != Language.Arp))
        {
            var number = step.Conversation.Number;
            Assert.DoesNotContain(number, over);
            if (step.Saying is Opened or Refused or Unanswered)
            {
                Assert.True(open.Add(number));
            }

            Assert.Contains(number, open);
            if (step.Saying is Closed or WasReset or Refused or Unanswered)
            {
                over.Add(number);
            }
        }
    }

    [Fact]
    public void Every_message_is_acknowledged_before_the_next_or_said_again()
    {
        var steps = Listener.Hear(120, 14);
        var waiting = new Dictionary<long, Hl7Message>();
        var unanswered = new List<(Hl7Message Message, long Time)>();
        var codes = new Dictionary<string, int>();
        foreach (var step in steps.Where(s => s.Conversation.Language == Language.Hl7))
        {
            switch (step.Saying)
            {
                case Hl7Message { AckCode: "" } message:
                    Assert.True(waiting.TryAdd(step.Conversation.Number, message));
                    break;
                case Hl7Message answer:
                    Assert.True(waiting.Remove(step.Conversation.Number, out var asked));
                    Assert.Equal(asked.ControlId, answer.Answers);
                    codes[answer.AckCode] = codes.GetValueOrDefault(answer.AckCode) + 1;
                    break;
                case Closed or WasReset when waiting.Remove(step.Conversation.Number, out var lost):
                    unanswered.Add((lost, step.Time));
                    break;
            }
        }

        var last = steps[^1].Time;
        foreach (var (message, time) in unanswered.Where(u => u.Time < last - Nanos.Minute))
        {
            Assert.True(steps.Count(s => s.Saying is Hl7Message m && ReferenceEquals(m, message)) > 1);
        }

        Assert.InRange((double)codes["AA"] / codes.Values.Sum(), 0.99, 0.9999);
        Assert.True(codes.ContainsKey("AE"));
    }

    [Fact]
    public void What_is_not_answered_waits_and_comes_afterwards_some_of_it_twice()
    {
        var parameters = Listener.Parameters(20);
        var (from, until) = (parameters.Start + Nanos.Hours(32), parameters.Start + Nanos.Hours(38));
        var steps = Listener.Hear(parameters, 3, site =>
        {
            var engine = (InterfaceEngine)site.Messaging!;
            engine.Outage(engine.HostOf(Party.Laboratory), from, until, duplicates: 0.3);
        });
        var toLaboratory = steps.Where(s => s.Saying is Hl7Message { AckCode: "" } && s.Listener.Role == HostRole.Laboratory && s.Speaker.Role == HostRole.InterfaceEngine).ToArray();
        Assert.InRange(toLaboratory.Count(s => s.Time >= from && s.Time < until), 0, 1);
        var burst = toLaboratory.Where(s => s.Time >= until && s.Time < until + (10 * Nanos.Minute)).Select(s => ((Hl7Message)s.Saying).ControlId).ToArray();
        Assert.True(burst.Length > 12);
        Assert.InRange(burst.Length - burst.Distinct().Count(), 2, burst.Length / 2);
        Assert.Contains(steps, s => s.Saying is Unanswered && s.Listener.Role == HostRole.Laboratory);
    }

    [Fact]
    public void A_receiver_that_says_no_is_asked_again_a_few_times()
    {
        var parameters = Listener.Parameters(20);
        var from = parameters.Start + Nanos.Hours(32);
        var steps = Listener.Hear(parameters, 3, site =>
            ((InterfaceEngine)site.Messaging!).NakStorm(site.Hl7Links.First(l => l.Receiver.Role == HostRole.Laboratory && l.Sender.Role == HostRole.InterfaceEngine), from, from + (8 * Nanos.Hour)));
        var no = steps.Where(s => s.Saying is Hl7Message { AckCode: "AE" or "AR" } && s.Time >= from && s.Time < from + (8 * Nanos.Hour)).ToArray();
        Assert.True(no.Length > 10);
        Assert.All(no.GroupBy(s => ((Hl7Message)s.Saying).Answers), g => Assert.InRange(g.Count(), 1, 3));
    }

    private static string Fingerprint(IReadOnlyList<Step> steps)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var step in steps)
        {
            hash.AppendData(System.Text.Encoding.ASCII.GetBytes($"{step.Time} {step.Duration} {step.Conversation.Number} {step.Conversation.ClientPort} {step.From} {step.Speaker.AddressText} {step.Saying}\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
