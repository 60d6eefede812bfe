using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Answers that were seen before their requests: the two sides of a mirror aren't in step.</summary>
internal sealed partial class Exchanges
{
    private const int MaxEarly = 8;

    /// <summary>How long an answer may be ahead of its request: the two sides of a mirror port drift apart by less.</summary>
    private const long EarlyPatience = 200_000_000;

    private readonly Waiting<EarlyAnswer> _early = new(MaxEarly);
    private byte[] _earlyArguments = [];

    private void Keep(in AnswerKey key, in Excerpt excerpt, Outcome outcome, NameId reason, in Moment at)
    {
        if (plan.PairBy == PairingKey.None)
        {
            return;
        }

        if (_early.IsFull)
        {
            counters.GivenUp++;
            SayEarly(at);
        }

        var arguments = excerpt[plan.ArgumentsSlot];
        if (_earlyArguments.Length == 0 && plan.ArgumentsSlot >= 0)
        {
            _earlyArguments = new byte[MaxEarly * EarlyAnswer.MaxArguments];
        }

        ref var early = ref _early.Add();
        early.Key = key;
        early.Seen = at;
        early.Outcome = outcome;
        early.Reason = reason;
        early.Arguments = excerpt.Has(plan.ArgumentsSlot) && arguments.Length <= EarlyAnswer.MaxArguments ? arguments.Length : -1;
        if (early.Arguments > 0)
        {
            arguments.CopyTo(Room(_early.Count - 1));
        }
    }

    private Span<byte> Room(int index) => _earlyArguments.AsSpan(index * EarlyAnswer.MaxArguments, EarlyAnswer.MaxArguments);

    private void TakeEarly(int index, int earlyIndex, ref Excerpt excerpt, in Moment at)
    {
        var early = _early[earlyIndex];
        hearer.Begin(early.Seen);
        if (early.Outcome == Outcome.Ok && early.Arguments >= 0 && waiting[index].UseIn(plan) is { } use)
        {
            excerpt = excerpt.Of(Room(earlyIndex)[..early.Arguments]);
            SayReply(use, early.Key.Address, ref excerpt, excerpt.All);
            (early.Outcome, early.Reason) = hearer.HasError ? (Outcome.Refused, hearer.Reason) : (early.Outcome, early.Reason);
        }

        DropEarly(earlyIndex);
        Conclude(index, early.Outcome, early.Reason, at);
        teller.TellNews(at);
    }

    /// <summary>Nobody asked, as far as was seen: the pump says what it would have answered.</summary>
    private void SayEarly(in Moment at)
    {
        var early = _early[0];
        if (early is { Outcome: Outcome.Ok, Arguments: >= 0, Key.Command: > 0 } && plan.Commands[early.Key.Command - 1] is { Query: { } use })
        {
            hearer.Begin(early.Seen);
            Span<Slot> slots = stackalloc Slot[Excerpt.MaxSlots];
            Span<byte> scratch = stackalloc byte[EarlyAnswer.MaxArguments];
            var excerpt = new Excerpt(Room(0)[..early.Arguments], scratch, slots[..plan.Slots]);
            SayReply(use, early.Key.Address, ref excerpt, excerpt.All);
            teller.TellNews(at);
        }

        DropEarly(0);
    }

    private void DropEarly(int index)
    {
        _early.RemoveAt(index);
        if (_earlyArguments.Length > 0)
        {
            _earlyArguments.AsSpan((index + 1) * EarlyAnswer.MaxArguments).CopyTo(_earlyArguments.AsSpan(index * EarlyAnswer.MaxArguments));
        }
    }
}
