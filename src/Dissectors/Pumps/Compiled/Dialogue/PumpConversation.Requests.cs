using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>What is asked of the pump.</summary>
internal sealed partial class PumpConversation
{
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

    /// <summary>What of a command that isn't known can't be a password or a name: its first word, where it is one.</summary>
    private static ReadOnlySpan<byte> LeadingWord(ReadOnlySpan<byte> key)
    {
        var end = key.IndexOfAnyExcept(Word);
        var word = end < 0 ? key : key[..end];
        return word.Length <= MaxUnknown ? word : default;
    }

    private static bool IsShown(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxUnknown && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
