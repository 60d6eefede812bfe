using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>
/// Brings requests of one connection together with their answers, and tells them. Bounded in number and in packet time: what waits too long is told as it is.
/// </summary>
internal sealed partial class Exchanges(
    ProtocolPlan plan, PumpProtocolCounters counters, PumpTeller teller, KnownPumps pumps, PumpHearer hearer, Waiting<Request> waiting, Talker[] talkers)
{
    public const int MaxWaiting = 8;

    private UsualLatency _usual;

    /// <summary>When a request came that couldn't be read, and whose answer is nobody's; 0: none did.</summary>
    private long _unread;
    private bool _midStream;

    public void Reset(bool midStream)
    {
        waiting.Clear();
        _early.Clear();
        _usual = default;
        _doubts = 0;
        _unread = 0;
        _midStream = midStream;
    }

    /// <summary>Who speaks was mistaken: nothing that waits is what it seemed.</summary>
    public void Discard()
    {
        waiting.Clear();
        _early.Clear();
    }

    /// <summary>A request failed its check: where only order tells what answers what, the answer to it must not be taken for another's.</summary>
    public void Spoil(in Moment at) => _unread = plan.PairBy is PairingKey.Order or PairingKey.Address ? at.Time : 0;

    /// <summary>Makes room for one more request.</summary>
    public void MakeRoom(in Moment at)
    {
        if (waiting.IsFull)
        {
            counters.GivenUp++;
            TellUnanswered(0, Outcome.Unknown, at);
        }
    }

    /// <summary>Whether an answer of that key is waited for.</summary>
    public bool Waits(in AnswerKey key) => Candidates(key).Newest >= 0;

    /// <summary>A question without arguments that was taken for an answer.</summary>
    public void AwaitBare(int command, in Moment asked)
    {
        var use = plan.Commands[command].Query!;
        ref var request = ref waiting.Add();
        teller.Begin(ref request.Event, PumpEventKind.Query);
        (request.Seen, request.Key, request.IsQuery) = (asked, new AnswerKey(command + 1, 0, default, default), true);
        teller.Name(ref request.Event, use);
    }

    /// <summary>The last request is complete.</summary>
    public void Await(ref Excerpt excerpt, in Moment at)
    {
        Supersede(at);
        var index = waiting.Count - 1;
        if (waiting[index].UseIn(plan) is { HasNoReply: true })
        {
            Conclude(index, Outcome.Unknown, NameId.None, at);
            return;
        }

        for (var i = 0; i < _early.Count; i++)
        {
            if (Matches(_early[i].Key, waiting[index].Key))
            {
                TakeEarly(index, i, ref excerpt, at);
                return;
            }
        }
    }

    /// <summary>An answer, or a part of one.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="excerpt">It, taken apart.</param>
    /// <param name="outcome">What it says.</param>
    /// <param name="reason">And why.</param>
    /// <param name="goesOn">More of it follows.</param>
    /// <param name="at">When.</param>
    public void Answer(in AnswerKey key, ref Excerpt excerpt, Outcome outcome, NameId reason, bool goesOn, in Moment at)
    {
        var index = Choose(key, goesOn, at);
        if (index == Nobody)
        {
            return;
        }

        if (index < 0 && _unread != 0 && at.Time >= _unread && at.Time - _unread <= plan.Timeout)
        {
            _unread = goesOn ? _unread : 0;
            return;
        }

        if (index < 0)
        {
            if (!goesOn)
            {
                Keep(key, excerpt, outcome, reason, at);
            }

            return;
        }

        if (outcome == Outcome.Ok && waiting[index].UseIn(plan) is { } use)
        {
            SayReply(use, key.Address, ref excerpt, excerpt.At(plan.ArgumentsSlot));
            (outcome, reason) = hearer.HasError ? (Outcome.Refused, hearer.Reason) : (outcome, reason);
        }

        if (key.Address != default)
        {
            // Who answers says who it is; where it is alone it needn't be addressed.
            waiting[index].Key = waiting[index].Key with { Address = key.Address };
        }

        if (!goesOn)
        {
            Measure(index, at);
            Conclude(index, outcome, reason, at);
        }
    }

    /// <summary>A byte between frames says something of a request.</summary>
    public void Token(TokenMeaning meaning, NameId reason, in Moment at)
    {
        if (waiting.Count == 0 || meaning == TokenMeaning.Nothing)
        {
            return;
        }

        // Only its place in the order says whose it is.
        if (meaning == TokenMeaning.Received && waiting[waiting.Count - 1].UseIn(plan) is not { HasNoAnswer: true })
        {
            return;
        }

        var index = Choose(null, goesOn: false, at);
        if (index < 0)
        {
            return;
        }

        Measure(index, at);
        Conclude(index, meaning == TokenMeaning.Failed ? Outcome.Failure : Outcome.Ok, reason, at);
    }

    /// <summary>Tells what has waited too long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expire(in Moment at)
    {
        while (waiting.Count > 0 && at.Time - waiting[0].Seen.Time > plan.Timeout)
        {
            TellUnanswered(0, Outcome.NoAnswer, at);
        }

        while (_early.Count > 0 && at.Time - _early[0].Seen.Time > EarlyPatience)
        {
            SayEarly(at);
        }
    }

    /// <summary>Bytes are missing: where only order tells what answers what, it no longer does.</summary>
    public void Lose(in Moment at)
    {
        if (plan.PairBy is PairingKey.Order or PairingKey.Address)
        {
            End(Outcome.Unknown, at);
        }
    }

    /// <summary>Nothing that waits will be answered.</summary>
    public void End(Outcome outcome, in Moment at)
    {
        while (waiting.Count > 0)
        {
            TellUnanswered(0, outcome, at);
        }

        while (_early.Count > 0)
        {
            SayEarly(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(in AnswerKey answer, in AnswerKey request) => plan.PairBy switch
    {
        PairingKey.Command => answer.Command == request.Command && answer.Unknown == request.Unknown && answer.Address == request.Address,
        PairingKey.Order => true,
        PairingKey.Address => answer.Address == request.Address,
        PairingKey.Sequence => answer.Sequence == request.Sequence && answer.Address == request.Address,
        _ => false,
    };

    private void SayReply(UsePlan use, UInt128 address, ref Excerpt excerpt, Slot arguments)
    {
        hearer.TurnTo(address);
        if (use.Reply.IsEmpty || !arguments.IsThere || !use.Reply.Take(ref excerpt, ref arguments))
        {
            return;
        }

        if (use.CodeSlot >= 0)
        {
            hearer.Pump?.KeepCode(excerpt[use.CodeSlot]);
        }

        use.Reply.Say(excerpt, hearer);
    }
}
