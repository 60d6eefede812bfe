using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>
/// Brings requests of one connection together with their answers, and tells them. Bounded in number and in packet time: what waits too long is told as it is.
/// </summary>
internal sealed partial class Exchanges(
    ProtocolPlan plan, PumpProtocolCounters counters, PumpTeller teller, KnownPumps pumps, PumpHearer hearer, Waiting<Request> waiting, Talker[] talkers)
{
    public const int MaxWaiting = 8;
    private const int MaxEarly = 8;

    /// <summary>How long an answer may be ahead of its request: the two sides of a mirror port drift apart by less.</summary>
    private const long EarlyPatience = 200_000_000;

    private readonly Waiting<EarlyAnswer> _early = new(MaxEarly);
    private byte[] _earlyArguments = [];
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

    private void TellUnanswered(int index, Outcome outcome, in Moment at)
    {
        ref var request = ref waiting[index];
        if (request.IsTold)
        {
            waiting.RemoveAt(index);
            return;
        }

        var pump = talkers[(int)teller.Pump];
        var doubt = (pump.HasSpoken ? Quality.Clean : Quality.OneSided) | (pump.LastDamage >= request.Seen.Time ? pump.Damage : Quality.Clean)
            | (_midStream ? Quality.MidStream : Quality.Clean);
        request.Event.Quality |= doubt;

        // The answer may have been given and not been captured.
        var isDoubted = (doubt & (Quality.Gap | Quality.Cut | Quality.OneSided)) != 0;
        Conclude(index, isDoubted ? Outcome.Unknown : outcome, NameId.None, at);
    }

    private void Conclude(int index, Outcome outcome, NameId reason, in Moment at)
    {
        Tell(index, outcome, reason, at);
        waiting.RemoveAt(index);
    }

    private void Tell(int index, Outcome outcome, NameId reason, in Moment at)
    {
        ref var request = ref waiting[index];
        ref var told = ref request.Event;
        told.Outcome = outcome;
        told.Reason = reason;
        var isDone = told.What == PumpEventKind.Set && (outcome == Outcome.Ok || request.UseIn(plan) is { HasNoReply: true });
        var pump = isDone ? pumps.Touch(request.Key.Address, at) : pumps.Find(request.Key.Address, at.Time);
        if (isDone && pump is not null)
        {
            Done(ref request, pump, at.Time);
        }
        else if (!isDone)
        {
            (told.State, told.Remote, told.Silenced) = (PumpState.Unknown, Tristate.Unknown, Tristate.Unknown);
        }

        told.Serial = pump is { Serial.IsNone: false } ? pump.Serial : told.Serial;
        teller.Write(ref told, teller.Pump.Peer(), request.Seen.Ordinal, at);
    }

    /// <summary>What was asked for is so now: the same said by the pump is no news.</summary>
    private void Done(ref Request request, KnownPump pump, long now)
    {
        ref var told = ref request.Event;
        for (var i = 0; i < told.ReadingCount; i++)
        {
            ref readonly var set = ref told.Readings[i];
            var index = plan.Quantities.AsSpan().IndexOf(set.Quantity);
            if (index >= 0)
            {
                ref var reading = ref pump.Readings[index];

                // An answer may have said already what it really became.
                reading.Value = reading.IsNews && reading.Unit == set.Unit ? reading.Value : set.New;
                (reading.Told, reading.Unit) = (set.New, set.Unit);
            }
        }

        if (told.Remote != Tristate.Unknown)
        {
            pump.Take(new Effect(Meaning.Remote, new Word(0, PumpState.Unknown, told.Remote), 0), now);
        }

        if (told.Silenced != Tristate.Unknown)
        {
            pump.Take(new Effect(Meaning.Silenced, new Word(0, PumpState.Unknown, told.Silenced), 0), now);
        }

        foreach (var effect in request.EffectsIn(plan))
        {
            pump.Take(effect, now);
            switch (effect.Means)
            {
                case Meaning.State:
                    told.State = effect.Word.State;
                    break;
                case Meaning.Remote:
                    told.Remote = effect.Word.Is;
                    break;
                default:
                    told.Silenced = effect.Word.Is;
                    break;
            }
        }

        (pump.State, pump.ToldState) = told.State == PumpState.Unknown ? (pump.State, pump.ToldState) : (told.State, told.State);
        pump.Drug = told.Drug.IsNone ? pump.Drug : told.Drug;
        pump.Library = told.Library.IsNone ? pump.Library : told.Library;
    }
}
