using System.Buffers;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>One connection of pumps and who controls or asks them: who is who, and what they say to each other.</summary>
internal sealed class PumpConversation : Conversation
{
    /// <summary>Longest name of a command that isn't in the table, in bytes.</summary>
    private const int MaxUnknown = 32;

    private const ulong Seed = 0x7265706574656421;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-"u8);

    private readonly ProtocolPlan _plan;
    private readonly PartitionContext _context;
    private readonly PumpProtocolCounters _counters;
    private readonly ProtocolNames _names;
    private readonly byte[] _scratch;
    private readonly Slot[] _slots;

    /// <summary>Of a number that something is looked up by.</summary>
    private readonly byte[] _digits = new byte[CommandKey.MaxNumber];
    private readonly Talker[] _talkers;
    private readonly KnownPumps _pumps;
    private readonly PumpTeller _teller;
    private readonly PumpHearer _pumpHearer;
    private readonly RequestHearer _requestHearer;
    private readonly Waiting<Request> _waiting = new(Exchanges.MaxWaiting);
    private readonly Exchanges _exchanges;
    private FlowIdentity _flow;
    private bool _midStream;
    private bool _isOrderly;

    /// <summary>Who frames are from is known, or assumed.</summary>
    private bool _hasSides;

    /// <summary>Who is the pump is certain.</summary>
    private bool _isCertain;
    private SidesInDoubt _doubt;
    private bool _hasSpoken;
    private long _firstOrdinal;
    private Outcome _chainOutcome;
    private NameId _chainReason;
    private ulong _lastStatement;

    public PumpConversation(ProtocolPlan plan, PartitionContext context, PumpProtocolCounters counters, ProtocolNames names, byte[] scratch)
    {
        _plan = plan;
        _context = context;
        _counters = counters;
        _names = names;
        _scratch = scratch;
        _slots = new Slot[plan.Slots];
        _talkers = [new(plan.Frames), new(plan.Frames)];
        _pumps = new KnownPumps(plan.Quantities);
        _teller = new PumpTeller(plan, context, names, _pumps);
        _pumpHearer = new PumpHearer(_pumps, names, context.Pseudonyms);
        _requestHearer = new RequestHearer(_waiting, names, context.Pseudonyms);
        _exchanges = new Exchanges(plan, counters, _teller, _pumps, _pumpHearer, _waiting, _talkers);
    }

    /// <summary>Flows that a conversation counts for: KB that it may remember, of pumps, requests, early answers, frames under way and frames seen.</summary>
    public static int WeightOf(ProtocolPlan plan)
    {
        var pump = 256 + (plan.Quantities.Length * 32);
        var bytes = (plan.HasAddresses ? KnownPumps.Max * pump : pump) + 8 * 1024;
        return Math.Max(1, (bytes + 1023) / 1024);
    }

    public void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _midStream = midStream;
        _isOrderly = !midStream;
        _hasSpoken = false;
        _firstOrdinal = 0;
        _hasSides = _plan.Side != PumpSide.Answers || midStream;
        _isCertain = _plan.Side != PumpSide.Answers;
        _doubt = default;
        foreach (var talker in _talkers)
        {
            talker.Reset(midStream);
        }

        _pumps.Reset();
        _teller.Reset(flow);
        _teller.Pump = _plan.Side == PumpSide.Client ? Endpoint.Client : Endpoint.Server;
        _exchanges.Reset(midStream);
        ForgetChain();
        _lastStatement = 0;
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var talker = _talkers[(int)direction];
        for (var offset = 0; ;)
        {
            var sign = talker.Reader.Read(data[offset..], SenderIn(direction), at, out var frame, out var consumed, out var needed);
            offset += consumed;
            switch (sign)
            {
                case FrameSign.Frame:
                    Take(talker, direction, frame, at);
                    break;
                case FrameSign.Token:
                    TakeToken(direction, frame, at);
                    break;
                case FrameSign.Passed:
                    break;
                default:
                    _counters.Resyncs += talker.TakeResyncs();
                    return Rest(talker, data.Length, offset, needed);
            }

            if (offset == data.Length)
            {
                _counters.Resyncs += talker.TakeResyncs();
                return Step.Need(offset, 1);
            }
        }
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        talker.Reader.Lose();
        talker.Damage |= cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        talker.LastDamage = at.Time;
        _isOrderly = false;
        ForgetChain();
        _exchanges.Lose(at);
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        if (talker.Reader.TryFinish(out var frame))
        {
            Take(talker, direction, frame, at);
        }

        _counters.Resyncs += talker.TakeResyncs();
        talker.HasEnded = true;
        _isOrderly &= cause == EndCause.Fin;
        if (!_talkers[(int)direction.Opposite()].HasEnded)
        {
            return;
        }

