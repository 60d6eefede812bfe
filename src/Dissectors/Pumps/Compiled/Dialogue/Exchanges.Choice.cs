using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>
/// Which request an answer belongs to, where the protocol has one wait at a time and more do: who asks again has given up on what he asked before, or only the
/// mirror is late. A wrong guess would shift every answer after it, so the usual latency decides, and where it can't, nothing is taken from the answer.
/// </summary>
internal sealed partial class Exchanges
{
    /// <summary>No request waits for the answer.</summary>
    private const int None = -1;

    /// <summary>The answer may be that of more than one, or of one that has been told.</summary>
    private const int Nobody = -2;

    /// <summary>So often in a row nothing can be told before the newest is believed: the protocol has one request wait at a time.</summary>
    private const int MostDoubts = 4;

    private int _doubts;

    private long Limit => Math.Min(_usual.IsKnown ? _usual.Limit : EarlyPatience, plan.Timeout);

    /// <summary>A request's place, <see cref="None"/> or <see cref="Nobody"/>.</summary>
    /// <param name="key">Of the answer; null: all that wait could be meant.</param>
    /// <param name="goesOn">More of it follows.</param>
    /// <param name="at">When.</param>
    private int Choose(AnswerKey? key, bool goesOn, in Moment at)
    {
        var (oldest, newest) = Candidates(key);
        if (oldest != newest && plan.PairBy is not PairingKey.Sequence)
        {
            (oldest, newest) = WithoutOverdue(key, newest, at);
        }

        if (oldest == newest)
        {
            return newest < 0 ? None : waiting[newest].IsTold ? Forgotten(newest, goesOn, at) : newest;
        }

        if (plan.PairBy == PairingKey.Sequence || AreAlike(key, oldest))
        {
            return oldest;
        }

        for (var i = oldest; i <= newest; i++)
        {
            if (!waiting[i].IsTold && IsCandidate(key, i))
            {
                Tell(i, Outcome.Unknown, NameId.None, at);
                waiting[i].IsTold = true;
            }
        }

        if (!goesOn)
        {
            _doubts++;
            waiting.RemoveAt(oldest);
        }

        return Nobody;
    }

    /// <summary>The answer to what has been told already; where that is long ago it is another's.</summary>
    private int Forgotten(int index, bool goesOn, in Moment at)
    {
        var isOver = at.Time - waiting[index].Seen.Time > Limit;
        if (isOver || !goesOn)
        {
            waiting.RemoveAt(index);
        }

        return isOver ? None : Nobody;
    }

    private (int Oldest, int Newest) Candidates(AnswerKey? key)
    {
        var (oldest, newest) = (None, None);
        for (var i = 0; i < waiting.Count; i++)
        {
            if (IsCandidate(key, i))
            {
                (oldest, newest) = (oldest < 0 ? i : oldest, i);
            }
        }

        return (oldest, newest);
    }

    private bool IsCandidate(AnswerKey? key, int index) => key is not { } of || Matches(of, waiting[index].Key);

    /// <summary>Tells those that have waited longer than answers take here, if the newest hasn't.</summary>
    private (int Oldest, int Newest) WithoutOverdue(AnswerKey? key, int newest, in Moment at)
    {
        var isSettled = !_usual.IsKnown && _doubts >= MostDoubts;
        if (isSettled || at.Time - waiting[newest].Seen.Time <= Limit)
        {
            for (var i = 0; i < newest;)
            {
                var waited = at.Time - waiting[i].Seen.Time;
                if (IsCandidate(key, i) && (isSettled || waited > Limit))
                {
                    GiveUp(i, waited > EarlyPatience ? Outcome.NoAnswer : Outcome.Unknown, at);
                    newest--;
                }
                else
                {
                    i++;
                }
            }
        }

        return Candidates(key);
    }

    /// <summary>It may still be answered, and then that answer is nobody's.</summary>
    private void GiveUp(int index, Outcome outcome, in Moment at)
    {
        TellUnanswered(index, outcome, at);
        Spoil(at);
    }

    /// <summary>All that could be meant ask for the same: it doesn't matter which it is.</summary>
    private bool AreAlike(AnswerKey? key, int oldest)
    {
        for (var i = oldest; i < waiting.Count; i++)
        {
            if (IsCandidate(key, i) && (waiting[i].IsTold || !waiting[i].IsQuery || waiting[i].Key != waiting[oldest].Key))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Who asks again has given up on what he asked long before.</summary>
    private void Supersede(in Moment at)
    {
        if (plan.PairBy is not (PairingKey.Command or PairingKey.Order or PairingKey.Address))
        {
            return;
        }

        for (var i = 0; i < waiting.Count - 1;)
        {
            if (at.Time - waiting[i].Seen.Time > Math.Max(EarlyPatience, Limit) && Matches(waiting[i].Key, waiting[waiting.Count - 1].Key))
            {
                GiveUp(i, Outcome.NoAnswer, at);
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>An answer was there so long after its request.</summary>
    private void Measure(int index, in Moment at)
    {
        var latency = at.Time - waiting[index].Seen.Time;
        waiting[index].Event.LatencyNanoseconds = Math.Max(PumpEvent.NoLatency, latency);
        _usual.Add(latency);
        _doubts = 0;
    }
}
