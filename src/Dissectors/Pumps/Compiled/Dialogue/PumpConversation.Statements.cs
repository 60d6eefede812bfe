using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>What the pump answers and says.</summary>
internal sealed partial class PumpConversation
{
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
}
