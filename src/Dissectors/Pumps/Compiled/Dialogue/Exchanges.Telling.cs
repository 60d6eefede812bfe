using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>What becomes of a request when it is told.</summary>
internal sealed partial class Exchanges
{
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
