using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Brings messages of one connection together with their acknowledgements, by MSA-2 = MSH-10 (HL7 v2.5.1 2.9), and writes the facts. Bounded in
/// number and in packet time: what waits too long is written as it is.
/// </summary>
internal sealed class AckPairing(FactSink facts, Talker[] talkers, Hl7Counters counters, PumpOrders orders)
{
    /// <summary>How long an answer may be ahead of its message: the two sides of a mirror port drift apart by far less.</summary>
    private const long EarlyPatience = 1_000_000_000;

    /// <summary>How long an answer may take: senders give up after seconds.</summary>
    private const long AnswerPatience = 60_000_000_000;

    private FlowIdentity _flow;
    private bool _midStream;

    public void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _midStream = midStream;
    }

    /// <summary>A message or an acknowledgement has been read to its end.</summary>
    public void Add(Talker from, ref Exchange exchange, in Moment at)
    {
        Expire(at);
        if (exchange.Message.Answer != AckCode.None)
        {
            TakeAnswer(from, ref exchange, at);
        }
        else if (exchange.IsAck)
        {
            WriteUnsolicited(from, ref exchange, at);
        }
        else
        {
            Await(from, ref exchange, at);
        }
    }

    /// <summary>MLLP release 2: a frame was committed, before and apart from any HL7 acknowledgement.</summary>
    public void Commit(Talker from, bool positive)
    {
        var waiting = PeerOf(from).Outstanding;
        if (waiting.Count > 0)
        {
            waiting[waiting.Count - 1].Message.Quirks |= positive ? Hl7Quirks.CommitFrame : Hl7Quirks.CommitFrameNak;
        }
    }

    /// <summary>Both directions have ended: nothing that waits will be answered.</summary>
    public void End(in Moment at)
    {
        foreach (var talker in talkers)
        {
            while (talker.Outstanding.Count > 0)
            {
                WriteFirst(talker, at);
            }
        }

        foreach (var talker in talkers)
        {
            while (talker.Early.Count > 0)
            {
                GiveUpFirst(talker, at);
            }
        }
    }

    private void TakeAnswer(Talker from, ref Exchange answer, in Moment at)
    {
        var asker = PeerOf(from);
        var index = asker.Outstanding.IndexOfMessage(answer.Message.AnswersTo);
        if (index >= 0)
        {
            Apply(asker, index, answer, at);
        }

        if (!answer.IsAck)
        {
            // A reply that is a message of its own (ORR, RSP, RRG). Where it answers what came by another connection (IHE PCD-03), it is
            // acknowledged itself.
            Await(from, ref answer, at);
            answer.IsWritten = true;
            if (index >= 0)
            {
                Release(from, answer, at);
            }
        }

        if (index >= 0)
        {
            return;
        }

        if (from.Early.IsFull)
        {
            counters.GivenUp++;
            GiveUpFirst(from, at);
        }

        from.Early.Add(answer);
    }

    /// <summary>A reply that has found its question isn't acknowledged, unless it asks for that.</summary>
    private void Release(Talker from, in Exchange reply, in Moment at)
    {
        var index = reply.IsAck || reply.Accept is AckCondition.Always or AckCondition.Error or AckCondition.Success
            ? -1
            : from.Outstanding.IndexOfMessage(reply.Message.Header.ControlId);
        if (index >= 0)
        {
            Write(from, ref from.Outstanding[index], at);
            from.Outstanding.RemoveAt(index);
        }
    }

    /// <summary>Lets a message wait for its answer.</summary>
    private void Await(Talker from, ref Exchange message, in Moment at)
    {
        var waiting = from.Outstanding;
        var id = message.Message.Header.ControlId;
        var earlier = id.IsNone ? -1 : waiting.IndexOfMessage(id);
        if (earlier >= 0)
        {
            ref var old = ref waiting[earlier];
            message.Message.Retry = !old.IsAnswered;
            message.Message.Duplicate = old.IsAnswered;
            old.Message.Superseded = !old.IsAnswered;
            Write(from, ref old, at);
            waiting.RemoveAt(earlier);
        }
        else
        {
            message.Message.Duplicate = from.Remembers(id);
        }

        if (waiting.IsFull)
        {
            counters.GivenUp++;
            WriteFirst(from, at);
        }

        waiting.Add(message);
        TakeEarly(from, id, at);
    }

    /// <summary>Applies answers that came before the message just added.</summary>
    private void TakeEarly(Talker asker, in Pseudonym id, in Moment at)
    {
        var answerer = PeerOf(asker);
        for (var done = false; !done;)
        {
            var index = answerer.Early.IndexOfAnswerTo(id);
            if (index < 0)
            {
                return;
            }

            var answer = answerer.Early[index];
            answerer.Early.RemoveAt(index);
            done = Apply(asker, asker.Outstanding.Count - 1, answer, at);
            Release(answerer, answer, at);
        }
    }

    /// <summary>True when the message is fully answered, and so written.</summary>
    private bool Apply(Talker asker, int index, in Exchange answer, in Moment at)
    {
        ref var message = ref asker.Outstanding[index];
        if (!message.Take(answer))
        {
            TellOrders(ref message, at);
            return false;
        }

        asker.Remember(message.Message.Header.ControlId);
        Write(asker, ref message, at);
        asker.Outstanding.RemoveAt(index);
        return true;
    }

    private void Expire(in Moment at)
    {
        foreach (var talker in talkers)
        {
            while (talker.Outstanding.Count > 0 && at.Time - talker.Outstanding[0].Ended > AnswerPatience)
            {
                WriteFirst(talker, at);
            }

            while (talker.Early.Count > 0 && at.Time - talker.Early[0].Answered > EarlyPatience)
            {
                GiveUpFirst(talker, at);
            }
        }
    }

    private void WriteFirst(Talker talker, in Moment at)
    {
        Write(talker, ref talker.Outstanding[0], at);
        talker.Outstanding.RemoveAt(0);
    }

    private void GiveUpFirst(Talker talker, in Moment at)
    {
        ref var answer = ref talker.Early[0];
        if (!answer.IsWritten)
        {
            WriteUnsolicited(talker, ref answer, at);
        }

        talker.Early.RemoveAt(0);
    }

    private void WriteUnsolicited(Talker from, ref Exchange ack, in Moment at)
    {
        ack.Message.Unsolicited = true;
        ack.Message.Quality |= _midStream ? Quality.MidStream : Quality.Clean;
        AddDoubt(ref ack, PeerOf(from), since: 0);
        Write(from, ref ack, at);
    }

    private void Write(Talker from, ref Exchange exchange, in Moment at)
    {
        ref var message = ref exchange.Message;
        if (!exchange.IsAck && !exchange.IsAnswered)
        {
            AddDoubt(ref exchange, PeerOf(from), exchange.Began);
        }

        TellOrders(ref exchange, at);
        facts.Write(message, _flow, at.Time, exchange.FirstOrdinal, message.Quality, message.Sender);
    }

    private void TellOrders(ref Exchange message, in Moment at)
    {
        if (message.Orders != 0)
        {
            orders.Tell(ref message, _flow, at);
        }
    }

    /// <summary>The other side's part is missing; it may have been said and not captured.</summary>
    private static void AddDoubt(ref Exchange exchange, Talker other, long since)
    {
        exchange.Message.Quality |= other.HasSpoken ? Quality.Clean : Quality.OneSided;
        exchange.Message.Quality |= other.LastDamage >= since ? other.Damage : Quality.Clean;
    }

    private Talker PeerOf(Talker talker) => talkers[(int)talker.Direction.Opposite()];
}
