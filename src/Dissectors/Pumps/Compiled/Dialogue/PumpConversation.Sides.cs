using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Who of the two is the pump, and which message a frame is.</summary>
internal sealed partial class PumpConversation
{
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
}