        _exchanges.Expire(at);
        _exchanges.End(cause is EndCause.Fin or EndCause.Reset ? Outcome.NoAnswer : Outcome.Unknown, at);
        _teller.TellNews(at);
        _counters.PumpsBeyondBound += _pumps.TakeOverflows();
        if (_hasSpoken)
        {
            var quality = _talkers[0].Damage | _talkers[1].Damage | (_midStream ? Quality.MidStream : Quality.Clean)
                | (_talkers[0].HasSpoken && _talkers[1].HasSpoken ? Quality.Clean : Quality.OneSided);
            _context.Facts.Write(new PumpSession { IsOrderly = _isOrderly }, _flow, at.Time, _firstOrdinal, quality, _teller.Pump.Peer());
        }
    }

    /// <summary>What is left of a datagram belongs to nothing that could follow.</summary>
    private Step Rest(Talker talker, int length, int offset, int needed)
    {
        const byte Udp = 17;
        if (_flow.Protocol != Udp || offset == length)
        {
            return Step.Need(offset, Math.Min(needed, Step.MaxNeeded));
        }

        talker.Reader.Lose();
        return Step.Done(length);
    }

    private Sender SenderIn(Direction direction) =>
        !_hasSides ? Sender.Either : direction.Sender() == _teller.Pump ? Sender.Pump : Sender.Controller;

    private void Take(Talker talker, Direction direction, in Frame frame, in Moment at)
    {
        _counters.CountFrame(isBad: frame.Check == FrameCheck.Bad);
        if (frame.Check == FrameCheck.Bad)
        {
            if (talker.Fails())
            {
                _teller.TellDamage(direction.Sender(), talker.Failures, at);
            }

            if (direction.Sender() != _teller.Pump)
            {
                _exchanges.Spoil(at);
            }

            return;
        }

        talker.Succeeds();
        var excerpt = new Excerpt(frame.Content, _scratch, _slots);
        if (Match(ref excerpt, direction) is not { } message)
        {
            _counters.CountUnfit();
            return;
        }

        talker.HasSpoken = true;
        _firstOrdinal = _hasSpoken ? _firstOrdinal : at.Ordinal;
        _hasSpoken = true;
        _exchanges.Expire(at);
        if (!_isCertain && direction.Sender() != _teller.Pump && IsSaid(message, excerpt))
        {
            var (command, asked) = (_doubt.Command - 1, _doubt.Asked);
            Settle(direction, Sender.Pump);
            _exchanges.AwaitBare(command, asked);
        }

        if (direction.Sender() == _teller.Pump)
        {
            TakeStatement(message, ref excerpt, frame, at);
        }
        else
        {
            _lastStatement = 0;
            TakeRequest(message, ref excerpt, at);
        }
    }

    /// <summary>The first message that fits and that this side may send. Says who is the pump where only the other side may send it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MessagePlan? Match(ref Excerpt excerpt, Direction direction)
    {
        var sender = direction.Sender() == _teller.Pump ? Sender.Pump : Sender.Controller;
        var message = Fitting(ref excerpt, sender);
        return _isCertain ? message : MatchInDoubt(message, ref excerpt, direction, sender);
    }

    private MessagePlan? MatchInDoubt(MessagePlan? message, ref Excerpt excerpt, Direction direction, Sender assumed)
    {
        _hasSides |= message is not null;
        if (message is { From: Sender.Either })
        {
            return message;
        }

        // Who answers has answers; who asks names commands that there are, and what fits them may fit an answer, too.
        var other = assumed == Sender.Pump ? Sender.Controller : Sender.Pump;
        excerpt.Clear();
        var opposite = Fitting(ref excerpt, other);
        var isOpposite = opposite is { From: not Sender.Either }
            && (message is null || (other == Sender.Controller && IsKnown(opposite, excerpt) && message is { CommandSlot: < 0, Command.Length: 0 }));
        if (isOpposite)
        {
            Settle(direction, other);
            return opposite;
        }

        if (message is null)
        {
            return null;
        }

        excerpt.Clear();
        message.Fits(ref excerpt);
        if (opposite is null || (assumed == Sender.Controller && IsKnown(message, excerpt) && opposite is { CommandSlot: < 0, Command.Length: 0 }))
        {
            Settle(direction, assumed);
        }

        return message;
    }

    private bool IsKnown(MessagePlan message, in Excerpt excerpt) => message.KeyOf(excerpt, _digits) is { IsEmpty: false } key && _plan.CommandKeys.Find(key) >= 0;

    /// <summary>The side that seems to ask says what the other, which nobody had asked, had asked for.</summary>
    private bool IsSaid(MessagePlan message, in Excerpt excerpt) =>
        _doubt.Command > 0 && message.From == Sender.Either && excerpt.At(_plan.ArgumentsSlot).Length > 0
        && message.KeyOf(excerpt, _digits) is { IsEmpty: false } key && _plan.CommandKeys.Find(key) is >= 0 and var number
        && _doubt.IsSaid(number, _plan.Commands[number] is { Set: null, Query.Arguments.IsEmpty: true });

    private MessagePlan? Fitting(ref Excerpt excerpt, Sender sender)
    {
        foreach (var message in _plan.Messages)
        {
            if (sender != Sender.Either && message.From != Sender.Either && message.From != sender)
            {
                continue;
            }

            if (message.Fits(ref excerpt))
            {
                return message;
            }

            excerpt.Clear();
        }

        return null;
    }

    private void Settle(Direction direction, Sender sender)
    {
        var pump = sender == Sender.Pump ? direction.Sender() : direction.Sender().Peer();
        if (_hasSides && pump != _teller.Pump)
        {
            _exchanges.Discard();
            _pumps.Reset();
            ForgetChain();
        }

        _teller.Pump = pump;
        _hasSides = _isCertain = true;
    }

    private void TakeRequest(MessagePlan message, ref Excerpt excerpt, in Moment at)
    {
        var key = message.KeyOf(excerpt, _digits);
        if (message.IsSpontaneous || key.IsEmpty)
        {
            return;
        }

        var number = _plan.CommandKeys.Find(key);
        _counters.CountRequest(number);
        _exchanges.MakeRoom(at);
        ref var request = ref _waiting.Add();
        _teller.Begin(ref request.Event, PumpEventKind.Set);
        request.Seen = at;
        request.Key = new AnswerKey(
            number + 1, number < 0 ? KeyedHash.Of(Seed, key) : 0, KnownPumps.KeyOf(excerpt[_plan.AddressSlot]), KnownPumps.KeyOf(excerpt[_plan.SequenceSlot]));
        var arguments = excerpt.At(_plan.ArgumentsSlot);
        var asks = message.QueryWhen is { } when ? ConditionPlan.AllHold(when, excerpt) : arguments.Length <= 0;
        request.IsQuery = number >= 0 && (asks ? _plan.Commands[number].Query is not null : _plan.Commands[number].Set is null);
        if (request.UseIn(_plan) is { } use)
        {
            Describe(ref request, message, use, ref excerpt, arguments, at);
        }
        else
        {
            request.Event.IsForeign = _plan.IsComplete;
            var word = LeadingWord(key);
            request.Event.Command = request.Event.Act = word.IsEmpty ? _names.Preset(_plan.NamelessCommand) : _names.Of(NameKind.Term, word, NameId.None);
            request.Event.What = asks && message.QueryWhen is not null ? PumpEventKind.Query : PumpEventKind.Set;
        }

        _exchanges.Await(ref excerpt, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Describe(ref Request request, MessagePlan message, UsePlan use, ref Excerpt excerpt, Slot arguments, in Moment at)
    {
        ref var told = ref request.Event;
        told.What = use.IsQuery ? PumpEventKind.Query : PumpEventKind.Set;
        _teller.Name(ref told, use);
        message.Parts.Say(excerpt, _requestHearer);
        var rest = arguments.IsThere ? arguments : new Slot(0, 0);
        if (use.Arguments.Take(ref excerpt, ref rest))
        {
            use.Arguments.Say(excerpt, _requestHearer);
        }

        for (var i = 0; i < use.Variants.Length; i++)
        {
            var variant = use.Variants[i];
            if (!ConditionPlan.AllHold(variant.When, excerpt))
            {
                continue;
            }

            (told.Command, told.Act, told.Class) = (_names.Preset(variant.Name), _names.Preset(variant.Act), variant.Class);
            request.Variant = i + 1;
            if (variant.Arguments.Take(ref excerpt, ref rest))
            {
                variant.Arguments.Say(excerpt, _requestHearer);
            }

            break;
        }

        if (use.Check is null && told.ReadingCount == 0)
        {
            return;
        }

        var pump = _pumps.Find(request.Key.Address, at.Time);
        told.CodeIsRight = use.Check?.IsRight(excerpt[use.Check.Slot], pump is null ? default : pump.Code) ?? Tristate.Unknown;
        for (var i = 0; i < told.ReadingCount && pump is not null; i++)
        {
            ref var reading = ref told.Readings[i];
            ref readonly var known = ref pump.Readings[_plan.Quantities.AsSpan().IndexOf(reading.Quantity)];
            reading.Old = known.Unit == reading.Unit && reading.Quantity.IsIn(reading.Unit) ? known.Value : double.NaN;
        }
    }

    private void TakeStatement(MessagePlan message, ref Excerpt excerpt, in Frame frame, in Moment at)
    {
        if (_plan.DropsRepetitions)
        {
            var statement = KeyedHash.Of(Seed, frame.Whole) | 1;
            if (statement == _lastStatement)
            {
                return;
            }

            _lastStatement = statement;
        }

        _counters.Responses += frame.Continues ? 0 : 1;
        _pumpHearer.Begin(at);
        var address = KnownPumps.KeyOf(excerpt[_plan.AddressSlot]);
        _pumpHearer.TurnTo(address);
        if (excerpt.Has(_plan.CodeSlot))
        {
            _pumpHearer.Pump?.KeepCode(excerpt[_plan.CodeSlot]);
        }

        message.Parts.Say(excerpt, _pumpHearer);
        if (!message.IsSpontaneous)
        {
            TakeAnswer(message, ref excerpt, address, frame.Continues, at);
        }

        if (!frame.Continues)
        {
            ForgetChain();
            _teller.TellNews(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeAnswer(MessagePlan message, ref Excerpt excerpt, UInt128 address, bool goesOn, in Moment at)
    {
        var name = message.KeyOf(excerpt, _digits);
        var number = name.IsEmpty ? -1 : _plan.CommandKeys.Find(name);
        var key = new AnswerKey(number + 1, number < 0 && !name.IsEmpty ? KeyedHash.Of(Seed, name) : 0, address, KnownPumps.KeyOf(excerpt[_plan.SequenceSlot]));
        var (outcome, reason) = (message.Outcome?.Of(excerpt) ?? Outcome.Ok, NameId.None);
        if (outcome == Outcome.Refused)
        {
            reason = Reason(message.Outcome!, excerpt);
        }
        else if (_pumpHearer.HasError)
        {
            (outcome, reason) = (Outcome.Refused, _pumpHearer.Reason);
        }

        if (!_isCertain && message is { From: Sender.Either, QueryWhen: null } && number >= 0)
        {
            Doubt(number, key, excerpt.At(_plan.ArgumentsSlot).Length > 0, at);
        }

        // One block that says no is enough.
        (outcome, reason) = outcome == Outcome.Ok && _chainOutcome != Outcome.Ok ? (_chainOutcome, _chainReason) : (outcome, reason);
        (_chainOutcome, _chainReason) = (outcome, reason);
        _exchanges.Answer(key, ref excerpt, outcome, reason, goesOn, at);
    }

    /// <summary>A question that nobody asked for may be the other side's; where one was answered, sides are as they seem.</summary>
    private void Doubt(int number, in AnswerKey key, bool says, in Moment at)
    {
        if (_plan.Commands[number].Query is not { Reply.IsEmpty: false })
        {
            return;
        }

        if (!_exchanges.Waits(key))
        {
            if (!says)
            {
                _doubt.Ask(number, at);
            }
        }
        else if (says)
        {
            _doubt.Agree();
            _isCertain = _plan.Commands[number].Set is null;
        }
    }

    private NameId Reason(OutcomePlan outcome, in Excerpt excerpt)
    {
        var preset = outcome.Reason(excerpt, out var raw);
        if (preset > 0)
        {
            return _names.Preset(preset);
        }

        var text = CommandKey.Of(outcome.ReasonType, excerpt[raw], _digits);
        return text.IsEmpty ? NameId.None : _names.Of(NameKind.Term, text, NameId.None);
    }

    private void TakeToken(Direction direction, in Frame frame, in Moment at)
    {
        if (frame.Token is not { } token || !_hasSides || direction.Sender() != _teller.Pump)
        {
            return;
        }

        _exchanges.Expire(at);
        var reason = NameId.None;
        if (token.Meaning == TokenMeaning.Failed)
        {
            var argument = frame.Whole.Length > 1 ? frame.Whole[1..] : default;
            reason = IsShown(argument) ? _names.Of(NameKind.Term, argument, NameId.None) : _names.Preset(_plan.TokenNames[token.Value]);
        }

        _exchanges.Token(token.Meaning, reason, at);
    }

    private void ForgetChain() => (_chainOutcome, _chainReason) = (Outcome.Ok, NameId.None);

    /// <summary>What of a command that isn't known can't be a password or a name: its first word, where it is one.</summary>
    private static ReadOnlySpan<byte> LeadingWord(ReadOnlySpan<byte> key)
    {
        var end = key.IndexOfAnyExcept(Word);
        var word = end < 0 ? key : key[..end];
        return word.Length <= MaxUnknown ? word : default;
    }

    private static bool IsShown(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxUnknown && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
